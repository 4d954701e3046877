import { setTimeout as delay } from 'node:timers/promises';
import type { JournalEntry } from '../../../demo/world/world.js';
import { ConductorProcess } from '../../support/conductor-process.js';
import { type Stack, until, visit } from '../../support/stack.js';
import { Victim } from '../../support/victim.js';
import { Visitor } from '../../support/visitor.js';
import { WorldLog } from '../measure/world-log.js';

/** The ways in which an audience is gone from one moment to the next. */
export const PARTINGS = [
  'pages closed at once',
  'pages closed one by one',
  'pages closed, a headless conductor stays',
  'room server killed, then pages closed',
  'room server killed for good',
  'browser killed',
] as const;
export type Parting = (typeof PARTINGS)[number];

export const LINGER_SECONDS = 2;
/** The rules of the rooms that this opens, beside those of all others. */
export const CLOSING_RULES = {
  'parting-*': { turns: 'queue', 'linger-seconds': LINGER_SECONDS },
};
const OVER_LIMIT_MS = 60_000;

export interface Parted {
  /** From the moment at which everybody is gone until no session holds a slot, ms. */
  readonly endedMs: number;
  /** The world's words for the ends of the sessions there were. */
  readonly how: readonly string[];
}

/** A room with somebody who conducts and somebody who could, until nobody is there any more. */
export async function part(stack: Stack, parting: Parting, count: number): Promise<Parted> {
  const log = new WorldLog(stack.world);
  const since = log.read().at(-1)?.seq ?? 0;
  const room = `parting-${PARTINGS.indexOf(parting)}-${count}`;
  const isHeadless = parting === 'pages closed, a headless conductor stays';
  const conduct = isHeadless ? 'never' : 'auto';
  const url = `${stack.rooms.url}/?${new URLSearchParams({ room, conduct })}`;
  const conductor = isHeadless ? headless(stack, room) : null;
  await conductor?.ready();
  const victim = await Victim.open(url);
  try {
    const { page, browser } = victim;
    await new Visitor(page).live();
    const other = await stack.newPage(browser);
    await visit(other, url);
    await new Visitor(other).live();
    const closePages = async () => {
      await Promise.all([page.close(), other.close()]);
    };
    let goneAt = Date.now();
    switch (parting) {
      case 'pages closed one by one':
        await page.close();
        await until('another conductor', () => opened(log, since).length === 2);
        await new Visitor(other).live();
        goneAt = Date.now();
        await other.close();
        break;
      case 'pages closed at once':
      case 'pages closed, a headless conductor stays':
        await closePages();
        break;
      case 'browser killed':
        victim.kill();
        break;
      case 'room server killed, then pages closed':
        await stack.restartRooms(closePages);
        break;
      case 'room server killed for good':
        await stack.restartRooms(async () => {
          goneAt = Date.now();
          await until('the session to end', () => allEnded(log, since), Boolean, OVER_LIMIT_MS);
          await closePages();
        });
        break;
    }
    // A session could be opened by mistake just as everybody leaves.
    await delay((LINGER_SECONDS + 3) * 1000);
    await until('all sessions to end', () => allEnded(log, since), Boolean, OVER_LIMIT_MS);
    const ends = ended(log, since);
    return {
      endedMs: Math.max(...ends.map(({ at }) => at)) - goneAt,
      how: ends.map((end) => String(end['reason'])),
    };
  } finally {
    await victim.close();
    await conductor?.kill();
  }
}

function headless(stack: Stack, room: string): ConductorProcess {
  return new ConductorProcess(['--host', stack.rooms.host, '--room', room]);
}

function opened(log: WorldLog, since: number): readonly JournalEntry[] {
  return log.read().filter(({ event, seq }) => event === 'session-provisioned' && seq > since);
}

function ended(log: WorldLog, since: number): readonly JournalEntry[] {
  const sessions = opened(log, since).map((entry) => entry['session']);
  return log
    .read()
    .filter((entry) => entry.event === 'session-ended' && sessions.includes(entry['session']));
}

function allEnded(log: WorldLog, since: number): boolean {
  return ended(log, since).length === opened(log, since).length;
}
