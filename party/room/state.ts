import { current, isDraft, original as originalOf } from 'immer';
import type { ConductOffer, ServerMessage } from '../../src/protocol/messages.js';
import type { Desk, Lockable } from '../../src/protocol/moderation.js';
import type { Receipt, Refusal } from '../../src/protocol/reasons.js';
import type { PromptWay } from '../../src/protocol/records.js';
import { DEFAULT_RULES, type Rules, type RulesPatch } from '../../src/protocol/rules.js';
import type { Change, Person, Role, RoomView, TurnsView } from '../../src/protocol/view.js';
import { earliest } from '../turns/clock.js';
import type { Policies } from '../turns/policies.js';
import { queue } from '../turns/queue.js';
import { STREAM_MS } from './broadcast/limits.js';
import type { Broadcast, Lease, Life, RetiringLease, Usage } from './broadcast/state.js';
import type { Effect, Outside } from './input.js';

/** What keeps one person, or everybody, from something. */
export interface Restriction {
  /** Null until a moderator lifts it. */
  until: number | null;
  /** In a moderator's words. */
  why: string;
}

/** Somebody known to the room: one identity, over any number of connections. */
export interface Participant {
  name: string;
  role: Role;
  /** A hash of the network address last seen; null where the platform does not tell. */
  address: string | null;
  /** While they may not prompt. */
  muted: Restriction | null;
  arrivedAt: number;
  /**
   * The ids of their open connections. `connections` implies it; it is kept, by `joined` and `closed`
   * alone, so that no step has to search all connections for those of one person. Never stored.
   */
  connections: string[];
  /** Since when there is no connection; null while there is one. */
  awayAt: number | null;
  /** When the last prompts were sent, for the rate (at most a minute's worth). */
  sentAt: number[];
  /** The ids of the last prompts that were accepted, so that none is ever accepted twice. */
  accepted: string[];
}

/** A socket whose visitor was admitted. Never stored: after a restart there are none. */
interface Connection {
  /** The participant's id. */
  who: string;
  /** What the site lets this one be; the participant's own role is the highest there is. */
  role: Role;
  openedAt: number;
  /** When it last showed that it is there: at its opening, or since then in answer to a probe. */
  heardAt: number;
  conduct: ConductOffer;
  watching: boolean;
  /** Whether its page is in the background, as the page says. */
  hidden: boolean;
  /** How far behind the world its picture is, where that is some seconds (ms). */
  behindMs?: number;
  /** Whether the room's owner lets this one hold the session. */
  mayConduct: boolean;
  /** Whether the site has signed that this one may: it may be preferred, and name hosts. */
  isSignedConductor: boolean;
  /** Whether this one's presence opens the broadcast. */
  mayOpen: boolean;
  /** When the token behind it expires; null where there is none. */
  expiresAt: number | null;
  /** Whether the moderator view is open there. */
  hasModeratorView: boolean;
}

/** A prompt that passed the gate, with its receipt. */
export interface Prompt extends Receipt {
  /** The author's participant id. */
  by: string;
  /**
   * The author's name when the prompt settled, by which they are known once the room has forgotten
   * them. Null while it is open: then the participant has the name (`authorName`).
   */
  name: string | null;
  via: PromptWay;
  /** The room performs it because an author takes their change back: who, and what. */
  undoes?: Person & { text: string };
  /** While it is under review (status `held`): for what, why, since when and until when. */
  review: {
    for: 'check' | 'approval';
    flag: string | null;
    since: number;
    until: number;
  } | null;
}

/** The way to the world: free, or taken by one prompt. */
type Dispatch =
  | { phase: 'idle'; freeAt: number }
  | { phase: 'inFlight'; promptId: string; epoch: number; timeoutAt: number };

/** The world so far: enough to start it again on the next stream. */
interface World {
  /** What the next stream starts with; null means the opening prompt of the rules. */
  prompt: string | null;
  changes: Change[];
  /** What `prompt` was before each of the last changes, newest last. */
  past: (string | null)[];
  /** The prompt that takes back changes, and how many, until it has settled. */
  undoing: { promptId: string; steps: number } | null;
}

/** The crowd's votes for another mode, and whose turn the last change ended. */
interface Switching {
  votes: Record<string, string>;
  ended: TurnsView['last'];
}

/** A ban; the moderator view shows it without whom and which address it concerns. */
export interface Ban extends Omit<Desk['bans'][number], 'until'>, Restriction {
  who: string;
  /** The hash of the address that it keeps out; null where it concerns the person alone. */
  hash: string | null;
}

/** An invitation, kept as long as its role is good for those who used it. */
export interface Invite extends Omit<Desk['invites'][number], 'until'> {
  /** Null until it is revoked. */
  until: number | null;
  usedBy: string[];
}

