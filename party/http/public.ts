import * as v from 'valibot';
import type { HistoryEntry } from '../../src/protocol/records.js';
import type { Rules } from '../../src/protocol/rules.js';
import {
  holderOf,
  isStaff,
  LifeViewSchema,
  type RoomView,
  RoomViewSchema,
} from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';
import type { News } from '../server/observer.js';

/** What each may read over HTTP: the only place that decides it. */

const [dark, opening, live, renewing, closing, failed] = LifeViewSchema.options;
const playing = [
  v.omit(opening, ['before']),
  v.omit(live, ['watch']),
  v.omit(renewing, ['watch']),
] as const;
const LifeSchema = v.variant('phase', [dark, ...playing, closing, failed]);

/** The public state: the room's view without where to watch, which is for those who joined. */
export const PublicStateSchema = v.object({ ...RoomViewSchema.entries, life: LifeSchema });

/** Leaves out the spectator token: it does not leave by this door. */
export function publicState(
  view: { readonly [Name in keyof RoomView]?: RoomView[Name] | undefined },
) {
  const { life } = view;
  if (life?.phase === 'opening') {
    const { before: _before, ...open } = life;
    return { ...view, life: open };
  }
  if (life === undefined || !('watch' in life)) return view;
  const { watch: _watch, ...open } = life;
  return { ...view, life: open };
}

/** Whether the world has seen a prompt; what it has not is its author's and the moderators'. */
export function reachedWorld({ status }: Pick<HistoryEntry, 'status'>): boolean {
  return status === 'applied' || status === 'unconfirmed';
}

export function mayModerate(caller: Visitor | null): boolean {
  return isStaff(caller?.role);
}

/** Whether somebody may see again what has happened. */
export function mayReplay({ replay }: Pick<Rules, 'replay'>, caller: Visitor | null): boolean {
  return replay === 'yes' || (replay === 'staff' && mayModerate(caller));
}

/** Whether somebody may read of this prompt. */
export function mayRead(entry: HistoryEntry, caller: Visitor | null): boolean {
  return reachedWorld(entry) || mayModerate(caller) || entry.by.id === caller?.id;
}

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
  const was = activeHolder(before);
  const is = activeHolder(turns);
  // The same one may have two turns in a row: that one of them ended says so.
  if (was?.id === is?.id && before.last?.at === turns.last?.at) return [];
  const { mode } = turns;
  const reason = turns.last?.reason ?? null;
  return [
    ...(was === null ? [] : [{ type: 'turn.ended', data: { by: was, mode, reason } }]),
    ...(is === null ? [] : [{ type: 'turn.began', data: { by: is, mode } }]),
  ];
}

function activeHolder(turns: RoomView['turns']): { id: string; name: string } | null {
  const holder = holderOf(turns);
  return holder?.phase === 'active' ? { id: holder.id, name: holder.name } : null;
}
