import assert from 'node:assert/strict';
import type { Effect } from '../../party/room/input.js';
import { TestRoom } from './test-room.js';

/** A stranger who conducts, an honest page, and what is said of streams in tests of the room's trust. */

const SECOND = 1_000;
const PLAIN = { hlsUrl: null, token: 'spectator' };

/** A room in which a stranger was first and an honest page is there too. */
export function withStranger(also: { address?: string } = {}) {
  const room = new TestRoom({ repeatSeconds: 0 });
  const stranger = room.join({ id: 'a-stranger', ...also });
  const honest = room.join({ id: 'a-honest' });
  return { room, stranger, honest };
}

/** The stranger has the session, and was told to start a stream. */
export function lentToStranger(also: { address?: string } = {}) {
  const set = withStranger(also);
  const epoch = set.room.connect();
  assert.equal(set.room.state.lease?.connection, set.stranger);
  return { ...set, epoch };
}

/** Waits until the room asks for a session, and answers; returns its epoch. */
export function lendNext(room: TestRoom): number {
  const isMinting = () =>
    room.state.life.phase === 'opening' && room.state.life.progress.at === 'minting';
  for (let waited = 0; !isMinting() && waited < 4_000; waited += 1) room.passAlive(SECOND);
  return room.connect();
}

export function sayBroadcasting(
  room: TestRoom,
  epoch: number,
  watch: { webrtcUrl: string; hlsUrl?: string | null },
  streamId = `own-${epoch}`,
) {
  const where = { ...PLAIN, ...watch };
  const { lease, successor } = room.state;
  const from = [lease, successor].find((one) => one?.epoch === epoch)?.connection;
  room.report({ report: 'broadcasting', epoch, streamId, watch: where, appliedText: '' }, from);
}

export function logged(room: TestRoom, event: string) {
  return room.effects.filter(
    (effect): effect is Extract<Effect, { type: 'log' }> =>
      effect.type === 'log' && effect.event === event,
  );
}
