import type { Credentials } from '../../src/protocol/conducting.js';
import type {
  ClientMessage,
  CloseCode,
  Hello,
  ServerMessage,
} from '../../src/protocol/messages.js';
import type { ReactionSums, Reactions } from '../../src/protocol/reactions.js';
import type { Reason } from '../../src/protocol/reasons.js';
import type {
  AuditEntry,
  HistoryEntry,
  RefusedPrompt,
  StreamEntry,
} from '../../src/protocol/records.js';
import type { RuleSetter, RulesPatch } from '../../src/protocol/rules.js';
import type { Role } from '../../src/protocol/view.js';
import type { MovedVote, Tally } from '../turns/policy.js';

/** Who somebody is and what the room's owner lets them do, as the server has verified it. */
export interface Visitor {
  /** Stable over connections and reloads; safe to show to others. */
  readonly id: string;
  readonly role: Role;
  readonly name: string | null;
  /** Whether the site says that name; otherwise the visitor chose it. */
  readonly isNamed: boolean;
  /** The identity to be kept by the page; null for those with a site's token. */
  readonly identity: string | null;
  readonly mayConduct: boolean;
  /** Whether the site has signed that they may, and not only that anyone may. */
  readonly isSignedConductor: boolean;
  readonly mayOpen: boolean;
  /** On whose word rules of their embed are taken; null where none are. */
  readonly setsRulesAs: RuleSetter | null;
  /** Whether it is a program that may prompt over HTTP. */
  readonly isProgram: boolean;
  /** A hash of the network address; null where the platform does not tell. */
  readonly address: string | null;
  /** When the token runs out; null where there is none. */
  readonly expiresAt: number | null;
}

/** What an admitted visitor says, but for what the server itself answers or counts. */
export type Said = Exclude<
  ClientMessage,
  { type: 'hello' | 'ping' | 'renew' | 'moved' | 'viewing' | 'react' }
>;

/** What can be asked for over HTTP. */
export type Asked = Extract<ClientMessage, { type: 'prompt' | 'withdraw' | 'act' }>;

/** What the room reaches outside, and may get no answer from. */
export type Outside = 'classifier' | 'webhooks';

/** What a classifier says of a prompt. */
export type Verdict =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'flag' | 'refuse'; readonly why: string }
  /** It did not answer, or nonsense. */
  | { readonly verdict: 'none' };

/** An entry for one of the room's records. */
export type RoomRecord =
  | { readonly log: 'history'; readonly entry: HistoryEntry }
  | { readonly log: 'audit'; readonly entry: AuditEntry }
  | { readonly log: 'streams'; readonly entry: StreamEntry };

/** What a session is wanted for: a room that is dark, or the next stream of one that is live. */
export type Purpose = 'opening' | 'renewal';

/** A session as the ledger of all rooms hears of it. Saying it again changes nothing. */
export interface SessionReport {
  readonly epoch: number;
  /** When the service frees its place at the latest. */
  readonly until: number;
  /** Its place is free. */
  readonly over: boolean;
  /** Its streams; one that runs has no end yet. */
  readonly streams: readonly {
    readonly no: number;
    readonly startedAt: number;
    readonly endedAt: number | null;
  }[];
  readonly revision: number;
}

/** Somebody came, or a connection is gone. */
export type Move =
  | {
      readonly type: 'joined';
      readonly connection: string;
      readonly visitor: Visitor;
      readonly hello: Hello;
    }
  | { readonly type: 'closed'; readonly connection: string };

/** Somebody said something on a connection. */
export interface Words {
  readonly type: 'said';
  readonly connection: string;
  readonly message: Said;
}

