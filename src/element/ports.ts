import { BroadcastClient, type ClientOptions } from '../client/index.js';
import type { AttachedConductor } from '../conductor/attach-conductor.js';
import type { Playback } from '../playback/index.js';
import type { ConductorCommand } from '../protocol/conducting.js';

/**
 * Attaches the conductor as soon as its part of the script is there; what the room says before waits.
 * Returns how to end it.
 */
export function conductLater(
  client: RoomClient,
  parts: Promise<RoomParts>,
  attach: (parts: RoomParts, early: readonly ConductorCommand[]) => AttachedConductor,
): () => void {
  const early: ConductorCommand[] = [];
  let hear = (command: ConductorCommand): unknown => early.push(command);
  const stop = client.onCommand((command) => hear(command));
  let end = stop;
  parts.then(
    (loaded) => {
      if (end !== stop) return;
      stop();
      end = attach(loaded, early).detach;
    },
    () => {
      // It never comes: whatever is to be opened here has to be opened elsewhere.
      hear = ({ command, epoch }) =>
        command === 'open' &&
        client.report({ report: 'ended', epoch, reason: 'no-conductor', agoMs: 0 });
      early.forEach(hear);
    },
  );
  return () => {
    end();
    end = () => {};
  };
}

/** The client and the picture as the element uses them; tests hand in their own. */
export type RoomClient = Pick<BroadcastClient, keyof BroadcastClient>;
export type RoomPlayback = Pick<Playback, keyof Playback>;

/** The chunk that `room-parts.ts` makes. */
export type RoomParts = typeof import('./room-parts.js');

export interface RoomPorts {
  /**
   * Makes a client, ready to connect, and serves the room as its conductor if it is asked to.
   * `lastFrame` takes the picture for a next stream to begin with.
   */
  join(
    options: ClientOptions,
    lastFrame: () => Promise<Blob | null>,
  ): { readonly client: RoomClient; leave(): void };
  parts(): Promise<RoomParts>;
}

export const browserPorts: RoomPorts = {
  join(options, lastFrame) {
    const client = new BroadcastClient(options);
    const endConducting =
      options.conduct === 'no'
        ? null
        : conductLater(client, browserPorts.parts(), ({ attachConductor }, early) =>
            attachConductor(client, { lastFrame }, early),
          );
    return {
      client,
      leave() {
        endConducting?.();
        client.close();
      },
    };
  },
  parts: () => import('./room-parts.js'),
};
