import * as v from 'valibot';
import type { HistoryEntry } from '../../src/protocol/records.js';
import type { Rules } from '../../src/protocol/rules.js';
import { isStaff } from '../../src/protocol/staff.js';
import { LifeViewSchema, type RoomView, RoomViewSchema } from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';

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
