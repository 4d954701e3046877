import * as v from 'valibot';
import { upTo } from '../../src/protocol/graphemes.js';
import type { Verdict } from '../room/input.js';
import { CLASSIFIER_TIMEOUT_MS } from '../room/prompts/review.js';
import { readText } from './body.js';
import { errorText, type Log } from './log.js';
import { signedHeaders } from './signature.js';

/** What the owner's classifier is sent of a prompt. */
interface ClassifiedPrompt {
  /** Null after a restart, until the first request names the room. */
  readonly room: string | null;
  readonly promptId: string;
  readonly text: string;
}

/** Asks about a prompt. Never throws, and answers within its timeout. */
type Classifier = (prompt: ClassifiedPrompt) => Promise<Verdict>;

interface ClassifierSettings {
  readonly url: string;
  readonly secret: string;
}

/** A verdict is short; nothing longer is accepted. */
const ANSWER_BYTES_MAX = 4_096;
const REASON_LENGTH_MAX = 200;

const AnswerSchema = v.object({
  verdict: v.picklist(['allow', 'flag', 'refuse']),
  reason: v.optional(v.string(), ''),
});

/** The classifier at an address of the owner's, asked over signed HTTP. */
export function classifierAt(
  { url, secret }: ClassifierSettings,
  log: Log,
  timeoutMs = CLASSIFIER_TIMEOUT_MS,
): Classifier {
  return async (prompt) => {
    const at = Date.now();
    try {
      const body = JSON.stringify(prompt);
      const signed = await signedHeaders(secret, { id: prompt.promptId, at, body });
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...signed },
        body,
        // The owner has not chosen where a redirect leads.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`it answered with status ${response.status}`);
      }
      const { verdict, reason } = v.parse(AnswerSchema, JSON.parse(await readAnswer(response)));
      if (verdict === 'allow') return { verdict };
      return { verdict, why: upTo(reason, REASON_LENGTH_MAX) };
    } catch (error) {
      const { promptId } = prompt;
      log('classifier-failed', { promptId, tookMs: Date.now() - at, error: errorText(error) });
      return { verdict: 'none' };
    }
  };
}

async function readAnswer({ body }: Response): Promise<string> {
  const text = await readText(body, ANSWER_BYTES_MAX);
  if (text === null) throw new Error(`its answer is longer than ${ANSWER_BYTES_MAX} bytes`);
  return text;
}
