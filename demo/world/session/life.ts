import type { WorldOptions } from '../options.js';
import type { Stream } from '../stream/stream.js';
import type { Link } from './link.js';

export type SessionEnd =
  | 'left'
  | 'lost'
  | 'token expired'
  | 'idle'
  | 'lease expired'
  | 'duration limit'
  | 'service fault'
  | 'world closed';

/** A session's life. Only `ended` gives its slot back. */
export type Life =
  | { stage: 'provisioned' }
  | { stage: 'connected'; link: Link }
  | { stage: 'starting'; link: Link; starting: AbortController }
  | { stage: 'streaming'; link: Link; stream: Stream }
  /** The lease expired; the client is being told before the connection ends. */
  | { stage: 'closing'; link: Link }
  /** The client vanished without a goodbye. */
  | { stage: 'dangling' }
  | { stage: 'ended'; reason: SessionEnd };

/** A word sent on a data channel has to arrive before the signalling socket ends everything. */
const LAST_WORD_MILLIS = 250;

/** How long a session may stay in this stage, or undefined when that is not limited. */
export function patienceWith(
  life: Life,
  options: WorldOptions,
  tokenMillis: number,
): number | undefined {
  switch (life.stage) {
    case 'provisioned':
    case 'dangling':
      return Math.max(0, tokenMillis);
    case 'connected':
      return options.idleSeconds * 1000;
    case 'streaming':
      return options.streamSeconds * 1000;
    case 'closing':
      return LAST_WORD_MILLIS;
    case 'starting':
    case 'ended':
      return undefined;
  }
}
