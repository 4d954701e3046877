import type { Conductors } from 'odyssey-broadcast/headless';
import { CommandError } from './command-error.js';
import { type ConductOptions, conductOptions } from './conduct-options.js';
import { conductToken, tokenWarning } from './conduct-token.js';
import { jsonLines } from './json-lines.js';

type Log = ReturnType<typeof jsonLines>;

/** Once it has stopped, what is still under way may take so long. */
const EXIT_LIMIT_MS = 1_500;

/** Conducts rooms until a signal ends it. */
export async function conduct(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<null> {
  const options = conductOptions(words);
  const { host, party, rooms } = options;
  const token = conductToken(options, environment);
  const log = jsonLines((line) => process.stdout.write(line));
  // Loaded here alone, and with it what only a conductor needs.
  const { MissingPackages, startConductors } = await import('odyssey-broadcast/headless');
  const warning = tokenWarning(token(rooms[0] ?? ''));
  if (warning !== null) log('warn', 'token', { message: warning });
  const conductors = await startConductors({ host, party, rooms, token, log }).catch(
    (error: unknown) => {
      throw error instanceof MissingPackages ? new CommandError(error.message) : error;
    },
  );
  const closeHealth = await answerHealth(conductors, options, log);
  surviveErrors(log);
  log('info', 'started', { host, party, rooms });
  await untilEnded(conductors, options.drainSeconds, log);
  closeHealth();
  log('info', 'stopped');
  setTimeout(() => process.exit(), EXIT_LIMIT_MS).unref();
  return null;
}

async function answerHealth(
  conductors: Conductors,
  { healthHost: host, healthPort }: ConductOptions,
  log: Log,
): Promise<() => void> {
  if (healthPort === null) return () => undefined;
  const { startHealthServer } = await import('odyssey-broadcast/headless');
  const health = () => conductors.health();
  const server = await startHealthServer({ host, port: healthPort, health }).catch(
    (error: unknown) => {
      conductors.stop();
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandError(`The health endpoint cannot be opened: ${why}.`);
    },
  );
  log('info', 'health', { host, port: server.port });
  return () => server.close();
}

/** The first signal hands the rooms over, a second one ends at once. */
function untilEnded(conductors: Conductors, drainSeconds: number, log: Log): Promise<void> {
  return new Promise((resolve) => {
    let isDraining = false;
    const end = (signal: NodeJS.Signals) => {
      log('info', isDraining ? 'stopping' : 'draining', { signal });
      if (isDraining) {
        conductors.stop();
        resolve();
      } else void conductors.drain(drainSeconds).then(resolve);
      isDraining = true;
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  });
}

/** What goes wrong inside a library, for one room, must not end the others. */
function surviveErrors(log: Log): void {
  const survive = (event: string) => (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log('error', event, { message });
  };
  process.on('uncaughtException', survive('exception'));
  process.on('unhandledRejection', survive('rejection'));
  // Whoever read the output may be gone.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}
