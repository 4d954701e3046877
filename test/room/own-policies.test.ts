import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { open } from '../../party/turns/open.js';
import { withOwn, without } from '../../party/turns/policies.js';
import { NOTHING_SHOWN, type TurnPolicy } from '../../party/turns/policy.js';
import { queue } from '../../party/turns/queue.js';
import { refuse } from '../../src/protocol/reasons.js';
import { TurnsViewSchema } from '../../src/protocol/view.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

/** A mode of a site's own that is like `open`, but for something. */
function like(faulty: Partial<TurnPolicy> = {}): Readonly<Record<string, TurnPolicy>> {
  return { mine: { ...(open as TurnPolicy), ...faulty } };
}

const boom = () => {
  throw new Error('boom');
};

function logged(room: TestRoom, event: string) {
  return room.effects.filter((effect) => effect.type === 'log' && effect.event === event);
}

test('[OW1] embeds, hosts and the crowd choose a mode of the site’s own', () => {
  const [room, a] = liveRoom(2, {}, like());
  const host = room.join({ role: 'host' });
  assert.equal(room.setRules(host, { turns: 'mine' }).ok, true);
  assert.equal(room.view().turns.mode, 'mine');
  const id = room.prompt(a, 'a red kite');
  assert.equal(room.receipt(a, id).status, 'performing');

  const [other, b, c] = liveRoom(2, { switchable: 'mine' }, like());
  for (const visitor of [b, c]) other.say(visitor, { type: 'switch-vote', id: 'q', mode: 'mine' });
  assert.equal(other.view().rules.turns, 'mine');

  const third = new TestRoom({}, like());
  third.join({ rules: { turns: 'mine' } });
  assert.equal(third.view().rules.turns, 'mine');
});

test('[OW2] a mode that the room does not have is refused, and nothing changes', () => {
  const [room] = liveRoom(1);
  const host = room.join({ role: 'host' });
  for (const rules of [
    { turns: 'teams' },
    { turns: 'constructor' },
    { switchable: 'open,teams' },
  ]) {
    const { state } = room;
    assert.equal(room.setRules(host, { ...rules, turnSeconds: 60 }).reason, 'unknown-mode');
    assert.deepEqual(room.state.rules, state.rules);
  }
});

test('[OW2] in the rules of an embed it is left out, and the embed is told', () => {
  const room = new TestRoom();
  const connection = room.join({ rules: { turns: 'teams', turnSeconds: 60 } });
  assert.equal(room.lastAnswer(connection).reason, 'unknown-mode');
  const { turns, turnSeconds } = room.view().rules;
  assert.deepEqual({ turns, turnSeconds }, { turns: 'queue', turnSeconds: 60 });
  const welcome = room.effects.findLast((effect) => effect.type === 'welcome');
  assert.deepEqual(welcome?.type === 'welcome' && welcome.rulesNotTaken, ['turns']);
});

test('[OW3] a stored room whose mode is gone goes on with queue, and keeps what waits', () => {
  const [room, a, b] = liveRoom(2, { turns: 'mine', switchable: 'mine,open' }, like());
  room.prompt(a, 'a red kite');
  const waits = room.prompt(b, 'a blue whale');
  room.policies = without(room.policies, 'mine');
  room.state = { ...room.state, connections: {} };
  room.apply({ type: 'restarted', entropy: 'a secret' });
  assert.equal(room.view().turns.mode, 'queue');
  assert.equal(logged(room, 'mode-gone').length, 1);
  assert.notEqual(room.you('a-2').standing.state, 'none', 'has a place for it');
  assert.equal(room.state.prompts.find(({ id }) => id === waits)?.status, 'waiting');
  assert.deepEqual(
    room.view().turns.switching?.map(({ to }) => to),
    ['open'],
  );
});

const READERS = ['deadline', 'view', 'standings', 'votesOf', 'remembers'] as const;
const WRITERS = ['act', 'submit', 'settled', 'advance', 'next'] as const;

for (const method of [...WRITERS, ...READERS]) {
  test(`[OW4] a policy whose ${method} throws: its step counts as not taken, visitors line up`, () => {
    let broken = false;
    const call = (open as unknown as Record<string, (...args: unknown[]) => unknown>)[method]!;
    const faulty = { [method]: (...args: unknown[]) => (broken ? boom() : call(...args)) };
    const [room, a, b] = liveRoom(3, { turns: 'mine' }, like(faulty));
    room.prompt(a!, 'a red kite');
    const waits = room.prompt(b!, 'a blue whale');
    broken = true;
    if (method === 'act') room.ask('c3', 'request-turn');
    else if (method === 'submit') room.prompt('c3', 'a green hill');
    else room.performed();
    if (method === 'next') room.pass(3_000);
    assert.equal(room.view().turns.mode, 'queue');
    assert.equal(logged(room, 'mode-broken').length, 1);
    assert.equal(logged(room, 'mode-gone').length, 1);
    // What waited has a place in the line, and comes to its end there.
    if (room.state.dispatch.phase === 'inFlight') room.performed();
    room.pass(3_000);
    assert.ok(['waiting', 'performing', 'applied'].includes(room.receipt(b, waits).status));
    assert.deepEqual(JSON.parse(JSON.stringify(room.state)), room.state);
  });
}

