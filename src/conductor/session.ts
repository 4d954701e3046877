import type { Credentials, Performed } from '../protocol/conducting.js';
import type { Reason } from '../protocol/reasons.js';
import type { Watch } from '../protocol/view.js';

/** A stream that can be watched. */
export interface StreamStart {
  readonly streamId: string;
  readonly watch: Watch;
  /** The opening words as Odyssey performs them. */
  readonly appliedText: string;
}

/** What a stream begins with. */
export interface Opening {
  readonly prompt: string;
  readonly portrait: boolean;
  /** Used where the session can take one. */
  readonly image: Blob | null;
}

/** What a session says by itself. */
export interface SessionEvents {
  /** The stream runs, and costs; its picture can be watched a moment later. */
  started?(): void;
  /** What became of a prompt: of the oldest one unanswered, since Odyssey's answers have no id. */
  answered(outcome: Performed): void;
  /** The stream or the connection is over; said once. */
  ended(reason: Reason): void;
}

/**
 * One connection to Odyssey and the stream on it, as the conductor needs them. None of its
 * promises is sure to settle: whoever awaits one keeps a deadline, and always calls `disconnect`.
 */
export interface OdysseySession {
  connect(credentials: Credentials): Promise<void>;
  /** Resolves when viewers can watch. May be called again once the stream before has ended. */
  start(opening: Opening): Promise<StreamStart>;
  /** Sends one prompt. Its outcome comes as `answered`. */
  interact(text: string): void;
  endStream(): Promise<void>;
  /** Frees the connection at once; no event follows. */
  disconnect(): void;
}

export type OpenSession = (on: SessionEvents) => OdysseySession;
