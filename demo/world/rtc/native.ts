import { setTimeout as delay } from 'node:timers/promises';
import { cleanup, type DataChannel, PeerConnection, type Track } from 'node-datachannel';

/*
 * node-datachannel's objects have lives of their own, and two rules follow.
 * They must not be collected before they reported their end: their threads still call them, and
 * the process would crash. So they are kept here until then.
 * And whoever uses one must forget it on closing: it holds its callbacks, they hold their owner,
 * and such a circle through native code is never collected.
 */
type Closable = PeerConnection | DataChannel | Track;
const kept = new Set<Closable>();

/** A peer whose negotiation is driven by hand, with no ICE servers: all is on this computer. */
export function openPeer(name: string, onState: (state: string) => void): PeerConnection {
  const peer = new PeerConnection(name, { iceServers: [], disableAutoNegotiation: true });
  kept.add(peer);
  peer.onStateChange((state) => {
    onState(state);
    if (state === 'closed') release(peer);
  });
  return peer;
}

/** Every channel and track has to go through here right after it was made. */
export function keepUntilClosed<Part extends DataChannel | Track>(part: Part): Part {
  kept.add(part);
  part.onClosed(() => release(part));
  return part;
}

/** Closing what is closed already frees its native half now, not at some collection to come. */
function release(part: Closable): void {
  part.close();
  kept.delete(part);
}

const CLOSING_MILLIS = 2_000;
let holders = 0;

/**
 * The library's threads belong to the process and keep it alive for seconds after the last
 * connection closed. Whoever uses them holds them; the last one to let go ends them.
 */
export function holdThreads(): () => Promise<void> {
  holders += 1;
  return async () => {
    holders -= 1;
    if (holders > 0) return;
    // Ending the threads blocks this one until every connection is gone, so those go first.
    const patience = Date.now() + CLOSING_MILLIS;
    while (kept.size > 0 && Date.now() < patience) await delay(5);
    if (holders > 0) return;
    cleanup();
    kept.clear();
  };
}