/** What moderators have set up, apart from what hangs on a participant. */
export interface Moderation {
  bans: Ban[];
  /** Who was removed, and until when they may not come back. */
  removed: { who: string; until: number; why: string }[];
  invites: Invite[];
  announcement: RoomView['announcement'];
  /** The last entries of the audit log, for the moderator view. */
  lately: Desk['audit'];
  /** Whether the rules want a moderator here and none is. */
  unattended: boolean;
  /** Since when none is here, as far as the rules want one; null while one is. */
  unattendedSince: number | null;
}

/** A prompt that a host has prepared. */
export interface Cue {
  id: string;
  text: string;
  /** Who prepared it, by their name of then. */
  by: Person;
  /** When it runs by itself; null where only a tap runs it. */
  at: number | null;
  /** Whether it is on the list that runs while nobody prompts. */
  fallback: boolean;
  /** When it ran last, and the prompt that it ran as. */
  ranAt: number | null;
  promptId: string | null;
}

interface Cues {
  list: Cue[];
  /** How many ids were made for cues and their prompts. */
  made: number;
  /** Since when nobody has prompted, as far as something is to happen then; null while that is not so. */
  quietSince: number | null;
  /** Whether the crowd's next prompt has gone first since a cue waits. */
  hasYielded: boolean;
}

/** A picture that was asked for, of whom and until when. Never stored: its sender would be gone. */
interface AskedFrame {
  promptId: string;
  connection: string;
  until: number;
  /** Who was asked for it so far. */
  tried: string[];
}

/** How many prompts ended in which way, and how long the room was live; kept as long as the room. */
export interface Tally {
  applied: number;
  refused: number;
  expired: number;
  withdrawn: number;
  unconfirmed: number;
  liveMs: number;
}

export const NOTHING_YET: Readonly<Tally> = {
  applied: 0,
  refused: 0,
  expired: 0,
  withdrawn: 0,
  unconfirmed: 0,
  liveMs: 0,
};

/**
 * A room's whole state: plain JSON. The shell stores it section by section, as it changes;
 * `connections`, and what was asked of them, live only as long as the sockets.
 */
export interface RoomState {
  /** A secret from the server, for what nobody may foresee; empty until the first start. */
  entropy: string;
  clock: {
    /** Counts the room's starts. */
    boot: number;
    /** When the room last did anything: what passed since then, while it was down, costs no turn. */
    steppedAt: number;
    /** After a restart: until then an empty room only means that nobody is back yet. */
    backBy: number;
  };
  /** What the room has written down so far. */
  records: {
    /** How many entries each record has. */
    noted: { history: number; audit: number; streams: number };
    tally: Tally;
  };
  /** What the room reaches outside. */
  outside: {
    /** Whether there is a classifier that prompts are shown to; the server says so at each start. */
    hasClassifier: boolean;
    /** What did not answer, as the audit log has it. */
    silent: Outside[];
  };
  rules: {
    /** Whether anybody has set rules: from then on the room's own stand. */
    adopted: boolean;
    /** Whether that was a page that nobody signed for: an embed that may set all rules still does. */
    fromPage: boolean;
    values: Rules;
    /** Those that the environment fixes: nobody in the room changes them. */
    fixed: RulesPatch;
    /** What the fixed ones were before, for when they are no longer fixed. */
    before: RulesPatch;
  };
  /** Who takes part: those who have said anything, staff, and whom the room must not forget. */
  participants: Record<string, Participant>;
  /**
   * Who is here and only watches. Never stored. They are apart from those who take part, so that a step
   * that is not about them costs the same however many they are.
   */
  watchers: Record<string, Participant>;
  connections: Record<string, Connection>;
  prompts: Prompt[];
  turns: unknown;
  switching: Switching;
  dispatch: Dispatch;
  /** How many of the crowd's prompts went to the world since the last of a program's. */
  lane: { crowdSince: number };
  /** Assigned by `broadcast/lifecycle.ts` alone. */
  readonly life: Life;
  /** The three leases are assigned, and changed, by `broadcast/lease.ts` alone. */
  readonly lease: Lease | null;
  readonly successor: Lease | null;
  readonly retiring: RetiringLease | null;
  broadcast: Broadcast;
  usage: Usage;
  world: World;
  /**
   * What is thought of the change on screen, and which entry of the history that is. Of those before it, as far as
   * they are shown, the sums are with the change.
   */
  reactions: {
    of: string | null;
    no: number;
    sums: Record<string, number>;
    former: { of: string; no: number }[];
  };
  locks: Record<Lockable, Restriction | null>;
  moderation: Moderation;
  cues: Cues;
  /** The pictures of prompts that have been asked for. */
  frames: AskedFrame[];
  /**
   * How many people watch, as the server last said: at most once a second; and the audience parties that
   * count votes.
   */
  audience: { watching: number; tallying?: readonly string[] };
  /** Who types, of those whom everybody is shown, as the server last said. Never stored. */
  typing: readonly string[];
  /**
   * How many prompts were refused before they were accepted, and are not in the tally yet. Never stored:
   * they get there with the next prompt that is written down.
   */
  refusals: { count: number };
}

