import { expect } from '@open-wc/testing';
import type { ClientView } from '../../src/client/index.js';
import { queueLook } from '../../src/element/modes/queue.js';
import { type BarState, barState, type DraftView } from '../../src/element/parts/bar-state.js';
import { type Actions, leftOn, type RoomContext } from '../../src/element/ports.js';
import { ENGLISH } from '../../src/element/words/language.js';
import { wordsFor } from '../../src/element/words/words.js';
import { refuse } from '../../src/protocol/reasons.js';
import type { TurnsOf } from '../../src/protocol/view.js';
import {
  HELD,
  ME,
  NO_TURNS,
  NOW,
  OTTER,
  receipt,
  roomView,
  SCENES,
  view,
  you,
} from './support/views.js';

const NOTHING: DraftView = {
  text: '',
  isValid: false,
  isSending: false,
  goesIn: false,
  problem: null,
  advice: null,
};
const WRITTEN: DraftView = { ...NOTHING, text: 'Snow falls', isValid: true, goesIn: true };

const actions = new Proxy({} as Actions, { get: () => () => {} });

function stateOf(shown: ClientView, draft: DraftView, at = NOW): BarState {
  const context: RoomContext = {
    view: shown,
    room: shown.room!,
    you: shown.you!,
    connected: shown.connection.status === 'connected',
    words: wordsFor(ENGLISH),
    time: {
      now: () => at,
      since: (instant) => Math.max(0, at - instant),
      left: (clock) => leftOn(clock, at),
      until: (instant) => Math.max(0, instant - at),
    },
  };
  const look = queueLook(context, actions, context.room.turns as TurnsOf<'queue'>);
  return barState(look.bar, context, draft);
}

/** Its kind, what its button says in brackets where that does nothing, and its line. */
function told(state: BarState): [string, string, string] {
  if (state.shows === 'chip') return [state.kind, `“${state.prompt.text}”`, state.line];
  if (state.shows === 'words') return [state.kind, state.what, state.line];
  const { label, does } = state.button;
  return [state.kind, does === null ? `(${label})` : label, state.line];
}

const mine = { ...ME, phase: 'active' as const, clock: { endsAt: NOW + 24_000 }, promptsLeft: 1 };
const active = { ...SCENES['active']!, receipts: [] };
const waiting = SCENES['waiting']!;
const dark = (reason: 'stopped' | 'paused' | 'budget-day' | 'no-conductor') =>
  view({ room: roomView({ life: { phase: 'dark', reason, until: null } }) });
const LANTERNS = '“The lanterns drift up into the sky”';

