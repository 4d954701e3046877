import type { Role, You } from '../../../src/protocol/view.js';
import { derived, type RoomState } from '../state.js';
import type { youViews } from './view.js';

export type YouFor = ReturnType<typeof youViews>;

/** What is new to somebody about themselves, on which connections. */
interface Changed {
  readonly connections: readonly string[];
  readonly you: You;
}

/**
 * What each was told of themselves, and for whom that is something else now. Those who take part are looked
 * at one by one. Those who only watch are told the same but for their names, so that one of each role stands
 * for all: they are looked at when that changes, and those of them for whom something else holds, like a
 * vote from before they left.
 */
export class PersonalViews {
  private readonly told = new Map<string, string>();
  private common = new Map<Role, string>();
  private readonly unlike = new Set<string>();

  changed(
    state: RoomState,
    before: RoomState | null,
    youFor: YouFor,
    areAlike: boolean,
  ): readonly Changed[] {
    if (state.connections !== before?.connections) this.forgetTheGone(state);
    const changed: Changed[] = [];
    const look = (who: string, connections: readonly string[]): You => {
      const you = youFor(who);
      const text = JSON.stringify(you);
      if (connections.length > 0 && this.told.get(who) !== text) {
        this.told.set(who, text);
        changed.push({ connections, you });
      }
      return you;
    };
    for (const [who, { connections }] of Object.entries(state.participants)) {
      this.unlike.delete(who);
      look(who, connections);
    }
    const watchers = this.watchersToLookAt(state, before, youFor);
    for (const who of areAlike ? watchers : Object.keys(state.watchers)) {
      const you = look(who, state.watchers[who]?.connections ?? []);
      if (this.common.get(you.role) === likeAll(you)) this.unlike.delete(who);
      else this.unlike.add(who);
    }
    return changed;
  }

  private watchersToLookAt(
    { watchers }: RoomState,
    before: RoomState | null,
    youFor: YouFor,
  ): Iterable<string> {
    const common = new Map<Role, string>();
    for (const [role, who] of oneOfEachRole(watchers)) common.set(role, likeAll(youFor(who)));
    const isCommon = [...common].every(([role, text]) => this.common.get(role) === text);
    this.common = common;
    if (!isCommon) return Object.keys(watchers);
    if (watchers === before?.watchers) return [...this.unlike];
    const known = before?.watchers ?? {};
    return Object.keys(watchers).filter(
      (who) => watchers[who] !== known[who] || this.unlike.has(who),
    );
  }

  private forgetTheGone({ participants, watchers }: RoomState): void {
    for (const who of this.told.keys()) {
      const person = participants[who] ?? watchers[who];
      if (person !== undefined && person.connections.length > 0) continue;
      this.told.delete(who);
      this.unlike.delete(who);
    }
  }
}

/** What of somebody's own view all who only watch have in common. */
function likeAll({ id: _id, name: _name, ...rest }: You): string {
  return JSON.stringify(rest);
}

const oneOfEachRole = derived((watchers: RoomState['watchers']) => {
  const one = new Map<Role, string>();
  for (const [who, { role }] of Object.entries(watchers)) if (!one.has(role)) one.set(role, who);
  return one;
});
