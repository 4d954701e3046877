import type { ClientView } from '../../../src/client/index.js';
import type { Receipt } from '../../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../../src/protocol/rules.js';
import type {
  LifeView,
  RoomView,
  Standing,
  TurnsOf,
  TurnsView,
  You,
} from '../../../src/protocol/view.js';

/** The room's time in all these views; the fake client's clock stands on it. */
export const NOW = 1_800_000_000_000;

export const LIVE = {
  phase: 'live',
  streamId: 'stream-1',
  startedAt: NOW - 20_000,
  watch: { webrtcUrl: 'https://media.test/one', hlsUrl: null, token: 'spectator' },
  lastCall: null,
} as const satisfies LifeView;

/** The next stream is coming while the old one plays on. */
export const RENEWING = {
  ...LIVE,
  phase: 'renewing',
  held: false,
  expectedAt: NOW + 2000,
} as const;

/** Its conductor was lost, and the stream plays on. */
export const REOPENING = {
  phase: 'opening',
  since: NOW,
  attempt: 0,
  reason: null,
  before: { streamId: LIVE.streamId, watch: LIVE.watch },
} as const satisfies LifeView;

/** The old stream had to end first. */
export const BREATH = { ...RENEWING, held: true, expectedAt: NOW + 3000 } as const;

export const NO_TURNS: TurnsOf<'queue'> = {
  mode: 'queue',
  holder: null,
  next: [],
  waiting: 0,
  forecast: null,
  skip: null,
  last: null,
  switching: null,
};

export const OTTER = { id: 'p-otter', name: 'Calm Otter' };
export const FINCH = { id: 'p-finch', name: 'Bright Finch' };
export const ME = { id: 'p-me', name: 'Quiet Maple' };

export const HELD: TurnsView = {
  ...NO_TURNS,
  holder: { ...OTTER, phase: 'active', clock: { endsAt: NOW + 18_000 }, promptsLeft: 1 },
  skip: { votes: 1, needed: 2, openAt: NOW - 1000 },
};

/** What anybody sees of a room; without the replay and the reactions, which have tests of their own. */
export function roomView(changes: Partial<RoomView> = {}): RoomView {
  return {
    rules: { ...DEFAULT_RULES, replay: 'no', reactions: 'none' },
    life: LIVE,
    turns: NO_TURNS,
    audience: { watching: 12 },
    typing: [],
    performing: null,
    changes: [],
    reactions: { of: null, sums: {} },
    locks: { prompts: null, queue: null, joins: null },
    unattended: false,
    announcement: null,
    moderation: [],
    ...changes,
  };
}

export function you(standing: Standing = { state: 'none' }, changes: Partial<You> = {}): You {
  return {
    ...ME,
    role: 'prompter',
    standing,
    skipVoted: false,
    vote: null,
    muted: null,
    ...changes,
  };
}

export function view(changes: Partial<ClientView> = {}): ClientView {
  return {
    connection: { status: 'connected' },
    room: roomView(),
    you: you(),
    receipts: [],
    desk: null,
    clockOffsetMs: 0,
    ...changes,
  };
}

export function receipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    id: 'prompt-1',
    status: 'waiting',
    text: 'The lanterns drift up into the sky',
    appliedText: null,
    reason: null,
    retryAt: null,
    limit: null,
    at: NOW,
    ...changes,
  };
}

const CHANGES = [
  { id: 'c1', name: 'Calm Otter', text: 'Snow begins to fall', at: NOW - 90_000 },
  { id: 'c2', name: 'Bright Finch', text: 'A whale surfaces between the boats', at: NOW - 60_000 },
  { id: 'c3', name: 'Quiet Maple', text: 'The lanterns turn green', at: NOW - 30_000 },
].map((change) => ({ ...change, appliedText: `${change.text}, painterly style, wide shot` }));

