import type { ClientView } from '../client/index.js';
import type { Watch } from '../protocol/view.js';
import type { RoomClient } from './ports.js';
import { streamOf } from './render-context.js';

/** At a renewal a page shows the old stream, and then the next. */
const STREAMS_KEPT = 3;

/**
 * Tells the room which stream this page shows, by the id that the room has given it: the old stream is
 * kept until all pages have moved. Returns what takes the shown streams of a player.
 */
export function tellMoves(
  client: Pick<RoomClient, 'moved' | 'subscribe' | 'view'>,
): (shown: Watch | null) => void {
  const named = new Map<string, string>();
  let shown: Watch | null | undefined;
  let wasConnected = false;
  const tell = () => {
    if (shown === undefined) return;
    const to = shown === null ? null : named.get(shown.webrtcUrl);
    if (to !== undefined) client.moved(to);
  };
  const hear = ({ connection, room }: ClientView) => {
    const stream = room && streamOf(room.life);
    if (stream) {
      named.delete(stream.watch.webrtcUrl);
      named.set(stream.watch.webrtcUrl, stream.streamId);
      const [oldest] = named.keys();
      if (oldest !== undefined && named.size > STREAMS_KEPT) named.delete(oldest);
    }
    const isConnected = connection.status === 'connected';
    // A room forgets a page with its connection.
    if (isConnected && !wasConnected) tell();
    wasConnected = isConnected;
  };
  client.subscribe(hear);
  hear(client.view);
  return (watch) => {
    shown = watch;
    tell();
  };
}
