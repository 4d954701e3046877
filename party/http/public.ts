import * as v from 'valibot';
import type { HistoryEntry } from '../../src/protocol/records.js';
import type { Rules } from '../../src/protocol/rules.js';
import { isStaff, LifeViewSchema, type RoomView, RoomViewSchema } from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';

/** Who may read what over HTTP: the only place that decides it. */

const [dark, opening, live, renewing, closing, failed] = LifeViewSchema.options;
const playing = [
  v.omit(opening, ['before']),
  v.omit(live, ['watch']),
  v.omit(renewing, ['watch']),
] as const;
const LifeSchema = v.variant('phase', [dark, ...playing, closing, failed]);

/** The public state: the room's view without where to watch, which is for those who joined. */
export const PublicStateSchema = v.object({ ...RoomViewSchema.entries, life: LifeSchema });

/** Leaves out where to watch, and with it the spectator token, which is never given out over HTTP. */
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

/** Whether a prompt reached the world; any other is for its author and moderators alone. */
export function reachedWorld({ status }: Pick<HistoryEntry, 'status'>): boolean {
  return status === 'applied' || status === 'unconfirmed';
}

export function mayModerate(caller: Visitor | null): boolean {
  return isStaff(caller?.role);
}

/** Whether the caller may see replays. */
export function mayReplay({ replay }: Pick<Rules, 'replay'>, caller: Visitor | null): boolean {
  return replay === 'yes' || (replay === 'staff' && mayModerate(caller));
}

/** Whether the caller may read this prompt. */
export function mayRead(entry: HistoryEntry, caller: Visitor | null): boolean {
  return reachedWorld(entry) || mayModerate(caller) || entry.by.id === caller?.id;
}
