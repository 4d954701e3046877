import * as v from 'valibot';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import { patched } from '../../src/protocol/patch.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { type RoomView, RoomViewSchema, type You } from '../../src/protocol/view.js';
import { WrittenView } from '../room/view/patch.js';
import type { Down, Standings, Ticket, ViewerRole } from './link.js';

type Whole = Pick<
  Extract<Down, { type: 'snapshot' }>,
  'boot' | 'seq' | 'room' | 'standings' | 'ballot' | 'parties' | 'plannedAt' | 'barred'
>;
type Frame = Extract<Down, { type: 'frame' }>;

/** What a frame has for viewers. */
interface News {
  /** For those who know the view as it was before. */
  readonly patch: string | null;
  /** For those who only watch, by role. */
  readonly standings: Partial<Record<ViewerRole, string>>;
}

/** What a page's hello says of the welcome that it is to get. */
interface Asked {
  readonly rules: RulesPatch | null;
  readonly knowsUsual: boolean;
}

/** What a party knows of its room: enough to welcome those who join. */
export class PartySnapshot {
  readonly boot: number;
  seq: number;
  /** How many parties there are, and since when. */
  plan: Pick<Whole, 'parties' | 'plannedAt'>;
  /** What viewers vote in; null for nothing. */
  ballot: Whole['ballot'];
  barred: ReadonlySet<string>;
  /** The public view as the room wrote it. */
  private written: WrittenView;
  private view: RoomView;
  private shared: Standings;

  private constructor(whole: Whole, view: RoomView) {
    const { boot, seq, room, standings, ballot, parties, plannedAt, barred } = whole;
    this.boot = boot;
    this.seq = seq;
    this.written = new WrittenView(room);
    this.view = view;
    this.shared = standings;
    this.ballot = ballot;
    this.plan = { parties, plannedAt };
    this.barred = new Set(barred);
  }

  /** What the room begins a link with; null where it makes no sense. */
  static of(whole: Whole): PartySnapshot | null {
    const view = v.safeParse(RoomViewSchema, viewIn(whole.room));
    return view.success ? new PartySnapshot(whole, view.output) : null;
  }

  get room(): RoomView {
    return this.view;
  }

  /** The stream that is to be watched now; empty where there is none. */
  get streamId(): string {
    const { life } = this.view;
    return 'streamId' in life ? life.streamId : '';
  }

  /** Whether the room does not let somebody in. */
  bars({ who, address }: Pick<Ticket, 'who' | 'address'>): boolean {
    return this.barred.has(who) || (address !== null && this.barred.has(address));
  }

  /** Of the room's limit the share of one party. */
  get votesPerAddress(): number {
    return Math.ceil(this.view.rules.votesPerAddress / Math.max(1, this.plan.parties));
  }

  /** Takes in what changed; null where something before it is missing. */
  apply({ from, seq, now, patch, standings, ballot }: Frame): News | null {
    if (from > this.seq) return null;
    const isNew = patch !== null && seq > this.seq;
    if (isNew && !this.patch(from, patch)) return null;
    this.seq = Math.max(this.seq, seq);
    const before = this.shared;
    if (standings !== null) this.shared = standings;
    if (ballot !== undefined) this.ballot = ballot;
    const told = Object.entries(this.shared).flatMap(([role, standing]) => {
      const isSame = JSON.stringify(standing) === JSON.stringify(before[role as ViewerRole]);
      return isSame ? [] : [[role, JSON.stringify({ type: 'standing', now, standing })]];
    });
    return { patch: isNew ? patch : null, standings: Object.fromEntries(told) };
  }

  private patch(from: number, patch: string): boolean {
    const made = from === this.seq ? patched(this.written.text, patch) : null;
    if (made === null) return false;
    this.written = new WrittenView(made.slice(made.indexOf('{')));
    this.view = JSON.parse(this.written.text);
    return true;
  }

  /** The sections that are others than at an earlier change of the same run of the room. */
  deltaFrom({ room: before, seq: from }: Pick<PartySnapshot, 'room' | 'seq'>, now: number): string {
    const sections = Object.entries(this.view).filter(
      ([name, section]) =>
        JSON.stringify(section) !== JSON.stringify(before[name as keyof RoomView]),
    );
    const room = Object.fromEntries(sections);
    return JSON.stringify({ type: 'delta', seq: this.seq, from, now, room });
  }

  /** Somebody's own view, as long as they only watch. */
  you({ who, name, role }: Pick<Ticket, 'who' | 'name' | 'role'>, vote: string | null): You {
    const standing = this.shared[role];
    return { id: who, name, role, standing, skipVoted: false, vote, muted: null };
  }

  welcome(you: You, asked: Asked, now: number, joinShare: number): string {
    const rulesNotTaken = this.notTaken(asked.rules);
    const head = {
      type: 'welcome' as const,
      ...{ version: PROTOCOL_VERSION, boot: this.boot, seq: this.seq, now },
      ...{ identity: null, rulesTaken: rulesNotTaken.length === 0, rulesNotTaken, joinShare },
    };
    return this.written.welcome({ head, you, receipts: [] }, asked.knowsUsual);
  }

  stored(): string {
    const { boot, seq, view: room, shared: standings, ballot, plan } = this;
    return JSON.stringify({
      ...{ boot, seq, room, standings, ballot, ...plan },
      barred: [...this.barred],
    });
  }

  static restored(text: string): PartySnapshot {
    const { room, ...rest } = JSON.parse(text) as Omit<Whole, 'room'> & { room: RoomView };
    // What an earlier version stored has neither: the link tells.
    const whole = { ...{ ballot: null, plannedAt: 0 }, ...rest, room: JSON.stringify(room) };
    return new PartySnapshot(whole, room);
  }

  /** Those of an embed's rules that the room does not follow; of blocked words nobody is told. */
  private notTaken(asked: RulesPatch | null): string[] {
    const values: Readonly<Record<string, unknown>> = { ...this.view.rules };
    return Object.entries(asked ?? {}).flatMap(([name, value]) =>
      name === 'blockedWords' || values[name] === value ? [] : name,
    );
  }
}

function viewIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
