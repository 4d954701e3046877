import type { RoomView } from '../../src/protocol/view.js';
import type { News } from '../shell/follower.js';

/** Something that happened, as a room's owner is told. */
export interface RoomEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Puts a room's steps into events: what began, what ended, what settled, what was done. */
export class EventReader {
  private before: RoomView | null = null;

  read({ view, effects }: Pick<News, 'view' | 'effects'>): RoomEvent[] {
    const { before } = this;
    this.before = view;
    return [
      ...(before === null ? [] : [...lifeEvents(before, view), ...turnEvents(before, view)]),
      ...effects.flatMap((effect): RoomEvent[] => {
        if (effect.type !== 'record') return [];
        const { log, entry } = effect.record;
        if (log === 'history') return [{ type: 'prompt.settled', data: entry }];
        if (log === 'streams') return [{ type: 'stream.ended', data: entry }];
        return [{ type: `moderation.${entry.act}`, data: entry }];
      }),
    ];
  }
}

function lifeEvents({ life: before }: RoomView, { life }: RoomView): RoomEvent[] {
  if (life.phase === before.phase) return [];
  switch (life.phase) {
    case 'live': {
      const { streamId, startedAt } = life;
      return [{ type: 'broadcast.live', data: { streamId, startedAt } }];
    }
    case 'dark':
    case 'failed':
      return [{ type: `broadcast.${life.phase}`, data: { reason: life.reason } }];
    default:
      return [];
  }
}

function turnEvents({ turns: before }: RoomView, { turns }: RoomView): RoomEvent[] {
  const was = holderOf(before);
  const is = holderOf(turns);
  // The same one may have two turns in a row: that one of them ended says so.
  if (was?.id === is?.id && before.last?.at === turns.last?.at) return [];
  const { mode } = turns;
  const reason = turns.last?.reason ?? null;
  return [
    ...(was === null ? [] : [{ type: 'turn.ended', data: { by: was, mode, reason } }]),
    ...(is === null ? [] : [{ type: 'turn.began', data: { by: is, mode } }]),
  ];
}

function holderOf({ holder }: RoomView['turns']): { id: string; name: string } | null {
  return holder?.phase === 'active' ? { id: holder.id, name: holder.name } : null;
}
