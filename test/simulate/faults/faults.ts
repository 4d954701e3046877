import type { Machine, Simulation } from './machines.js';
import type { Owner } from './owner.js';
import type { Page } from './people.js';
import type { SimulatedLedger, SimulatedRoom } from './server.js';
import { GOOD_MOOD, type SimulatedService } from './service.js';

/** Everything that can be made to fail. */
export interface Fragile {
  readonly sim: Simulation;
  readonly rooms: readonly SimulatedRoom[];
  readonly ledger: SimulatedLedger;
  readonly service: SimulatedService;
  readonly owner: Owner;
  /** Whose clocks may be set: what a ledger counts by its own is right only while that is. */
  readonly settable: readonly { readonly machine: Machine }[];
  pages(): Page[];
  arrive(room: SimulatedRoom): void;
  /** The same visitor's page again. */
  reload(page: Page): void;
}

type Fault = (on: Fragile) => void;

const LONG_MS = [1_000, 4_000, 15_000, 45_000] as const;

/** For a while something is so; then it is as before. */
function forAWhile({ sim }: Fragile, begin: () => void, end: () => void): void {
  begin();
  sim.after(sim.outside, sim.random.pick(LONG_MS), end);
}

function withPage(on: Fragile, act: (page: Page) => void): void {
  const pages = on.pages();
  if (pages.length > 0) act(on.sim.random.pick(pages));
}

/** What goes wrong, by name; each as often as the others. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'room killed': (on) => on.sim.random.pick(on.rooms).kill(),
  'room killed while writing': (on) => {
    const { sim } = on;
    const room = sim.random.pick(on.rooms);
    forAWhile(
      on,
      () => {
        room.disk.isSlow = true;
        sim.after(sim.outside, sim.random.below(4_000), () => room.kill());
      },
      () => {
        room.disk.isSlow = false;
      },
    );
  },
  'ledger killed': (on) => on.ledger.kill(),
  'ledger away': (on) =>
    forAWhile(
      on,
      () => {
        on.ledger.isAway = true;
      },
      () => {
        on.ledger.isAway = false;
      },
    ),
  'disk slow': (on) => {
    const { disk } = on.sim.random.pick([...on.rooms, on.ledger]);
    forAWhile(
      on,
      () => {
        disk.isSlow = true;
      },
      () => {
        disk.isSlow = false;
      },
    );
  },
  'disk full': (on) => {
    const { disk } = on.sim.random.pick([...on.rooms, on.ledger]);
    forAWhile(
      on,
      () => {
        disk.isFull = true;
      },
      () => {
        disk.isFull = false;
      },
    );
  },
  'line broken': (on) => {
    const { random } = on.sim;
    const { lines } = random.pick(on.rooms);
    if (lines.length > 0) random.pick(lines).broken();
  },
  'line silent': (on) => {
    const { random } = on.sim;
    const { lines } = random.pick(on.rooms);
    if (lines.length > 0) random.pick(lines).isSilent = true;
  },
  'network slow': (on) => {
    const room = on.sim.random.pick(on.rooms);
    forAWhile(
      on,
      () => {
        room.lagMs = on.sim.random.pick([200, 1_000, 3_000]);
      },
      () => {
        room.lagMs = 0;
      },
    );
  },
  'network cut': (on) => {
    const room = on.sim.random.pick(on.rooms);
    forAWhile(
      on,
      () => {
        room.isCutOff = true;
        for (const line of [...room.lines]) line.broken();
      },
      () => {
        room.isCutOff = false;
      },
    );
  },
  'page killed': (on) => withPage(on, (page) => page.kill(on.sim.random.chance(0.7))),
  'page closed': (on) => withPage(on, (page) => page.close()),
  'page reloaded': (on) => withPage(on, (page) => on.reload(page)),
  'page asleep': (on) => withPage(on, (page) => page.sleep(on.sim.random.pick(LONG_MS))),
  'conductor leaves': (on) => withPage(on, (page) => page.drain()),
  'page arrives': (on) => on.arrive(on.sim.random.pick(on.rooms)),
  'page arrives too': (on) => on.arrive(on.sim.random.pick(on.rooms)),
  'session lost': (on) => {
    const { random } = on.sim;
    const held = on.service.held();
    if (held.length === 0) return;
    on.service.ends(random.pick(held), random.pick(['model-crash', 'connection-lost'] as const));
  },
  'service bad': (on) => {
    const { service, sim } = on;
    const share = () => (sim.random.chance(0.4) ? sim.random.next() : 0);
    forAWhile(
      on,
      () => {
        service.mood = {
          ...{ mint: share(), connect: share(), start: share() },
          ...{ acknowledge: share(), crash: share() / 4, recordings: share() },
        };
      },
      () => {
        service.mood = GOOD_MOOD;
      },
    );
  },
  'owner servers bad': (on) =>
    forAWhile(
      on,
      () => {
        on.owner.isBad = true;
      },
      () => {
        on.owner.isBad = false;
      },
    ),
  'server clock set': (on) => {
    const { random } = on.sim;
    const minutes = random.pick([-1_440, -60, -1, 1, 10, 60, 1_440]);
    if (on.settable.length > 0) random.pick(on.settable).machine.aheadMs += minutes * 60_000;
  },
  'page clock set': (on) => {
    const { random } = on.sim;
    const minutes = random.pick([-60, -1, 1, 60]);
    withPage(on, (page) => {
      page.process.machine.aheadMs += minutes * 60_000;
    });
  },
};

/** Nothing is wrong any more. What broke before stays broken until somebody notices. */
export function mend({ rooms, ledger, service, owner }: Fragile): void {
  for (const { disk } of [...rooms, ledger]) {
    disk.isSlow = false;
    disk.isFull = false;
  }
  for (const room of rooms) {
    room.lagMs = 0;
    room.isCutOff = false;
  }
  ledger.isAway = false;
  service.mood = GOOD_MOOD;
  owner.isBad = false;
}