test('[OW4] nothing half done is left; what the line cannot keep expires as mode-broken', () => {
  const faulty = like({
    act(turns, who, _action, context) {
      context.drop(who, 'withdrawn', 'left');
      Object.assign(turns as object, { prompted: 'nonsense' });
      return boom();
    },
  });
  const [room, a, b, c] = liveRoom(3, { turns: 'mine', cooldownSeconds: 0 }, faulty);
  room.prompt(a, 'a red kite');
  const [first, second] = [room.prompt(b, 'a blue whale'), room.prompt(b, 'a green hill')];
  room.ask(c, 'request-turn');
  room.ask(b, 'extend-turn');
  assert.equal(room.receipt(b, first).status, 'waiting', 'not withdrawn');
  assert.deepEqual(
    [room.receipt(b, second).status, room.receipt(b, second).reason],
    ['expired', 'mode-broken'],
  );
  assert.equal(room.you('a-3').standing.state, 'waiting', 'the request itself was heard anew');
});

const FAULTS: Readonly<Record<string, Partial<TurnPolicy>>> = {
  'leaves a deadline in the past': { deadline: (_turns, { now }) => now },
  'gives no number for a deadline': { deadline: () => Number.NaN },
  'never comes to rest': { deadline: (_turns, { now }) => now - (now % 5) + 5 },
  'shows what no page could read': { view: () => JSON.parse('{"holder":"me"}') },
  'answers what no page could read': { submit: () => JSON.parse('{"ok":false,"reason":"no!"}') },
  'promises an answer': { submit: async () => ({ ok: true }) } as unknown as Partial<TurnPolicy>,
  'sends a prompt that does not wait': { next: () => 'p1' },
};

for (const [what, faulty] of Object.entries(FAULTS)) {
  test(`[OW5] a policy that ${what}: visitors line up instead`, () => {
    const [room, a] = liveRoom(2, {}, like(faulty));
    const host = room.join({ role: 'host' });
    room.setRules(host, { turns: 'mine' });
    room.prompt(a, 'a red kite', 'p1');
    if (room.state.dispatch.phase === 'inFlight') room.performed();
    room.pass(5_000);
    assert.equal(room.view().turns.mode, 'queue');
    assert.ok(logged(room, 'mode-broken').length > 0);
  });
}

test('[OW5] one that is woken at a natural pace goes on', () => {
  const faulty = { deadline: (_: unknown, { now }: { now: number }) => now - (now % 50) + 50 };
  const [room] = liveRoom(1, { turns: 'mine' }, like(faulty));
  room.pass(5_000);
  assert.equal(room.view().turns.mode, 'mine');
});

test('[OW9] what it refuses is refused with its reason, the instant to try again and the limit', () => {
  const submit: TurnPolicy['submit'] = (_turns, _who, { now }) =>
    refuse('cooling-down', { retryAt: now + 7_000, limit: 3 });
  const [room, a] = liveRoom(1, { turns: 'mine' }, like({ submit }));
  const { status, reason, retryAt, limit } = room.receipt(a, room.prompt(a, 'a red kite'));
  assert.deepEqual(
    [status, reason, retryAt, limit],
    ['refused', 'cooling-down', room.now + 7_000, 3],
  );
  assert.equal(room.view().turns.mode, 'mine');
});

test('[OW6] a policy with a name that is taken or cannot be one is named in a sentence', () => {
  for (const name of ['queue', 'Teams', '2teams', 'a'.repeat(32), '']) {
    const table = withOwn({ [name]: queue as TurnPolicy });
    assert.ok(!table.ok && table.problem.includes(`"${name}"`), name);
  }
  assert.ok(withOwn({ 'two-teams': queue as TurnPolicy }).ok);
});

test('[OW7] a fault in a mode that is only asked for leaves the present one as it is', () => {
  const [room, a, b] = liveRoom(2, { switchable: 'mine' }, like({ start: boom }));
  room.ask(a, 'request-turn');
  const host = room.join({ role: 'host' });
  assert.equal(room.setRules(host, { turns: 'mine' }).reason, 'unknown-mode');
  assert.equal(room.holder, 'active a-1');
  room.leave(host);
  for (const visitor of [a, b]) room.say(visitor, { type: 'switch-vote', id: 'q', mode: 'mine' });
  assert.equal(room.holder, 'active a-1');
  assert.equal(room.view().turns.switching?.[0]?.votes, 0, 'the votes are spent');
});

test('[OW8] a policy that shows what an earlier version showed, or only some of it, still runs', () => {
  const earlier = {
    ...{ holder: null, next: [], waiting: 3, forecast: null, skip: null, last: null },
    ...{ round: null, asking: null },
  };
  for (const shown of [earlier, { waiting: 3 }, {}]) {
    const [room] = liveRoom(1, { turns: 'mine' }, like({ view: () => shown }));
    const { turns } = room.view();
    assert.deepEqual(turns, { ...NOTHING_SHOWN, ...shown, mode: 'mine', switching: null });
    assert.deepEqual(v.parse(TurnsViewSchema, turns), turns);
  }
});
