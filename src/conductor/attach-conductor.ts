import type { BroadcastClient } from '../client/broadcast-client.js';
import {
  type ClientView,
  type Clock,
  type Log,
  silent,
  systemClock,
} from '../client/client-options.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import type { Conductor } from './conductor.js';
import type { OpenSession } from './conductor-session.js';

/** What a conductor works with; every part has a default. */
export interface ConductorOptions {
  /** The Odyssey session to conduct; the SDK's unless told otherwise. */
  readonly openSession?: OpenSession;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Takes the picture that the page shows, for the next stream to begin with. Waited for 1 s at most; null begins without one. */
  readonly lastFrame?: () => Promise<Blob | null>;
}

/** A conductor beside a client. */
export interface AttachedConductor {
  /** Ends at once all that is held here, and stops listening. */
  detach(): void;
  /** Takes no new session and hands over those there are. Resolves when the room has ended the last one. */
  drain(): Promise<void>;
}

type Stage =
  | { readonly at: 'unused' }
  | { readonly at: 'loading'; readonly commands: ConductorCommand[] }
  | { readonly at: 'ready'; readonly conductor: Conductor }
  | { readonly at: 'detached' };

/**
 * Lets a client's page hold the Odyssey session whenever the room asks it to. The conductor itself,
 * with the SDK, is loaded at the first such request, or while the room opens for this page alone. Never throws: what fails is reported to the room,
 * which then asks somebody else.
 *
 * @param client - The client; give it `conduct: 'can'` or `'prefer'`, or the room never asks.
 * @param options - Replacements for the SDK, the clock and the log.
 * @param early - Commands that the client has received before.
 * @returns How to end it.
 * @example
 * const client = new BroadcastClient({ host, room, conduct: 'can' });
 * const conductor = attachConductor(client);
 * client.connect();
 * addEventListener('pagehide', () => conductor.detach());
 */
export function attachConductor(
  client: BroadcastClient,
  options: ConductorOptions = {},
  early: readonly ConductorCommand[] = [],
): AttachedConductor {
  let stage: Stage = { at: 'unused' };
  let loaded = Promise.resolve();
  let isDraining = false;

  const stop = (reason: 'closed' | 'conductor-gone') => {
    if (stage.at === 'ready') stage.conductor.stop(reason);
  };

  const decline = (epoch: number, reason: 'no-conductor' | 'handed-over') =>
    client.report({ report: 'ended', epoch, reason, agoMs: 0 });

  const parts = () =>
    Promise.all([
      import('./conductor.js'),
      options.openSession ??
        Promise.all([import('./odyssey-session.js'), import('@odysseyml/odyssey')]).then(
          ([{ sessionsOf }, { Odyssey }]) => sessionsOf(Odyssey),
        ),
    ]);

  /** The first one in a room that opens is asked as soon as the service has a place. */
  const prepare = ({ room }: ClientView) => {
    const isFirst = room?.life.phase === 'opening' && room.audience.watching <= 1;
    if (isFirst && stage.at === 'unused' && client.conduct !== 'no') parts().catch(() => undefined);
  };

  async function load(commands: ConductorCommand[], epoch: number): Promise<void> {
    try {
      const [{ Conductor }, openSession] = await parts();
      if (stage.at !== 'loading') return;
      const { clock = systemClock, log = silent, lastFrame } = options;
      const conductor = new Conductor({ room: client, openSession, clock, log, lastFrame });
      stage = { at: 'ready', conductor };
      for (const command of commands) conductor.handle(command);
      if (client.view.connection.status !== 'connected') conductor.roomLost();
    } catch {
      if (stage.at !== 'loading') return;
      stage = { at: 'unused' };
      decline(epoch, 'no-conductor');
    }
  }

  /** Said to a room that lends a session: older rooms know of a leave only by what is held. */
  function tellLeaving(): void {
    const held = [...client.leases].map((epoch) => ({ epoch }));
    for (const which of held.length > 0 ? held : [{}]) {
      client.report({ report: 'leaving', ...which });
    }
  }

  const hear = (command: ConductorCommand) => {
    if (stage.at === 'ready') stage.conductor.handle(command);
    else if (stage.at === 'loading') stage.commands.push(command);
    else if (command.command === 'open' && isDraining) decline(command.epoch, 'handed-over');
    else if (command.command === 'open') {
      stage = { at: 'loading', commands: [command] };
      loaded = load(stage.commands, command.epoch);
    }
  };
  const stopCommands = client.onCommand(hear);

  let { status } = client.view.connection;
  const stopView = client.subscribe((view) => {
    const { connection } = view;
    prepare(view);
    if (connection.status === status) return;
    status = connection.status;
    if (status === 'closed' || status === 'refused') stop('closed');
    else if (stage.at === 'ready') {
      if (status === 'connected') stage.conductor.roomConnected();
      else stage.conductor.roomLost();
    }
    if (isDraining && status === 'connected') tellLeaving();
  });

  const leave = () => stop('conductor-gone');
  if (typeof window !== 'undefined') window.addEventListener('pagehide', leave);

  early.forEach(hear);
  prepare(client.view);
  return {
    detach: () => {
      stop('closed');
      stage = { at: 'detached' };
      stopCommands();
      stopView();
      if (typeof window !== 'undefined') window.removeEventListener('pagehide', leave);
    },
    drain: async () => {
      isDraining = true;
      client.conduct = 'no';
      tellLeaving();
      await loaded;
      if (stage.at === 'ready') await stage.conductor.drain();
    },
  };
}
