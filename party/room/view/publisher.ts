import { PROTOCOL_VERSION } from '../../../src/protocol/limits.js';
import type { ServerMessage } from '../../../src/protocol/messages.js';
import type { RoomView } from '../../../src/protocol/view.js';
import { POLICIES, type Policies } from '../../turns/policies.js';
import type { Effect } from '../input.js';
import type { RoomState } from '../state.js';
import { ModeratorViewPublisher } from './moderator-view.js';
import { PersonalViews, type YouFor } from './personal-views.js';
import { areWatchersAlike, receiptsOf, roomView, youViews } from './view.js';

type Delta = Extract<ServerMessage, { type: 'delta' }>;
type Welcoming = Extract<Effect, { type: 'welcome' }>;

/** Messages on their way out: the same text for everyone who joined, or to one connection. */
interface Publication {
  /** The public view, and what changed of it. */
  readonly view: RoomView;
  readonly delta: Pick<Delta, 'seq' | 'room'> | null;
  readonly everyone: string | null;
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
  private readonly personal = new PersonalViews();
  private before: RoomState | null = null;
  private readonly moderatorViews = new ModeratorViewPublisher();

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
    const delta = this.delta(view, now);
    const everyone = delta && encode(delta);
    const isQuiet = welcomes.length === 0 && this.nothingPersonal(state);
    const { before } = this;
    this.before = state;
    const moderatorViews = this.moderatorViews.publish(state, now, policies);
    if (isQuiet) return { view, delta, everyone, each: moderatorViews };
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
      ...welcomes.map((welcome) => this.welcome(state, view, youFor, now, welcome)),
      ...moderatorViews,
    ];
    return { view, delta, everyone, each };
  }

  /** The whole state once more, for one who has missed changes up to now. */
  again(state: RoomState, now: number, connection: string, policies: Policies) {
    const welcome = { type: 'welcome', connection, identity: null, rulesNotTaken: [] } as const;
    const room = roomView(state, now, policies);
    return this.welcome(state, room, youViews(state, now, policies), now, welcome);
  }

  private delta(view: RoomView, now: number): Delta | null {
    const room: Record<string, unknown> = {};
    for (const [name, section] of Object.entries(view) as [keyof RoomView, unknown][]) {
      const text = JSON.stringify(section);
      if (this.said[name] === text) continue;
      this.said[name] = text;
      room[name] = section;
    }
    if (Object.keys(room).length === 0) return null;
    this.seq += 1;
    return { type: 'delta', seq: this.seq, now, room };
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

  private welcome(
    state: RoomState,
    room: RoomView,
    youFor: YouFor,
    now: number,
    effect: Welcoming,
  ) {
    const { connection, identity, rulesNotTaken } = effect;
    const who = state.connections[connection]?.who ?? '';
    const you = youFor(who);
    const snapshot = { room, you, receipts: receiptsOf(state, who, room, you) };
    const { boot } = state.clock;
    const version = PROTOCOL_VERSION;
    const text = encode({
      type: 'welcome',
      version,
      boot,
      seq: this.seq,
      now,
      identity,
      rulesTaken: rulesNotTaken.length === 0,
      rulesNotTaken: [...rulesNotTaken],
      snapshot,
    });
    return { connection, text };
  }
}

function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}