const TABLE: Readonly<Record<string, readonly [ClientView, DraftView, ...string[]]>> = {
  free: [view(), NOTHING, 'free', '(Send)', 'It’s anyone’s turn. Type what should happen next.'],
  'free, written': [
    view(),
    WRITTEN,
    'free',
    'Send',
    'It’s anyone’s turn. Type what should happen next.',
  ],
  'others steer': [
    SCENES['watching']!,
    NOTHING,
    'join',
    'Join the line',
    'You’d be 2nd, about 30 sec. Your prompt runs by itself.',
  ],
  'others steer, written': [
    SCENES['watching']!,
    WRITTEN,
    'join',
    'Send · 2nd',
    'You’d be 2nd, about 30 sec. Your prompt runs by itself.',
  ],
  'in line': [waiting, NOTHING, 'line', LANTERNS, '3rd, about 40 sec.'],
  'in line, nothing attached': [
    { ...waiting, receipts: [] },
    WRITTEN,
    'line',
    'Send',
    '3rd, about 40 sec. You can write ahead.',
  ],
  next: [
    { ...waiting, you: you({ state: 'waiting', place: 1, expectedAt: null }) },
    NOTHING,
    'next',
    LANTERNS,
    'You’re next.',
  ],
  offered: [SCENES['offered']!, NOTHING, 'turn', 'I’m ready', 'You’re up! Start typing.'],
  'offered, written': [SCENES['offered']!, WRITTEN, 'turn', 'Send', 'Send it when you’re ready.'],
  'own turn': [active, NOTHING, 'turn', '(Send)', 'You’re up! Start typing.'],
  'own turn, written': [active, WRITTEN, 'turn', 'Send', 'Send it when you’re ready.'],
  sending: [active, { ...WRITTEN, isSending: true }, 'performing', '(Send)', 'On its way…'],
  'accepted in the own turn': [
    { ...active, receipts: [receipt()] },
    NOTHING,
    'performing',
    '(Send)',
    'On its way…',
  ],
  performing: [
    { ...active, receipts: [receipt({ status: 'performing' })] },
    NOTHING,
    'performing',
    '(Send)',
    'On its way…',
  ],
  applied: [
    view({ receipts: [receipt({ status: 'applied', at: NOW - 2000 })] }),
    NOTHING,
    'applied',
    '(Send)',
    'Done.',
  ],
  'applied a while ago': [
    view({ receipts: [receipt({ status: 'applied', at: NOW - 3000 })] }),
    NOTHING,
    'free',
    '(Send)',
    'It’s anyone’s turn. Type what should happen next.',
  ],
  refused: [
    view(),
    { ...WRITTEN, problem: receipt({ status: 'refused', reason: 'world-refused' }) },
    'refused',
    'Send',
    'Not this one. Try wording it differently.',
  ],
  'a refused request': [
    SCENES['watching']!,
    { ...NOTHING, problem: refuse('queue-full', { limit: 50, retryAt: NOW + 20_000 }) },
    'refused',
    'Join the line',
    'The line is full: 50 are waiting. Try again in 20 seconds.',
  ],
  unconfirmed: [
    view(),
    { ...NOTHING, problem: receipt({ status: 'unconfirmed', reason: 'no-acknowledgement' }) },
    'refused',
    '(Send)',
    'We can’t tell whether this went through. Watch the picture before you try again.',
  ],
  held: [
    view({ receipts: [receipt({ status: 'held', reason: 'awaits-approval' })] }),
    NOTHING,
    'held',
    LANTERNS,
    'Waiting for a moderator to approve it.',
  ],
  'line full': [
    view({ room: roomView({ turns: { ...HELD, waiting: 50 } as TurnsOf<'queue'> }) }),
    WRITTEN,
    'full',
    '(Send)',
    'The line is full: 50 are waiting.',
  ],
  'no connection': [
    SCENES['reconnecting']!,
    WRITTEN,
    'offline',
    '(Send)',
    'Not connected. What you typed stays here.',
  ],
  muted: [
    view({ you: you({ state: 'none' }, { muted: { until: NOW + 180_000, why: 'spam' } }) }),
    WRITTEN,
    'closed',
    'You can’t prompt for 3 minutes.',
    'Reason: spam',
  ],
  'prompts locked, with one in line': [
    { ...waiting, room: { ...waiting.room!, locks: SCENES['locked']!.room!.locks } },
    NOTHING,
    'line',
    LANTERNS,
    'Prompts are paused for 90 seconds.',
  ],
  removed: [
    view({ connection: { status: 'refused', reason: 'removed' } }),
    WRITTEN,
    'closed',
    'You can’t prompt here.',
    '',
  ],
  ended: [dark('stopped'), WRITTEN, 'closed', 'You can prompt again once it opens.', ''],
  'budget spent': [
    dark('budget-day'),
    WRITTEN,
    'closed',
    'You can prompt again once it opens.',
    '',
  ],
  paused: [
    dark('paused'),
    NOTHING,
    'join',
    'Join the line',
    'It goes in as soon as the world opens.',
  ],
  'nobody conducts yet': [
    dark('no-conductor'),
    WRITTEN,
    'join',
    'Send',
    'It goes in as soon as the world opens.',
  ],
};

describe('what the bar is', () => {
  for (const [name, [shown, draft, ...expected]] of Object.entries(TABLE)) {
    it(`[BR1] ${name}`, () => {
      expect(told(stateOf(shown, draft))).to.deep.equal(expected);
    });
  }

  it('[BR5] in the last seconds of the own turn, or of its offer, the line counts down', () => {
    const at = (passed: number, shown: ClientView = active) =>
      stateOf(shown, WRITTEN, NOW + passed).line;
    // Its idle clock ends before that of the turn.
    expect([8_900, 9_000, 10_000, 13_400].map((passed) => at(passed))).to.deep.equal([
      'Send it when you’re ready.',
      'Goes in by itself in 5',
      'Goes in by itself in 4',
      'Goes in by itself in 1',
    ]);
    expect(at(2_000, SCENES['offered']!)).to.equal('Goes in by itself in 4');
    const idle = { ...WRITTEN, goesIn: false };
    expect(stateOf(active, idle, NOW + 10_000).line).to.equal(
      'Still there? Your turn ends in 4 seconds.',
    );
  });

  it('[BR1] a clock that is not one’s own is no clock of the bar', () => {
    const shown = view({
      room: roomView({ turns: { ...NO_TURNS, holder: { ...mine, ...OTTER } } }),
    });
    expect(stateOf(shown, NOTHING).clock).to.equal(null);
  });
});
