import { once } from 'node:events';
import { createServer } from 'node:http';
import * as v from 'valibot';
import { type FaultRequest, Faults, faultSchema, isSudden } from './faults.js';
import { accountRoutes, createGuard } from './http/account.js';
import { broadcastRoutes } from './http/broadcast.js';
import { controlRoutes, type WorldStats } from './http/control.js';
import { recordingRoutes } from './http/recordings.js';
import { createRouter } from './http/router.js';
import { Journal, type JournalEntry } from './journal.js';
import { defaultOptions, type WorldOptions } from './options.js';
import { holdThreads } from './rtc/native.js';
import { startStun } from './rtc/stun.js';
import { Sessions } from './session/sessions.js';
import { createSignalling } from './session/signalling.js';
import { Hum } from './stream/hum.js';
import { Streams } from './stream/streams.js';
import { Tokens } from './tokens.js';

export type { FaultRequest } from './faults.js';
export type { WorldStats } from './http/control.js';
export type { JournalEntry } from './journal.js';
export type { WorldOptions } from './options.js';

export interface World {
  url: string;
  port: number;
  stats(): WorldStats;
  log(after?: number): JournalEntry[];
  /** Arms faults, or plays those that strike at once; returns how many sessions were struck. */
  setFaults(...faults: FaultRequest[]): number;
  clearFaults(): void;
  close(): Promise<void>;
}

/** Starts a service on this computer that speaks Odyssey's API. */
export async function startWorld(settings: Partial<WorldOptions> = {}): Promise<World> {
  const options: WorldOptions = { ...defaultOptions, ...settings };
  const server = createServer();
  server.listen(options.port, options.host);
  await once(server, 'listening');

  const releaseThreads = holdThreads();
  const journal = new Journal(
    options.printsLog ? (entry) => console.log(JSON.stringify(entry)) : undefined,
  );
  const faults = new Faults();
  const tokens = new Tokens();
  const streams = await Streams.create(options, faults, journal);
  const sessions = new Sessions({ options, faults, journal, streams, tokens });
  const hum = options.sound ? await Hum.create() : null;
  const stun = await startStun(options.host, options.stunAnswers);
  const guard = createGuard(tokens);

  function stats(): WorldStats {
    return { sessions: sessions.stats(), streams: streams.stats(), usedHours: streams.usedHours };
  }

  function setFault(fault: v.InferOutput<typeof faultSchema>): number {
    journal.add('fault', fault);
    if (!isSudden(fault)) {
      faults.arm(fault);
      return 0;
    }
    const targets = sessions.all().filter(({ id }) => (fault.session ?? id) === id);
    return targets.filter((session) => session.suffer(fault.fault)).length;
  }

  const handle = createRouter([
    ...accountRoutes(options, tokens, sessions, guard),
    ...broadcastRoutes({ streams, tokens, journal, faults, hum }, stun.port),
    ...recordingRoutes(streams, tokens, guard),
    ...controlRoutes({ faults, journal, stats, setFault }),
  ]);
  const upgrade = createSignalling(sessions, tokens);
  server.on('request', (request, response) => void handle(request, response));
  server.on('upgrade', upgrade);

  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    port,
    stats,
    log: (after = 0) => journal.since(after),
    setFaults: (...requests) =>
      requests.reduce((struck, fault) => struck + setFault(v.parse(faultSchema, fault)), 0),
    clearFaults: () => faults.clear(),
    async close() {
      sessions.close();
      await streams.close();
      stun.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      await releaseThreads();
    },
  };
}
