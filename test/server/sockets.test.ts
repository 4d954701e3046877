import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Input, Visitor } from '../../party/room/input.js';
import { Guests } from '../../party/server/sockets.js';
import { ViewerStats } from '../../party/server/viewer-stats.js';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import type { Hello, ServerMessage } from '../../src/protocol/messages.js';
import { ACCEPTED } from '../../src/protocol/reasons.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { hostOn } from '../support/host-room.js';

const HELLO: Hello = {
  ...{ type: 'hello', version: PROTOCOL_VERSION, identity: null, token: null, invite: null },
  ...{ name: null, rules: null, conduct: 'no', epochs: [], watching: true, hidden: false },
};

function visitor(id: string): Visitor {
  return {
    ...{ id, role: 'prompter', name: null, isNamed: false, identity: null, address: null },
    ...{ mayConduct: false, isSignedConductor: false, mayOpen: false, setsRulesAs: null },
    isProgram: false,
    expiresAt: null,
  };
}

/** A room host over memory, on a clock by hand; it counts the steps that the room takes. */
async function startHost() {
  const clock = new FakeClock();
  const observer = { dueAt: null, woke: () => undefined, steps: 0, observe: () => {} };
  observer.observe = () => {
    observer.steps += 1;
  };
  const host = hostOn(clock, {
    observers: [observer],
  });
  await host.start();
  let connections = 0;
  const connect = (id: string) => {
    connections += 1;
    const connection = `c${connections}`;
    const heard: ServerMessage[] = [];
    const closes: string[] = [];
    const socket = {
      send: (text: string) => heard.push(JSON.parse(text) as ServerMessage),
      close: (code: number, reason: string) => closes.push(`${code} ${reason}`),
    };
    host.opened(connection, socket, async () => ({ ok: true, visitor: visitor(id) }));
    const say = async (message: object | string) => {
      await host.said(connection, typeof message === 'string' ? message : JSON.stringify(message));
      await settle();
    };
    return { heard, closes, say, leave: () => host.closed(connection) };
  };
  const enter = async (id: string, also: Partial<Hello> = {}) => {
    const guest = connect(id);
    await guest.say({ ...HELLO, ...also });
    return guest;
  };
  return { clock, host, observer, connect, enter };
}

test('[CN1] a connection that never says hello, or falls silent, is closed', async () => {
  const { clock, host, connect, enter } = await startHost();
  const mute = connect('a-1');
  await mute.say({ type: 'ping' });
  await clock.advance(9_999);
  assert.deepEqual(mute.closes, []);
  await clock.advance(1);
  assert.deepEqual(mute.closes, ['4000 hello-first']);
  const quiet = await enter('a-2');
  const alive = await enter('a-3');
  for (let seconds = 0; seconds < 200; seconds += 20) {
    await alive.say({ type: 'ping' });
    await clock.advance(20_000);
    assert.equal(quiet.closes.length, seconds < 80 ? 0 : 1, `after ${seconds + 20} s`);
  }
  assert.deepEqual([quiet.closes, alive.closes], [['4000 connection-lost'], []]);
  assert.deepEqual(Object.keys(host.current.connections).length, 1);
  assert.equal(host.view().audience.watching, 1);
});

test('[CN3] before the hello nothing is heard but pings, and the answer says so', async () => {
  const { host, observer, connect } = await startHost();
  const before = observer.steps;
  const guest = connect('a-1');
  await guest.say({ type: 'ping' });
  await guest.say({ type: 'request-turn', id: 'q1' });
  await guest.say({ type: 'renew', id: 'q2', token: 'x' });
  await guest.say('nonsense');
  assert.deepEqual(
    guest.heard.map((one) => (one.type === 'answer' ? [one.id, one.reason] : one.type)),
    ['pong', ['q1', 'hello-first'], ['q2', 'hello-first'], [null, 'malformed']],
  );
  assert.equal(observer.steps, before, 'the room hears nothing of it');
  guest.leave();
  assert.deepEqual([observer.steps, host.current.connections], [before, {}]);
});

