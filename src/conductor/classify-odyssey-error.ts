import { type Performed, USAGE_ERROR_REASONS } from '../protocol/conducting.js';
import type { Reason } from '../protocol/reasons.js';

/** The service's own moderation failed; the prompt is not to blame. */
const MODERATION_DOWN = /failed to run content moderation/i;

/** The reason codes of `interactive_stream_error`. */
const STREAM_ERRORS: Readonly<Record<string, Reason>> = {
  session_timeout: 'stream-expired',
  quota_exceeded: 'quota',
  concurrent_limit_exceeded: 'no-free-stream',
  lease_denied: 'no-free-stream',
  moderation_failed: 'world-refused',
  model_crash: 'model-crash',
  model_crashed: 'model-crash',
  broadcast_error: 'unreachable',
};

/** Sentences by which alone an error can be told; the SDK gives most of them no code. */
const SENTENCES: readonly (readonly [RegExp, Reason])[] = [
  [
    /streamer not available|streamer_not_available|no streamers available|waiting for a streamer/i,
    'no-gpu',
  ],
  [/streamer has disconnected|streamer_disconnected/i, 'connection-lost'],
  [/credit lease expired/i, 'stream-expired'],
  [/maximum allowed duration|duration_limit_reached/i, 'stream-ended'],
  [/invalid api key|api key/i, 'bad-key'],
  [/crash/i, 'model-crash'],
  [/signaling disconnected|disconnected from signaling|connection closed/i, 'connection-lost'],
  [/websocket connection failed|failed to fetch|networkerror|no signaling url/i, 'unreachable'],
];

/** Why, in our words, from anything that the SDK throws or says of a session. */
export function classifyOdysseyError(error: unknown): Reason {
  const code = codeOf(error);
  const usage = code === null ? undefined : USAGE_ERROR_REASONS[code];
  if (usage !== undefined) return usage;
  const message = error instanceof Error ? error.message : String(error ?? '');
  const stream = /^Stream error: (\S+) - (.*)$/s.exec(message);
  if (stream !== null) return classifyStreamError(stream[1] ?? '', stream[2] ?? '');
  return bySentence(message) ?? 'connection-lost';
}

/** Why, from the two parts of an `interactive_stream_error`. */
export function classifyStreamError(reason: string, message: string): Reason {
  if (reason === 'moderation_failed' && MODERATION_DOWN.test(message)) {
    return 'world-moderation-down';
  }
  return STREAM_ERRORS[reason] ?? bySentence(`${reason} ${message}`) ?? 'stream-ended';
}

/** Whether a stream goes on after this: a refused prompt ends nothing. */
export function isRefusal(reason: Reason): boolean {
  return reason === 'world-refused' || reason === 'world-moderation-down';
}

/** What became of a prompt that the SDK could not even send: nothing. */
export function notSent(error: unknown): Performed {
  const message = error instanceof Error ? error.message : '';
  const reason = classifyOdysseyError(error);
  const never = /^Cannot interact|channel not open/i.test(message);
  return { status: never ? 'refused' : 'unconfirmed', reason };
}

function bySentence(text: string): Reason | undefined {
  return SENTENCES.find(([pattern]) => pattern.test(text))?.[1];
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
