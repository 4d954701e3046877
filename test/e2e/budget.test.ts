import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { JournalEntry } from '../../demo/world/world.js';
import type { BudgetTotals } from '../../party/budget/messages.js';
import { askServer } from '../support/ask-server.js';
import { Stack, until } from '../support/stack.js';
import { asModerator, SECRET } from '../support/tokens.js';

const ROOMS = 10;
const LIMIT = 3;
const STREAM_SECONDS = 15;

let stack: Stack;
before(async () => {
  const light = { framesPerSecond: 10, bitsPerSecond: 200_000 };
  stack = await Stack.start({
    // The service would give each room a session of its own: it is the ledger that does not.
    world: { streamSeconds: STREAM_SECONDS, concurrentSessions: 2 * ROOMS, ...light },
    env: {
      ROOM_SECRET: SECRET,
      // The world's log tells the rooms apart by what they open with.
      ROOM_RULES: JSON.stringify(
        Object.fromEntries(
          Array.from({ length: ROOMS }, (_, no) => [
            `room-${no}`,
            { opening: `a lake number ${no}` },
          ]),
        ),
      ),
      MAX_LIVE_ROOMS: String(LIMIT),
      STREAM_SECONDS: String(STREAM_SECONDS),
    },
  });
});
after(() => stack.close());

async function budget(): Promise<BudgetTotals> {
  const url = `${stack.rooms.url}/parties/main/room-0/stats`;
  const response = await askServer(url, await asModerator('room-0'));
  const { budget } = (await response.json()) as { budget: BudgetTotals | null };
  if (budget === null) throw new Error('the ledger does not answer');
  return budget;
}

/** Sessions and rooms that the world held at a time, at most. Rooms are told apart by their prompt. */
function most(log: readonly JournalEntry[]): { sessions: number; rooms: number } {
  const roomOf = new Map(log.map(({ session, prompt }) => [session, prompt] as const));
  for (const { event, session, prompt } of log) {
    if (event === 'stream-started') roomOf.set(session, prompt);
  }
  const held = new Set<unknown>();
  const at = { sessions: 0, rooms: 0 };
  for (const { event, session } of log) {
    if (event === 'session-provisioned') held.add(session);
    if (event === 'session-ended') held.delete(session);
    const rooms = new Set([...held].flatMap((one) => roomOf.get(one) ?? []));
    at.sessions = Math.max(at.sessions, held.size);
    at.rooms = Math.max(at.rooms, rooms.size);
  }
  return at;
}

/** How long all streams ran, in seconds, by the world's own log. */
function seconds(log: readonly JournalEntry[]): { sum: number; streams: number } {
  const starts = new Map<unknown, number>();
  let sum = 0;
  for (const { event, stream, at } of log) {
    if (event === 'stream-started') starts.set(stream, at);
    if (event === 'stream-ended') sum += at - (starts.get(stream) ?? at);
  }
  return { sum: sum / 1000, streams: starts.size };
}

test('[LG16] ten rooms open at once against a limit of three, through kills of rooms and ledger', async () => {
  const page = await stack.open({ room: 'elsewhere', conduct: 'never' });
  const started = () => stack.world.log().filter(({ event }) => event === 'stream-started').length;
  const more = (count: number) => {
    const before = started();
    return until(`${count} more streams`, started, (now) => now >= before + count);
  };
  await page.evaluate((count: number) => {
    const elements = Array.from({ length: count }, (_, number) => {
      const element = document.createElement('odyssey-broadcast');
      element.setAttribute('load', 'eager');
      element.setAttribute('room', `room-${number}`);
      element.style.width = '160px';
      return element;
    });
    document.body.replaceChildren(...elements);
  }, ROOMS);
  // In the middle of the openings, then twice in the middle of what follows.
  for (const count of [1, 3, 3]) {
    await more(count);
    await stack.restartRooms();
  }
  await more(4);
  assert.equal((await budget()).maxLiveRooms, LIMIT);
  // Whether a page that closes can still say goodbye is another matter: what it cannot, holds its place.
  await page.evaluate(() => document.body.replaceChildren());
  await until(
    'every stream to end',
    () => stack.world.stats().sessions.live,
    (live) => live === 0,
  );
  await page.close();
  const log = stack.world.log();
  const { sessions, rooms } = most(log);
  assert.equal(rooms, LIMIT, 'as many rooms at a time as may be, and never more');
  assert.ok(sessions <= LIMIT + 1, `${sessions} sessions at a time`);
  const { sum, streams } = seconds(log);
  // What the service says of the last streams comes once their recordings are there.
  const off = async () => (await budget()).hoursToday * 3600 - sum;
  const isRight = (seconds: number) => Math.abs(seconds) < 0.25 * streams;
  await until(`the hours of ${streams} streams, ${sum} s, to be right`, off, isRight);
  const counted = await budget();
  // Credentials that were on their way to a killed room hold a place, here and there.
  const { provisioned } = stack.world.stats().sessions;
  assert.ok(counted.sessions >= provisioned, `${counted.sessions} of ${provisioned} places`);
});
