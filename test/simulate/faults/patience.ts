import type { Simulation } from './machines.js';
import type { Page } from './people.js';
import type { Witness } from './witness.js';

/** How much later than it was said something may happen: a step, a message, a slow disk. */
const SLACK_MS = 15_000;

/** What a page was told of a rest, and when that should be over. */
interface Rest {
  readonly told: string;
  readonly overAt: number;
}

/** Fails when a room rests for longer than it has told those who watch and can hear of its end. */
export class Patience {
  private readonly sim: Simulation;
  private readonly witness: Witness;
  private rests = new Map<Page, Rest>();

  constructor(sim: Simulation, witness: Witness) {
    this.sim = sim;
    this.witness = witness;
  }

  look(pages: readonly Page[]): void {
    const { now } = this.sim;
    const rests = new Map<Page, Rest>();
    for (const page of pages) {
      const told = toldOf(page, now);
      if (told === null) continue;
      const before = this.rests.get(page);
      const rest =
        before?.told === told.text
          ? before
          : { told: told.text, overAt: now + Math.max(0, told.leftMs) + SLACK_MS };
      rests.set(page, rest);
      this.witness.holds(rest.overAt > now, `${page.room.name} still rests: ${rest.told}`);
    }
    this.rests = rests;
  }
}

/** The rest that a page knows of; null where there is none, or the page cannot hear of its end. */
function toldOf(page: Page, now: number): { text: string; leftMs: number } | null {
  const { client, room, process, options } = page;
  const { connection, room: view } = client.view;
  const hears =
    connection.status === 'connected' && process.wakesAt <= now && room.reaches(process);
  if (!hears || !options.watching || view === null) return null;
  const { life } = view;
  const at = life.phase === 'failed' ? life.retryAt : life.phase === 'dark' ? life.until : null;
  return at === null ? null : { text: JSON.stringify(life), leftMs: at - client.now() };
}
