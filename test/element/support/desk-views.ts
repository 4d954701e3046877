import type { ClientView } from '../../../src/client/index.js';
import type { Desk } from '../../../src/protocol/moderation.js';
import { DEFAULT_RULES } from '../../../src/protocol/rules.js';
import type { Role, RoomView } from '../../../src/protocol/view.js';
import { FINCH, HELD, ME, NOW, OTTER, roomView, view, you } from './views.js';

const WREN = { id: 'p-wren', name: 'Swift Wren' };
const HERON = { id: 'p-heron', name: 'Grey Heron' };

export function heldPrompt(number: number, changes: Partial<Desk['held'][number]> = {}) {
  return {
    id: `held-${number}`,
    by: number % 2 === 0 ? FINCH : WREN,
    text: `Prompt number ${number}: a paper boat sails past`,
    flag: null,
    at: NOW - 5000,
    until: NOW + 40_000 + number * 1000,
    ...changes,
  };
}

export function desk(changes: Partial<Desk> = {}): Desk {
  return {
    held: [
      heldPrompt(1, { flag: 'violence' }),
      heldPrompt(2),
      heldPrompt(3, {
        text: 'A very long wish: the harbour fills with paper lanterns, the sky turns violet, and slowly, very slowly, a whale made of glass rises between the boats and sings',
      }),
    ],
    people: [
      { ...WREN, role: 'prompter', mutedUntil: NOW + 300_000, present: true },
      { ...FINCH, role: 'prompter', mutedUntil: null, present: true },
      { ...OTTER, role: 'prompter', mutedUntil: null, present: true },
      { ...HERON, role: 'moderator', mutedUntil: null, present: false },
      { ...ME, role: 'moderator', mutedUntil: null, present: true },
    ],
    bans: [
      {
        id: 'ban-1',
        name: 'Loud Crow',
        address: true,
        why: 'Kept shouting',
        by: 'Grey Heron',
        at: NOW - 7_200_000,
        until: NOW + 79_200_000,
      },
      {
        id: 'ban-2',
        name: 'Rude Gull',
        address: false,
        why: '',
        by: 'Quiet Maple',
        at: NOW - 200_000,
        until: 0,
      },
    ],
    invites: [
      { id: 'invite-1', role: 'moderator', usesLeft: 1, until: NOW + 86_400_000 },
      { id: 'invite-2', role: 'prompter', usesLeft: 12, until: 0 },
    ],
    cues: [],
    audit: [
      entry(1, 'rules', { about: '{"turnSeconds":45,"gapSeconds":5}', at: NOW - 7_200_000 }),
      entry(2, 'ban', { to: { id: 'p-crow', name: 'Loud Crow' }, why: 'Kept shouting' }),
      entry(3, 'mute', { to: WREN, why: 'Spoilers', at: NOW - 60_000, until: NOW + 300_000 }),
      entry(4, 'prompt-failed', { by: null, about: 'world-refused', at: NOW - 40_000 }),
      entry(5, 'approve', { to: FINCH, about: 'Snow begins to fall', at: NOW - 20_000 }),
    ],
    ...changes,
  };
}

function entry(
  no: number,
  act: string,
  changes: Partial<Desk['audit'][number]>,
): Desk['audit'][number] {
  const by = { ...HERON, role: 'moderator' } as const;
  return {
    no,
    at: NOW - 600_000,
    by,
    act,
    to: null,
    about: null,
    why: '',
    until: null,
    ...changes,
  };
}

/** A room as one of its moderators, or its host, sees it. */
export function moderated(
  changes: { role?: Role; desk?: Desk | null; room?: Partial<RoomView> } = {},
): ClientView {
  const { role = 'moderator', room = {} } = changes;
  const turns = { ...HELD, next: [FINCH, WREN], waiting: 2 };
  return view({
    room: roomView({ turns, ...room }),
    you: you({ state: 'none' }, { role }),
    desk: changes.desk === undefined ? desk() : changes.desk,
  });
}

/** Everything closed, with reasons, and a word to everybody. */
export const QUIET_ROOM: Partial<RoomView> = {
  rules: { ...DEFAULT_RULES, replay: 'no', approval: 'all', turnSeconds: 45 },
  locks: {
    prompts: { until: NOW + 240_000, why: 'Somebody shares spoilers' },
    queue: { until: 0, why: '' },
    joins: { until: NOW + 900_000, why: 'A raid' },
  },
  announcement: { text: 'Please no spoilers. We go on in five minutes.', at: NOW - 10_000 },
};
