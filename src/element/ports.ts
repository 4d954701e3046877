import { BroadcastClient, type ClientOptions } from '../client/index.js';
import { attachConductor } from '../conductor/index.js';
import type { Playback } from '../playback/index.js';

/** The client and the picture as the element uses them; tests hand in their own. */
export type RoomClient = Pick<BroadcastClient, keyof BroadcastClient>;
export type RoomPlayback = Pick<Playback, keyof Playback>;

/** The chunk that `room-parts.ts` makes. */
export type RoomParts = typeof import('./room-parts.js');

export interface RoomPorts {
  /** Makes a client, ready to connect, and serves the room as its conductor if it is asked to. */
  join(options: ClientOptions): { readonly client: RoomClient; leave(): void };
  parts(): Promise<RoomParts>;
}

export const browserPorts: RoomPorts = {
  join(options) {
    const client = new BroadcastClient(options);
    const conductor = options.conduct === 'no' ? null : attachConductor(client);
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
