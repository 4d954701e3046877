import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import type { RoomView, You } from '../../src/protocol/view.js';
import type { Down, Standings, Ticket, ViewerRole } from './link.js';

type Whole = Pick<
  Extract<Down, { type: 'snapshot' }>,
  'boot' | 'seq' | 'room' | 'standings' | 'parties' | 'barred'
>;
type Frame = Extract<Down, { type: 'frame' }>;

/** What a party knows of its room: enough to welcome those who join. The room's part is written once per change. */
export class PartySnapshot {
  readonly boot: number;
  seq: number;
  parties: number;
  barred: ReadonlySet<string>;
  private view: RoomView;
  private shared: Standings;
  private text: string | null = null;

  constructor({ boot, seq, room, standings, parties, barred }: Whole) {
    this.boot = boot;
    this.seq = seq;
    this.view = room;
    this.shared = standings;
    this.parties = parties;
    this.barred = new Set(barred);
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

  /**
   * Takes in what changed. Returns what is to be said to those of a role who only watch, where something
   * changed for them; null where something before it is missing.
   */
  apply({ from, seq, now, delta, standings }: Frame): Partial<Record<ViewerRole, string>> | null {
    if (from > this.seq) return null;
    const before = this.shared;
    if (delta !== null && seq > this.seq) {
      const { room } = JSON.parse(delta) as { room: Partial<RoomView> };
      this.view = { ...this.view, ...room };
      this.text = null;
    }
    this.seq = Math.max(this.seq, seq);
    if (standings !== null) this.shared = standings;
    const told = Object.entries(this.shared).flatMap(([role, standing]) => {
      const isSame = JSON.stringify(standing) === JSON.stringify(before[role as ViewerRole]);
      return isSame ? [] : [[role, JSON.stringify({ type: 'standing', now, standing })]];
    });
    return Object.fromEntries(told);
  }

  /** What is in a later snapshot of the same run of the room and not in this one, as viewers are told it. */
  deltaTo(next: PartySnapshot, now: number): string | null {
    const sections = Object.entries(next.view).filter(
      ([name, section]) =>
        JSON.stringify(section) !== JSON.stringify(this.view[name as keyof RoomView]),
    );
    if (sections.length === 0) return null;
    const room = Object.fromEntries(sections);
    return JSON.stringify({ type: 'delta', seq: next.seq, from: this.seq, now, room });
  }

  /** Somebody's own view, as long as they only watch. */
  you({ who, name, role }: Pick<Ticket, 'who' | 'name' | 'role'>, vote: string | null): You {
    const standing = this.shared[role];
    return { id: who, name, role, standing, skipVoted: false, vote, muted: null };
  }

  welcome(you: You, rules: RulesPatch | null, now: number): string {
    this.text ??= JSON.stringify(this.view);
    const rulesNotTaken = this.notTaken(rules);
    const head = JSON.stringify({
      ...{ type: 'welcome', version: PROTOCOL_VERSION, boot: this.boot, seq: this.seq, now },
      ...{ identity: null, rulesTaken: rulesNotTaken.length === 0, rulesNotTaken },
    }).slice(0, -1);
    return `${head},"snapshot":{"room":${this.text},"you":${JSON.stringify(you)},"receipts":[]}}`;
  }

  stored(): string {
    const { boot, seq, view: room, shared: standings, parties } = this;
    return JSON.stringify({ boot, seq, room, standings, parties, barred: [...this.barred] });
  }

  static restored(text: string): PartySnapshot {
    return new PartySnapshot(JSON.parse(text) as Whole);
  }

  /** Those of an embed's rules that the room does not follow; of blocked words nobody is told. */
  private notTaken(asked: RulesPatch | null): string[] {
    const values: Readonly<Record<string, unknown>> = { ...this.view.rules };
    return Object.entries(asked ?? {}).flatMap(([name, value]) =>
      name === 'blockedWords' || values[name] === value ? [] : name,
    );
  }
}
