import type { BroadcastClient } from '../client/broadcast-client.js';
import { type Clock, systemClock } from '../client/clock.js';
import { type Log, silent } from '../client/log.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import type { Conductor } from './conductor.js';
import type { OpenSession } from './session.js';

export interface ConductorOptions {
  /** The Odyssey session to conduct; the SDK's unless told otherwise. */
  readonly openSession?: OpenSession;
  readonly clock?: Clock;
  readonly log?: Log;
  /** The picture that the page shows, for the next stream to begin with. */
  readonly lastFrame?: () => Promise<Blob | null>;
}

export interface AttachedConductor {
  /** Ends it at once. */
  detach(): void;
  /** Hands over first: resolves when the room has ended all that is held here. No more is taken. */
  drain(): Promise<void>;
}

type Stage =
  | { readonly at: 'unused' }
  | { readonly at: 'loading'; readonly commands: ConductorCommand[] }
  | { readonly at: 'ready'; readonly conductor: Conductor }
  | { readonly at: 'detached' };

/**
 * Lets a client's page hold the Odyssey session whenever the room asks it to. The conductor itself,
 * with the SDK, is loaded at the first such request.
 */
export function attachConductor(
  client: BroadcastClient,
  options: ConductorOptions = {},
): AttachedConductor {
  let stage: Stage = { at: 'unused' };

  const stop = (reason: 'closed' | 'conductor-gone') => {
    if (stage.at === 'ready') stage.conductor.stop(reason);
  };

  async function load(commands: ConductorCommand[], epoch: number): Promise<void> {
    try {
      const [{ Conductor }, openSession] = await Promise.all([
        import('./conductor.js'),
        options.openSession ??
          import('./odyssey-session.js').then((module) => module.openOdysseySession),
      ]);
      if (stage.at !== 'loading') return;
      const { clock = systemClock, log = silent, lastFrame } = options;
      const conductor = new Conductor({ room: client, openSession, clock, log, lastFrame });
      stage = { at: 'ready', conductor };
      for (const command of commands) conductor.handle(command);
      if (client.view.connection.status !== 'connected') conductor.lineDown();
    } catch {
      if (stage.at !== 'loading') return;
      stage = { at: 'unused' };
      client.report({ report: 'ended', epoch, reason: 'no-conductor', agoMs: 0 });
    }
  }

  const stopCommands = client.onCommand((command) => {
    if (stage.at === 'ready') stage.conductor.handle(command);
    else if (stage.at === 'loading') stage.commands.push(command);
    else if (command.command === 'open') {
      stage = { at: 'loading', commands: [command] };
      void load(stage.commands, command.epoch);
    }
  });

  let { status } = client.view.connection;
  const stopView = client.subscribe(({ connection }) => {
    if (connection.status === status) return;
    status = connection.status;
    if (stage.at !== 'ready') return;
    if (status === 'connected') stage.conductor.lineUp();
    else if (status === 'closed' || status === 'refused') stop('closed');
    else stage.conductor.lineDown();
  });

  const leave = () => stop('conductor-gone');
  if (typeof window !== 'undefined') window.addEventListener('pagehide', leave);

  return {
    detach: () => {
      stop('closed');
      stage = { at: 'detached' };
      stopCommands();
      stopView();
      if (typeof window !== 'undefined') window.removeEventListener('pagehide', leave);
    },
    drain: async () => {
      if (stage.at === 'ready') await stage.conductor.drain();
    },
  };
}
