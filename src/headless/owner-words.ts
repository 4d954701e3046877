import type { Reason } from '../protocol/reasons.js';

/** What somebody who runs a conductor can do about a room that does not let it in. */
const SENTENCES: Partial<Record<Reason, string>> = {
  'bad-token':
    'The room does not take this token: it is signed with another secret, or names other rooms.',
  'token-expired':
    'The token has run out. Give a new one, or ROOM_SECRET, with which tokens are renewed.',
  'wrong-version': 'The room speaks another version: install the one that the room server has.',
  'wrong-origin': 'The room does not take connections from here: see ALLOWED_ORIGINS.',
  'not-configured': 'The room server lacks a setting; its log says which.',
  'too-fast': 'The room closed the line because too much was said on it.',
  removed: 'A moderator removed this conductor from the room.',
  banned: 'A moderator banned this conductor from the room.',
  'room-locked': 'The room takes nobody in at the moment.',
};

/** Why a room does not let a conductor in, and what helps. */
export function ownerWords(reason: Reason): string {
  return SENTENCES[reason] ?? `The room refuses this conductor: ${reason}.`;
}