/** Everything that can happen to a room. Connection ids are made by the server. */
export type Input =
  /** The first start gives the room its secret, which later ones leave alone. */
  | {
      readonly type: 'restarted';
      readonly entropy: string;
      readonly hasClassifier?: boolean;
      /** Whether there is a ledger of all rooms that is told of usage. */
      readonly hasLedger?: boolean;
      /** How long the service lets a stream run. */
      readonly streamSeconds?: number;
      /** Hosts from which viewers may be served, as `stream-hosts.ts` reads them. */
      readonly streamHosts?: readonly string[];
      /** The turns could not be read: they begin again, with what waits. */
      readonly turnsLost?: boolean;
    }
  /** Rules that the room's owner has fixed in its environment; the server says so at each start. */
  | { readonly type: 'configured'; readonly rules: RulesPatch }
  /** How many people watch, at most once a second, and which audience parties count votes now. */
  | {
      readonly type: 'audience';
      readonly watching: number;
      readonly tallying?: readonly string[];
    }
  /** The votes that audience parties have counted in a round so far, of each party as a whole. */
  | { readonly type: 'tallied'; readonly tallies: readonly Tally[] }
  /** Votes of people who belong to the room now, and voted in an audience party. */
  | { readonly type: 'votes-moved'; readonly round: string; readonly votes: readonly MovedVote[] }
  /** Who types of those whom everybody is shown, at most once a second. */
  | { readonly type: 'typing'; readonly who: readonly string[] }
  /** What everybody together thinks of the change on screen, at most once a second. */
  | ({ readonly type: 'reacted' } & Reactions)
  /** Nobody watches the stream of this epoch any more, the one before the present. */
  | { readonly type: 'unwatched'; readonly epoch: number }
  | Move
  | Words
  /** The same for one who asks over HTTP: the answers go to the request, as to a connection. */
  | {
      readonly type: 'asked';
      readonly request: string;
      readonly caller: Visitor;
      readonly message: Asked;
    }
  /** A fresh token was shown on a connection, and is good. */
  | {
      readonly type: 'renewed';
      readonly connection: string;
      readonly id: string;
      readonly visitor: Visitor;
    }
  /** The classifier's word on a prompt, or that there was none. */
  | { readonly type: 'judged'; readonly promptId: string; readonly verdict: Verdict }
  /** Whether something outside answers the room. */
  | { readonly type: 'outside'; readonly what: Outside; readonly answers: boolean }
  /** A crowd that came, left or voted: it is taken in one step, in this order. */
  | { readonly type: 'batch'; readonly inputs: readonly (Move | Words)[] }
  | {
      readonly type: 'minted';
      readonly epoch: number;
      readonly credentials: Credentials;
      /** The epoch under which they were minted, when they are lent again. */
      readonly insteadOf?: number;
    }
  | {
      readonly type: 'mint-failed';
      readonly epoch: number;
      readonly reason: Reason;
      readonly retryAt: number | null;
    }
  /** A session that nobody used was given back to the service: its place is free. */
  | { readonly type: 'handed-back'; readonly epoch: number }
  /** The ledger has heard this much, and says when the hours run out, if that is near. */
  | {
      readonly type: 'usage-reported';
      readonly sessions: readonly SessionReport[];
      readonly closes: { readonly at: number; readonly reason: Reason } | null;
    }
  /** The ledger did not answer. */
  | { readonly type: 'usage-unreported' }
  /** How long a lost stream ran, as the service says. */
  | {
      readonly type: 'measured';
      readonly epoch: number;
      readonly no: number;
      readonly seconds: number;
    }
  /** What its conductor said is its stream was another room's before. */
  | { readonly type: 'stream-of-another'; readonly epoch: number; readonly streamId: string }
  /** The deadline has come. */
  | { readonly type: 'woke' };

/** What the room wants done. The shell does it and decides nothing. */
export type Effect =
  | { readonly type: 'send'; readonly connection: string; readonly message: ServerMessage }
  /** The first word to one who joined; the publisher adds the snapshot. */
  | {
      readonly type: 'welcome';
      readonly connection: string;
      readonly identity: string | null;
      /** The names of the embed's rules that the room does not follow. */
      readonly rulesNotTaken: readonly string[];
    }
  | {
      readonly type: 'close';
      readonly connection: string;
      readonly code: CloseCode;
      readonly reason: Reason;
      /** In a moderator's words. */
      readonly why?: string;
    }
  /** Ask the service for a session's credentials, if the ledger agrees. */
  | { readonly type: 'mint'; readonly epoch: number; readonly purpose: Purpose }
  /** Tell the ledger. */
  | { readonly type: 'report-usage'; readonly sessions: readonly SessionReport[] }
  /** Ask the service how long a lost stream ran. */
  | {
      readonly type: 'measure';
      readonly epoch: number;
      readonly no: number;
      readonly streamId: string;
    }
  /** Claim a stream for the room, by the service's id. */
  | { readonly type: 'claim'; readonly epoch: number; readonly streamId: string }
  /** A conductor has used the credentials of this epoch: they are good for nothing more. */
  | { readonly type: 'spent'; readonly epoch: number }
  /** The page that they were lent to has gone. */
  | { readonly type: 'abandoned'; readonly epoch: number }
  /** Ask the classifier about a prompt. */
  | { readonly type: 'classify'; readonly promptId: string; readonly text: string }
  /** The picture of a prompt, to be kept for a while. */
  | { readonly type: 'frame'; readonly promptId: string; readonly jpeg: string }
  /**
   * A prompt was refused before it was accepted: nothing is written down. Whose offence it is, if they go
   * on: null for staff and programs, who have limits of their own.
   */
  | {
      readonly type: 'refused';
      readonly prompt: RefusedPrompt;
      readonly offender: Pick<Visitor, 'id' | 'address'> | null;
    }
  /** A page asks about a prompt of its own that the room has settled and forgotten: its record tells. */
  | {
      readonly type: 'recall';
      readonly connection: string;
      readonly by: string;
      readonly promptId: string;
    }
  /** To be written down for good. */
  | { readonly type: 'record'; readonly record: RoomRecord }
  /** All that was thought so far of a change, to be kept beside its entry in the history. */
  | { readonly type: 'reactions'; readonly no: number; readonly sums: ReactionSums }
  /** For the log: one line for each turn in the room's life. */
  | { readonly type: 'log'; readonly event: string; readonly fields: Record<string, unknown> };
