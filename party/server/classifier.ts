import * as v from 'valibot';
import type { Verdict } from '../room/input.js';
import { CLASSIFIER_TIMEOUT_MS } from '../room/prompts/review.js';
import { signedHeaders } from './signature.js';

/** A prompt as the owner's classifier is shown it. */
export interface Shown {
  /** Null right after a restart, while nobody has come yet. */
  readonly room: string | null;
  readonly promptId: string;
  readonly text: string;
}

/** Asks about a prompt. Never throws, and answers within its timeout. */
export type Classifier = (prompt: Shown) => Promise<Verdict>;

export interface ClassifierSettings {
  readonly url: string;
  readonly secret: string;
}

/** A verdict is short; nothing longer is read. */
const ANSWER_BYTES_MAX = 4_096;
const REASON_LENGTH_MAX = 200;

const AnswerSchema = v.object({
  verdict: v.picklist(['allow', 'flag', 'refuse']),
  reason: v.optional(v.string(), ''),
});

/** The classifier at an address of the owner's, asked over signed HTTP. */
export function classifierAt(
  { url, secret }: ClassifierSettings,
  log: (event: string, fields: Record<string, unknown>) => void,
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
        // Whom it points to has not been chosen by the owner.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`it answered with status ${response.status}`);
      }
      const { verdict, reason } = v.parse(AnswerSchema, JSON.parse(await readShort(response)));
      if (verdict === 'allow') return { verdict };
      return { verdict, why: [...reason].slice(0, REASON_LENGTH_MAX).join('') };
    } catch (error) {
      const { promptId } = prompt;
      log('classifier-failed', { promptId, tookMs: Date.now() - at, error: inShort(error) });
      return { verdict: 'none' };
    }
  };
}

/** The whole of an answer that is short enough; of any other no more than that is taken in. */
async function readShort({ body }: Response): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > ANSWER_BYTES_MAX) {
      await reader.cancel();
      throw new Error(`its answer is longer than ${ANSWER_BYTES_MAX} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function inShort(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  return `${message} ${cause}`.trim().slice(0, 200);
}
