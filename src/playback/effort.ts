import type { Picture } from './picture.js';
import type { PlaybackState } from './playback-state.js';

/** What is being done about the stream that is to be watched. */
export type Effort =
  | { readonly at: 'idle' | 'resting' | 'unsupported' }
  | { readonly at: 'coming'; readonly picture: Picture }
  | { readonly at: 'there'; readonly picture: Picture }
  | {
      readonly at: 'waiting';
      readonly retryAt: number;
      readonly attempt: number;
      readonly cancel: () => void;
    };

/** What the page is told, from what is being done, what is in front, and whether it never came. */
export function stateOf(effort: Effort, front: Picture | null, cannot: boolean): PlaybackState {
  if (effort.at === 'idle' || effort.at === 'resting') return { status: effort.at };
  if (effort.at === 'unsupported') return { status: effort.at, lacks: 'webrtc' };
  const stage = 'picture' in effort ? effort.picture.stage : null;
  if (stage === 'blocked') return { status: 'blocked' };
  // As long as the earlier stream flows, nobody needs to know of its successor's troubles.
  if (front?.stage === 'playing') return { status: 'playing' };
  if (cannot) return { status: 'unsupported', lacks: 'h264' };
  if (effort.at === 'waiting') {
    return { status: 'waiting', retryAt: effort.retryAt, attempt: effort.attempt };
  }
  return { status: stage === 'stalled' ? 'stalled' : 'connecting' };
}

export function sameState(one: PlaybackState, other: PlaybackState): boolean {
  if (one.status === 'waiting' && other.status === 'waiting') {
    return one.retryAt === other.retryAt && one.attempt === other.attempt;
  }
  return one.status === other.status;
}
