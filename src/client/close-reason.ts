import { CLOSE_CODE } from '../protocol/close-codes.js';
import { REASONS, type Reason } from '../protocol/reasons.js';

const OF_CODE: Readonly<Record<number, Reason>> = {
  [CLOSE_CODE.wrongVersion]: 'wrong-version',
  [CLOSE_CODE.badToken]: 'bad-token',
  [CLOSE_CODE.wrongOrigin]: 'wrong-origin',
  [CLOSE_CODE.notConfigured]: 'not-configured',
  [CLOSE_CODE.flooding]: 'too-fast',
  [CLOSE_CODE.removed]: 'removed',
  [CLOSE_CODE.tokenExpired]: 'token-expired',
  [CLOSE_CODE.roomLocked]: 'room-locked',
};

/** Why the room ended it: by the reason it gave, before any words, else by the code alone. */
export function reasonOfClose(code: number, text: string): Reason {
  const [said] = text.split(': ', 1);
  return REASONS.find((reason) => reason === said) ?? OF_CODE[code] ?? 'closed';
}
