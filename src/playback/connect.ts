import type { Watch } from '../protocol/view.js';

/** A stream on its way to this page. */
export interface StreamConnection {
  readonly stream: MediaStream;
  /** Frames decoded so far, or null where that cannot be told. */
  framesDecoded(): Promise<number | null>;
  /** Leaves a stream that goes on: the server is told. */
  disconnect(): void;
  /** Lets go of a stream that is over. */
  close(): void;
}

/**
 * Connects to a stream. It may resolve before a picture flows, and after `signal` was aborted: the
 * caller then closes what it gets. It rejects with an `Error` whose message tells why.
 */
export type ConnectPort = (watch: Watch, signal: AbortSignal) => Promise<StreamConnection>;