/** Every state that looks or reads differently, by name. */
export const SCENES: Readonly<Record<string, ClientView>> = {
  joining: view({ connection: { status: 'connecting' }, room: null, you: null }),
  unreachable: view({
    connection: { status: 'reconnecting', attempt: 3, retryAt: NOW + 4000 },
    room: null,
    you: null,
  }),
  refused: view({
    connection: { status: 'refused', reason: 'wrong-origin' },
    room: null,
    you: null,
  }),
  dark: view({ room: roomView({ life: { phase: 'dark', reason: 'no-conductor', until: null } }) }),
  opening: view({
    room: roomView({
      life: { phase: 'opening', since: NOW - 2000, attempt: 0, reason: null, before: null },
    }),
  }),
  failed: view({
    room: roomView({ life: { phase: 'failed', reason: 'no-free-stream', retryAt: NOW + 12_000 } }),
  }),
  closing: view({ room: roomView({ life: { phase: 'closing', since: NOW } }) }),
  free: view({
    room: roomView({
      changes: CHANGES,
      turns: { ...NO_TURNS, last: { ...OTTER, reason: 'time-up', at: NOW - 5000 } },
    }),
  }),
  watching: view({
    room: roomView({
      changes: CHANGES,
      turns: {
        ...HELD,
        next: [FINCH],
        waiting: 1,
        forecast: { turnEndsAt: NOW + 8000, lineMs: 22_000 },
        last: { ...FINCH, reason: 'idle', at: NOW },
      },
      performing: { ...OTTER, text: 'A lighthouse wakes on the far shore and sweeps its beam' },
    }),
  }),
  waiting: view({
    room: roomView({
      changes: CHANGES,
      turns: { ...HELD, next: [FINCH, { id: 'p-wren', name: 'Swift Wren' }, ME], waiting: 7 },
    }),
    you: you({ state: 'waiting', place: 3, expectedAt: NOW + 42_000 }),
    receipts: [receipt()],
  }),
  'far-behind': view({
    room: roomView({ turns: { ...HELD, next: [FINCH, OTTER], waiting: 31 } }),
    you: you({ state: 'waiting', place: 24, expectedAt: NOW + 700_000 }),
  }),
  offered: view({
    room: roomView({
      changes: CHANGES,
      turns: {
        ...NO_TURNS,
        holder: { ...ME, phase: 'offered', clock: { endsAt: NOW + 6000 }, promptsLeft: 1 },
        next: [FINCH],
        waiting: 1,
      },
    }),
    you: you({ state: 'offered', clock: { endsAt: NOW + 6000 } }),
  }),
  active: view({
    room: roomView({
      changes: CHANGES,
      turns: {
        ...NO_TURNS,
        holder: { ...ME, phase: 'active', clock: { endsAt: NOW + 24_000 }, promptsLeft: 1 },
        next: [FINCH],
        waiting: 1,
      },
    }),
    you: you({
      state: 'active',
      clock: { endsAt: NOW + 24_000 },
      idleClock: { endsAt: NOW + 14_000 },
      promptsLeft: 1,
      extensionsLeft: 1,
    }),
    receipts: [
      receipt({ status: 'refused', reason: 'repeat', retryAt: NOW + 66_000 }),
      receipt({
        id: 'prompt-2',
        status: 'applied',
        text: 'Fireflies gather over the water',
        appliedText: 'Hundreds of fireflies are gathering over the water, painterly style',
      }),
    ],
  }),
  standing: view({
    room: roomView({
      life: { phase: 'opening', since: NOW, attempt: 1, reason: null, before: null },
      turns: {
        ...HELD,
        holder: { ...OTTER, phase: 'active', clock: { leftMs: 11_000 }, promptsLeft: 1 },
      },
    }),
  }),
  renewing: view({
    room: roomView({
      life: RENEWING,
      changes: CHANGES,
      turns: {
        ...HELD,
        holder: { ...OTTER, phase: 'active', clock: { leftMs: 18_000 }, promptsLeft: 1 },
      },
    }),
  }),
  breath: view({
    room: roomView({
      life: BREATH,
      changes: CHANGES,
      turns: {
        ...NO_TURNS,
        holder: { ...ME, phase: 'active', clock: { leftMs: 18_000 }, promptsLeft: 1 },
      },
    }),
    you: you({
      state: 'active',
      clock: { leftMs: 18_000 },
      idleClock: { leftMs: 9_000 },
      promptsLeft: 1,
      extensionsLeft: 1,
    }),
  }),
  'last call': view({
    room: roomView({
      life: { ...LIVE, lastCall: { at: NOW + 42_000, reason: 'budget-day' } },
      changes: CHANGES,
      turns: HELD,
    }),
  }),
  'opens later': view({
    room: roomView({
      life: { phase: 'dark', reason: 'out-of-hours', until: NOW + 7 * 3_600_000 },
    }),
  }),
  'no machine': view({
    room: roomView({
      life: { phase: 'opening', since: NOW, attempt: 1, reason: 'no-gpu', before: null },
    }),
  }),
  reconnecting: view({
    connection: { status: 'reconnecting', attempt: 1, retryAt: null },
    room: roomView({ turns: HELD, changes: CHANGES }),
  }),
  locked: view({
    room: roomView({
      locks: { prompts: { until: NOW + 90_000, why: '' }, queue: null, joins: null },
      turns: HELD,
    }),
  }),
  muted: view({ you: you({ state: 'none' }, { muted: { until: NOW + 120_000, why: '' } }) }),
  unattended: view({ room: roomView({ unattended: true }) }),
  portrait: view({
    room: roomView({ rules: { ...DEFAULT_RULES, orientation: 'portrait' }, turns: HELD }),
  }),
};
