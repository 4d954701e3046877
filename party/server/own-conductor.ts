import type { LifeView } from '../../src/protocol/view.js';
import type { Environment } from './environment.js';
import { errorText } from './log.js';
import type { Observer, StepResult } from './observer.js';

/** A room, as a headless conductor reaches it. */
export interface ConductedRoom {
  /** The room server, with its scheme. */
  readonly host: string;
  readonly party: string;
  readonly room: string;
}

/** Where a headless conductor runs that is this room's alone. */
export interface ConductorRunner {
  /** Whether one runs that was started by an object before this one. */
  readonly isRunning: boolean;
  /** Has it run: one that does goes on. */
  keep(room: ConductedRoom): Promise<void>;
  /** Has it end, if it runs: it hands over what it holds. */
  end(room: ConductedRoom): Promise<void>;
}

interface OwnConductorPort {
  runner(): ConductorRunner | null;
  /** Null as long as nobody has come, who tells the room's address. */
  room(): ConductedRoom | null;
  log(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/** While a broadcast is wanted, it is looked after at this interval: one that crashed is started again. */
const KEEP_EVERY_MS = 10_000;

/**
 * The conductor that the room has for itself, where its owner gives it a place to run one: started when a
 * broadcast opens, stopped when it closes. It then stands by like every other conductor, with a token of its own.
 */
export class OwnConductor implements Observer {
  private readonly port: OwnConductorPort;
  private isWanted: boolean | null = null;
  /** Whether viewers wait for somebody to conduct. */
  private isMissed = false;
  private keepAt: number | null = null;
  private isFailing = false;
  /** One after the other: what was asked for last holds. */
  private asked: Promise<void> = Promise.resolve();

  constructor(port: OwnConductorPort) {
    this.port = port;
  }

  get dueAt(): number | null {
    return this.keepAt;
  }

  observe({ view, now }: StepResult): void {
    const runner = this.port.runner();
    if (runner === null) return;
    this.isWanted ??= runner.isRunning;
    const { isWanted: wasWanted, isMissed: wasMissed } = this;
    this.isWanted = isWantedIn(view.life) ?? wasWanted;
    this.isMissed = view.life.phase === 'dark' && this.isWanted;
    // One that was there has crashed, perhaps.
    if (this.isMissed && !wasMissed) return this.keep(runner, now);
    if (this.isWanted === wasWanted) return;
    if (this.isWanted) return this.keep(runner, now);
    this.keepAt = null;
    this.ask('conductor-not-stopped', (room) => runner.end(room));
  }

  woke(now: number): void {
    const runner = this.port.runner();
    if (runner !== null && this.keepAt !== null && this.keepAt <= now) this.keep(runner, now);
  }

  private keep(runner: ConductorRunner, now: number): void {
    this.keepAt = now + KEEP_EVERY_MS;
    this.ask('conductor-not-started', (room) => runner.keep(room));
  }

  /** What fails is said once, until something succeeds. */
  private ask(failure: string, what: (room: ConductedRoom) => Promise<void>): void {
    const room = this.port.room();
    if (room === null) return;
    this.asked = this.asked.then(async () => {
      try {
        await what(room);
        this.isFailing = false;
      } catch (error) {
        if (!this.isFailing) this.port.log(failure, { error: errorText(error) });
        this.isFailing = true;
      }
    });
  }
}

/** Whether a broadcast needs somebody to conduct it; null where that stays as it was. */
function isWantedIn(life: LifeView): boolean | null {
  switch (life.phase) {
    case 'dark':
      // Somebody watches who may open it, and nothing else is in the way.
      return life.reason === 'no-conductor';
    case 'closing':
    case 'failed':
      return null;
    default:
      return true;
  }
}

/** Where the environment gives a room a conductor of its own; null where it does not. */
export function runnerIn(
  { conductorUrl, secret }: Pick<Environment, 'conductorUrl' | 'secret'>,
  container: Container | null,
  log: OwnConductorPort['log'],
): ConductorRunner | null {
  if (conductorUrl !== null) return conductorsAt(conductorUrl, (...asked) => fetch(...asked));
  return container && conductorIn(container, secret, log);
}

/** A program that is asked over HTTP may take so long to answer. */
const ANSWER_LIMIT_MS = 5_000;

/** Conductors that another program runs: it is asked at `{url}/{party}/{room}`, with PUT and DELETE. */
export function conductorsAt(url: string, request: typeof fetch): ConductorRunner {
  const ask = async (method: 'PUT' | 'DELETE', { party, room }: ConductedRoom) => {
    const at = `${url.replace(/\/+$/, '')}/${encodeURIComponent(party)}/${encodeURIComponent(room)}`;
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await request(at, { method, signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`CONDUCTOR_URL answers ${response.status}`);
  };
  return { isRunning: false, keep: (room) => ask('PUT', room), end: (room) => ask('DELETE', room) };
}

/** What is used of an object's container. */
export interface Container {
  readonly running: boolean;
  start(options: {
    readonly entrypoint: string[];
    readonly env: Record<string, string>;
    readonly enableInternet: boolean;
  }): void;
  monitor(): Promise<void>;
  signal(number: number): void;
}

/** The command as `conductor.Dockerfile` installs it. */
export const CONDUCT = [
  'node',
  '/conductor/node_modules/odyssey-broadcast/dist/room/party/cli/main.js',
  'conduct',
] as const;

const SIGTERM = 15;

/** The conductor in the container that belongs to the room's object; `secret` signs its tokens. */
export function conductorIn(
  container: Container,
  secret: string | null,
  log: OwnConductorPort['log'],
): ConductorRunner {
  let isEnding = false;
  return {
    get isRunning() {
      return container.running;
    },
    keep: async ({ host, party, room }) => {
      // One that was told to end does so at once: nothing is on air.
      if (isEnding && container.running) await container.monitor().catch(() => undefined);
      isEnding = false;
      if (container.running) return;
      container.start({
        entrypoint: [...CONDUCT, `--host=${host}`, `--party=${party}`, `--room=${room}`],
        env: secret === null ? {} : { ROOM_SECRET: secret },
        enableInternet: true,
      });
      container.monitor().then(
        () => log('conductor-ended', {}),
        (error: unknown) => log('conductor-ended', { error: errorText(error) }),
      );
    },
    end: async () => {
      if (!container.running) return;
      isEnding = true;
      container.signal(SIGTERM);
    },
  };
}
