import { PROTOCOL_VERSION } from '../../../src/protocol/limits.js';
import { patchText, type ServerMessage } from '../../../src/protocol/messages.js';
import type { Role, RoomView, You } from '../../../src/protocol/view.js';
import { POLICIES, type Policies } from '../../turns/policies.js';
import type { Effect } from '../input.js';
import { derived, type RoomState } from '../state.js';
import { ModeratorViewPublisher } from './moderator-view.js';
import { makePatch, WrittenView } from './patch.js';
import { areWatchersAlike, receiptsOf, roomView, youViews } from './view.js';

type Delta = Extract<ServerMessage, { type: 'delta' }>;
type Welcoming = Extract<Effect, { type: 'welcome' }>;

/** A change of the public view for everyone who joined, in either form: written once, and only if it is read. */
export class Change {
  readonly delta: Delta;
  /** The view as it is now, as patches make it. */
  readonly text: string;
  private readonly before: string;
  private whole: string | null = null;
  private short: string | null = null;

  constructor(delta: Delta, before: string, text: string) {
    this.delta = delta;
    this.before = before;
    this.text = text;
  }

  /** The sections that changed. */
  get sections(): string {
    this.whole ??= encode(this.delta);
    return this.whole;
  }

  /** For those who have been told of all changes before. */
  get patch(): string {
    const { seq, now } = this.delta;
    this.short ??= patchText(seq, makePatch(this.before, `${now}${this.text}`), seq - 1);
    return this.short;
  }
}

/** What the server knows of the page behind a connection. */
interface Pages {
  /** When it joins the next stream, where that is not left to itself. */
  joinShareOf(connection: string): number | null;
  /** Whether its welcome may say the view beside the usual one. */
  knowsUsual(connection: string): boolean;
}

/** Messages on their way out: the same for everyone who joined, or to one connection. */
interface Publication {
  /** The public view, and what changed of it. */
  readonly view: RoomView;
  readonly change: Change | null;
  readonly each: readonly { readonly connection: string; readonly text: string }[];
}

/**
 * Turns the room's state into what has to be said: a snapshot to those who just joined, to everyone
 * else the sections that changed, and to each what changed for them alone. It remembers what it sent
 * last; losing that memory costs nothing, since a restart begins with snapshots anyway.
 */
export class Publisher {
  private seq = 0;
  private said: Partial<Record<keyof RoomView, string>> = {};
  /** The view as it was told last. */
  private told: { readonly view: RoomView; readonly written: WrittenView } | null = null;
  private readonly personal = new PersonalViews();
  private before: RoomState | null = null;
  private readonly moderatorViews = new ModeratorViewPublisher();
  private readonly pages: Pages;

  constructor(pages: Pages = { joinShareOf: () => null, knowsUsual: () => false }) {
    this.pages = pages;
  }

  /** When there is something to say again, whatever happens. */
  get dueAt(): number | null {
    return this.moderatorViews.dueAt;
  }

  publish(
    state: RoomState,
    now: number,
    welcomes: readonly Welcoming[],
    policies: Policies = POLICIES,
  ): Publication {
    const view = roomView(state, now, policies);
    const change = this.changeTo(view, now);
    const isQuiet = welcomes.length === 0 && this.nothingPersonal(state);
    const { before } = this;
    this.before = state;
    const moderatorViews = this.moderatorViews.publish(state, now, policies);
    if (isQuiet) return { view, change, each: moderatorViews };
    const youFor = youViews(state, now, policies);
    const areAlike = areWatchersAlike({ state, policies });
    const welcomed = new Set(welcomes.map(({ connection }) => connection));
    const each = [
      ...this.personal.changed(state, before, youFor, areAlike).flatMap(({ connections, you }) => {
        const others = connections.filter((id) => !welcomed.has(id));
        if (others.length === 0) return [];
        const text = encode({ type: 'you', now, you });
        return others.map((connection) => ({ connection, text }));
      }),
      ...welcomes.map((welcome) => this.welcome(state, youFor, now, welcome)),
      ...moderatorViews,
    ];
    return { view, change, each };
  }

  /** The whole state once more, as all others have been told it, for one who has missed changes up to now. */
  again(state: RoomState, now: number, connection: string, policies: Policies) {
    const welcome = { type: 'welcome', connection, identity: null, rulesNotTaken: [] } as const;
    if (this.told === null) this.changeTo(roomView(state, now, policies), now);
    return this.welcome(state, youViews(state, now, policies), now, welcome);
  }

  private changeTo(view: RoomView, now: number): Change | null {
    const room: Record<string, unknown> = {};
    for (const [name, section] of Object.entries(view) as [keyof RoomView, unknown][]) {
      const text = JSON.stringify(section);
      if (this.said[name] === text) continue;
      this.said[name] = text;
      room[name] = section;
    }
    if (Object.keys(room).length === 0) return null;
    this.seq += 1;
    const sections = Object.keys(view) as (keyof RoomView)[];
    const text = `{${sections.map((name) => `"${name}":${this.said[name]}`).join()}}`;
    const before = this.told?.written.text ?? '';
    this.told = { view, written: new WrittenView(text) };
    return new Change({ type: 'delta', seq: this.seq, now, room }, before, text);
  }

  /** Whether nothing has changed that anyone's own view is made of. */
  private nothingPersonal(state: RoomState): boolean {
    const made = [
      'turns',
      'participants',
      'watchers',
      'prompts',
      'rules',
      'life',
      'lease',
      'locks',
      'moderation',
    ] as const;
    return made.every((section) => state[section] === this.before?.[section]);
  }

  private welcome(state: RoomState, youFor: YouFor, now: number, effect: Welcoming) {
    const { told } = this;
    if (told === null) throw new Error('A welcome needs a view that was told.');
    const { connection, identity, rulesNotTaken } = effect;
    const who = state.connections[connection]?.who ?? '';
    const you = youFor(who);
    const receipts = receiptsOf(state, who, told.view, you);
    const { boot } = state.clock;
    const version = PROTOCOL_VERSION;
    const joinShare = this.pages.joinShareOf(connection);
    const head = {
      type: 'welcome' as const,
      version,
      boot,
      seq: this.seq,
      now,
      identity,
      rulesTaken: rulesNotTaken.length === 0,
      rulesNotTaken: [...rulesNotTaken],
      ...(joinShare === null ? {} : { joinShare }),
    };
    const knowsUsual = this.pages.knowsUsual(connection);
    return { connection, text: told.written.welcome({ head, you, receipts }, knowsUsual) };
  }
}

function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}

type YouFor = ReturnType<typeof youViews>;

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