export type Section = keyof RoomState;

export function newRoom(): RoomState {
  return {
    entropy: '',
    clock: { boot: 0, steppedAt: 0, backBy: 0 },
    records: { noted: { history: 0, audit: 0, streams: 0 }, tally: { ...NOTHING_YET } },
    outside: { hasClassifier: false, silent: [] },
    rules: { adopted: false, fromPage: false, values: DEFAULT_RULES, fixed: {}, before: {} },
    participants: {},
    watchers: {},
    connections: {},
    prompts: [],
    turns: queue.start(),
    switching: { votes: {}, ended: null },
    dispatch: { phase: 'idle', freeAt: 0 },
    lane: { crowdSince: 0 },
    life: { phase: 'dark', reason: null, until: null },
    lease: null,
    successor: null,
    retiring: null,
    broadcast: {
      epoch: 0,
      mintedAt: [],
      failures: { count: 0, at: 0, reason: 'opening-timeout' },
      hostOverride: null,
      runEndsAt: null,
      streamMs: STREAM_MS,
      learned: null,
      claimed: null,
      streamHosts: { set: [], learned: [] },
      streamIds: [],
      faults: [],
    },
    usage: {
      hasLedger: false,
      sessions: [],
      askedAt: null,
      retryAt: null,
      heardAt: 0,
      closes: null,
    },
    world: { prompt: null, changes: [], past: [], undoing: null },
    reactions: { of: null, no: 0, sums: {}, former: [] },
    locks: { prompts: null, queue: null, joins: null },
    moderation: {
      bans: [],
      removed: [],
      invites: [],
      announcement: null,
      lately: [],
      unattended: false,
      unattendedSince: 0,
    },
    cues: { list: [], made: 0, quietSince: null, hasYielded: false },
    frames: [],
    audience: { watching: 0 },
    typing: [],
    refusals: { count: 0 },
  };
}

/** One step's workplace: a draft of the state, the instant, and what is to be done afterwards. */
export interface Step {
  readonly state: RoomState;
  readonly now: number;
  readonly effects: Effect[];
  /** The ways of taking turns that this room server has. */
  readonly policies: Policies;
}

/**
 * One concern of the room, brought up to `now`. Returns the next instant at which time alone gives it
 * something to do, null for none. An instant that is not ahead of `now` means that it has changed
 * something others may wait for: all concerns are asked again.
 */
export type Tick = (step: Step) => number | null;

/** The earliest of some instants that is still ahead; null where none is. */
export function nextDue({ now }: Pick<Step, 'now'>, instants: Iterable<number | null>) {
  let next: number | null = null;
  for (const at of instants) if (at !== null && at > now) next = earliest([next, at]);
  return next;
}

export function send(step: Step, connection: string, message: ServerMessage): void {
  step.effects.push({ type: 'send', connection, message });
}

/**
 * A part of the state as it was when the step began. Reading a thousand entries through the draft
 * costs milliseconds; reading them here costs none.
 */
export function original<Part extends object>(part: Part): Part {
  return (isDraft(part) ? (originalOf<unknown>(part) as Part | undefined) : undefined) ?? part;
}

export function answer(
  step: Step,
  connection: string,
  id: string | null,
  outcome: { ok: true } | Refusal,
): void {
  const { reason, retryAt, limit } = outcome.ok
    ? { reason: null, retryAt: null, limit: null }
    : outcome;
  send(step, connection, { type: 'answer', id, ok: outcome.ok, reason, retryAt, limit });
}

export function log(step: Step, event: string, fields: Record<string, unknown> = {}): void {
  step.effects.push({ type: 'log', event, fields });
}

/** The same with what the step has changed so far; it costs more than `original`, far less than a draft. */
export function snapshot<Part extends object>(part: Part): Part {
  return isDraft(part) ? (current<unknown>(part) as Part) : part;
}

/**
 * One entry of a record, to be read alone; nothing of what every object has, like `constructor`. What it
 * costs does not depend on how many there are: read through a draft, the first one copies the record.
 */
export function entry<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  const held: unknown = Object.getOwnPropertyDescriptor(record, key)?.value;
  return (isDraft(held) ? current(held) : held) as Value | undefined;
}

/**
 * What follows from a part of the state alone, worked out once for as long as that part stays as it
 * is: a step that changes nothing of a thousand people does not look at each of them.
 */
export function derived<Part extends object, Result>(
  make: (part: Part) => Result,
): (part: Part) => Result {
  const known = new WeakMap<Part, { readonly result: Result }>();
  return (part) => {
    const whole = snapshot(part);
    const found = known.get(whole);
    if (found !== undefined) return found.result;
    const result = make(whole);
    known.set(whole, { result });
    return result;
  };
}
