import { type Log, silent } from '../client/client-options.js';
import type { TokenSource } from '../client/token-keeper.js';
import { openOdysseySession } from '../conductor/odyssey-session.js';
import { type Health, healthOf } from './health.js';
import { RoomConductor } from './room-conductor.js';
import { provideWebRtc } from './web-rtc.js';

export interface ConductorsOptions {
  /** The room server: a host, with or without `https://` before it. */
  readonly host: string;
  /** The server's party; `main` unless told otherwise. */
  readonly party?: string;
  readonly rooms: readonly string[];
  /** A token that may conduct, for each room; a function is asked again before its token ends. */
  readonly token?: (room: string) => TokenSource;
  /** Told each step, with the room's name among the fields. */
  readonly log?: Log;
}

/** Conductors without a browser, one for each room, in one process. */
export interface Conductors {
  health(): Health;
  /** Hands over all sessions, waits so long at most, and stops. */
  drain(seconds: number): Promise<void>;
  /** Ends everything at once. */
  stop(): void;
}

/** Conducts rooms from Node. Needs the packages `werift` and `ws`. */
export async function startConductors(options: ConductorsOptions): Promise<Conductors> {
  const { host, party = 'main', rooms, token = () => null, log = silent } = options;
  const openSocket = await provideWebRtc();
  const conductors = [...new Set(rooms)].map(
    (room) =>
      new RoomConductor({
        ...{ host, party, room, openSocket, openSession: openOdysseySession },
        token: token(room),
        log: (level, name, fields) => log(level, name, { room, ...fields }),
      }),
  );
  const startedAt = Date.now();
  let isDraining = false;
  const stop = () => {
    for (const conductor of conductors) conductor.stop();
  };
  for (const conductor of conductors) conductor.start();
  return {
    health: () =>
      healthOf(
        conductors.map((conductor) => conductor.health()),
        { startedAt, isDraining },
      ),
    async drain(seconds) {
      isDraining = true;
      await within(Promise.all(conductors.map((conductor) => conductor.drain())), seconds * 1000);
      stop();
    },
    stop,
  };
}

function within(done: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const settle = () => {
      clearTimeout(timer);
      resolve();
    };
    done.then(settle, settle);
  });
}
