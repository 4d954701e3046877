import { isVia } from '../audience/places.js';
import type { RoomState } from '../room/state.js';
import type { RoomSocket } from './hearing.js';

interface Line {
  readonly id: string;
  readonly socket: RoomSocket;
}

/** All who are told of everything by the room itself; an audience party is told once for all of its own. */
export class Crowd {
  private readonly socketOf: (id: string) => RoomSocket | null;
  private connections: RoomState['connections'] | null = null;
  private lines: readonly Line[] = [];

  constructor(socketOf: (id: string) => RoomSocket | null) {
    this.socketOf = socketOf;
  }

  /** The same text for all but those who have been told. There may be thousands: the loop does nothing else. */
  tell(text: string, connections: RoomState['connections'], told: ReadonlySet<string>): void {
    if (this.connections !== connections) {
      this.connections = connections;
      this.lines = Object.keys(connections).flatMap((id) => {
        const socket = isVia(id) ? null : this.socketOf(id);
        return socket === null ? [] : [{ id, socket }];
      });
    }
    for (const { id, socket } of this.lines) if (!told.has(id)) socket.send(text);
  }
}
