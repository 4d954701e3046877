import { BroadcastClient, type ClientOptions } from '../client/index.js';
import type { Playback } from '../playback/index.js';
import { conductLater } from './conduct-later.js';

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