test('[CN4] a ping is answered at once and costs the room no step', async () => {
  const { clock, host, observer, enter } = await startHost();
  const guest = await enter('a-1');
  await clock.advance(2_000);
  const { steps } = observer;
  const state = host.current;
  for (let count = 0; count < 30; count += 1) {
    await guest.say({ type: 'ping' });
    await clock.advance(20_000);
  }
  const pongs = guest.heard.filter((message) => message.type === 'pong');
  assert.deepEqual([pongs.length, pongs[0]?.now], [30, 1_002_000]);
  assert.deepEqual([observer.steps, host.current === state], [steps, true]);
  assert.deepEqual(guest.closes, []);
});

test('[CN6] the room hears of the number of viewers at most once a second, of each person once', async () => {
  const { clock, host, observer, enter } = await startHost();
  const shown: number[] = [];
  observer.observe = () => {
    const { watching } = host.view().audience;
    if (watching !== shown.at(-1)) shown.push(watching);
  };
  await enter('a-1');
  await enter('a-1');
  await enter('a-screenless', { watching: false });
  const others = await Promise.all([...'bcdefgh'].map((letter) => enter(`a-${letter}`)));
  assert.deepEqual(shown, [0, 1]);
  await clock.advance(999);
  assert.deepEqual(shown, [0, 1]);
  await clock.advance(1);
  assert.deepEqual(shown, [0, 1, 8]);
  for (const guest of others) guest.leave();
  await clock.advance(1_000);
  assert.deepEqual(shown, [0, 1, 8, 1]);
});

test('[CN6] that the last viewer left, and the first one came, the room hears at once', async () => {
  const { host, enter } = await startHost();
  const only = await enter('a-1');
  assert.equal(host.view().audience.watching, 1);
  only.leave();
  assert.equal(host.view().audience.watching, 0);
  await enter('a-1');
  assert.equal(host.view().audience.watching, 1);
});

/** Sockets alone, with nothing behind them but what is given. */
function guestsWith(port: Partial<ConstructorParameters<typeof Guests>[0]>): Guests {
  return new Guests({
    now: () => 0,
    apply: () => undefined,
    isSpared: () => false,
    settledBefore: async () => null,
    isNeeded: () => false,
    rescheduled: () => undefined,
    failed: assert.fail,
    moved: () => undefined,
    react: () => ACCEPTED,
    viewers: new ViewerStats(() => false),
    ...port,
  });
}

test('[LI17] to a page that the room has asked whether it is there, a ping is an answer, once', async () => {
  const inputs: Input[] = [];
  const guests = guestsWith({ apply: (input) => void inputs.push(input) });
  const socket = { send: () => undefined, close: () => undefined };
  guests.opened('c1', socket, async () => ({ ok: true, visitor: visitor('a-1') }));
  await guests.said('c1', JSON.stringify(HELLO));
  await guests.said('c1', '{"type":"ping"}');
  guests.probed('c1');
  await guests.said('c1', '{"type":"ping"}');
  await guests.said('c1', '{"type":"ping"}');
  const said = inputs.flatMap((input) => (input.type === 'said' ? [input.message.type] : []));
  assert.deepEqual(said, ['here']);
});

test('[RN28] which stream a page shows costs no step, and counts only for one who was let in', async () => {
  const inputs: string[] = [];
  const moves: (string | null)[][] = [];
  const guests = guestsWith({
    apply: ({ type }) => void inputs.push(type),
    moved: (...moved) => void moves.push(moved),
  });
  const socket = { send: () => undefined, close: () => undefined };
  guests.opened('c1', socket, async () => ({ ok: true, visitor: visitor('a-1') }));
  await guests.said('c1', '{"type":"moved","to":"one"}');
  await guests.said('c1', JSON.stringify(HELLO));
  await guests.said('c1', '{"type":"moved","to":"one"}');
  await guests.said('c1', '{"type":"moved","to":null}');
  await guests.said('c1', '{"type":"moved","to":7}');
  assert.deepEqual(inputs, ['joined']);
  assert.deepEqual(moves, [
    ['c1', 'one'],
    ['c1', null],
  ]);
});
