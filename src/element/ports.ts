import { BroadcastClient, type ClientOptions } from '../client/index.js';
import { attachConductor } from '../conductor/index.js';
import type { Playback } from '../playback/index.js';

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
    const conductor = options.conduct === 'no' ? null : attachConductor(client, { lastFrame });
    return {
      client,
      leave() {
        conductor?.detach();
        client.close();
      },
    };
  },
  parts: () => import('./room-parts.js'),
};
