import type { Reason } from '../../src/protocol/reasons.js';

/** What the room's reasons mean to whoever writes programs; `{limit}` is the limit that was hit. */
const SENTENCES: Partial<Record<Reason, string>> = {
  empty: 'There is nothing to read in this prompt.',
  'too-long': 'The prompt is too long: at most {limit} characters.',
  'too-many': 'Too many prompts in a minute: at most {limit}.',
  'too-many-from-address': 'Too many prompts in a minute from this address: at most {limit}.',
  repeat: 'The same words were performed a moment ago.',
  links: 'Prompts may have no links here.',
  words: 'The prompt has words that this room refuses.',
  locked: 'The room takes no prompts at the moment.',
  muted: 'You may not prompt at the moment.',
  banned: 'You may not be in this room.',
  'no-moderator': 'The room takes prompts only while a moderator is here.',
  'queue-full': 'Enough wait already: at most {limit}.',
  'id-taken': 'A prompt with this id was there before.',
  'not-waiting': 'This prompt does not wait any more.',
  'not-allowed': 'Your token does not allow this.',
  'no-such-person': 'Nobody here has this id.',
  'no-such-thing': 'There is nothing with this id.',
  'nothing-to-undo': 'There is no change to take back.',
  'replay-off': 'What happened in this room is not for replay, or not for you.',
  'recording-gone': 'This recording is not kept any more.',
  'bad-token': 'The token is not good: forged, incomplete, or for another room.',
  'token-expired': 'The token has expired: get a fresh one.',
  'too-large': 'The body is too large: at most 16 KB.',
};

export function sentenceFor(reason: Reason, limit: number | null): string {
  const sentence = SENTENCES[reason] ?? `The room refused this: ${reason.replaceAll('-', ' ')}.`;
  return sentence.replace('{limit}', String(limit ?? 'a few'));
}
