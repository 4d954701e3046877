import * as v from 'valibot';
import { REASONS, type Reason } from './reasons.js';

/**
 * The talk between the room and the conductor that holds its lease. Every word carries the lease's
 * epoch; the room ignores a report with an old one, and a conductor ignores such a command.
 */
const epoch = v.pipe(v.number(), v.integer(), v.minValue(1));
const worldText = v.pipe(v.string(), v.maxLength(8000));
const id = v.pipe(v.string(), v.maxLength(200));
/** How long ago it happened: more than nothing when a dropped line held the report up. */
const agoMs = v.optional(v.pipe(v.number(), v.minValue(0)), 0);

/** The session's credentials, as the SDK's `connectWithCredentials` takes them. Lent, never stored. */
const CredentialsSchema = v.object({
  sessionId: v.string(),
  signalingUrl: v.string(),
  sessionToken: v.string(),
  /** Seconds. */
  expiresIn: v.number(),
  capabilities: v.nullable(v.object({ image_to_video: v.boolean() })),
});
export type Credentials = v.InferOutput<typeof CredentialsSchema>;

export const ConductorCommandSchema = v.variant('command', [
  /** Connect, and wait for the word to start. */
  v.object({ command: v.literal('open'), epoch, credentials: CredentialsSchema }),
  /** Start a stream; one that runs on this session ends first, and the next is on its connection. */
  v.object({
    command: v.literal('start'),
    epoch,
    prompt: v.string(),
    portrait: v.boolean(),
    /** Begin with the last frame shown, where the session can take one and there is one. */
    withFrame: v.boolean(),
  }),
  /** Perform one prompt. Safe to repeat: a conductor performs an id once and repeats its outcome. */
  v.object({
    command: v.literal('perform'),
    epoch,
    promptId: v.string(),
    text: v.string(),
    timeoutMs: v.number(),
    /** Room time from which on it must not be sent any more: another may hold the lease by then. */
    until: v.number(),
  }),
  /** End the stream and disconnect; also said to a conductor that lost its lease. */
  v.object({ command: v.literal('end'), epoch }),
]);
export type ConductorCommand = v.InferOutput<typeof ConductorCommandSchema>;

/**
 * Why a session ended, as far as a conductor can know. Key, account, quota and capacity are the
 * service's to tell, and it tells them to the room when that mints: from a conductor they, and any
 * other reason, say no more than that its stream broke.
 */
const END_REASONS = [
  'closed',
  'conductor-gone',
  'handed-over',
  'no-conductor',
  'unreachable',
  'opening-timeout',
  'model-crash',
  'stream-ended',
  'stream-expired',
  'connection-lost',
] as const satisfies readonly Reason[];
type EndReason = (typeof END_REASONS)[number];

/** Why a prompt was not performed, or perhaps was not: for its session's end, or by the world's word. */
const PERFORMED_REASONS = [
  ...END_REASONS,
  'world-refused',
  'world-moderation-down',
  'no-acknowledgement',
] as const satisfies readonly Reason[];

/** One of the reasons that a conductor can know; any other is that its connection was lost. */
const reasonAmong = <const Known extends Reason>(known: readonly Known[]) =>
  v.pipe(
    v.picklist(REASONS),
    v.transform(
      (reason): Known | EndReason => known.find((one) => one === reason) ?? 'connection-lost',
    ),
  );
const performedReason = reasonAmong(PERFORMED_REASONS);

const PerformedSchema = v.variant('status', [
  v.object({ status: v.literal('applied'), appliedText: worldText }),
  v.object({ status: v.literal('refused'), reason: performedReason }),
  v.object({ status: v.literal('unconfirmed'), reason: performedReason }),
]);
/** What became of a prompt, in the words of its conductor. */
export type Performed = v.InferInput<typeof PerformedSchema>;
/** The same as far as the room believes it. */
export type BelievedPerformed = v.InferOutput<typeof PerformedSchema>;

/** Where viewers find the stream, in the words of its conductor: the room judges all of it. */
const ReportedWatchSchema = v.object({
  webrtcUrl: v.pipe(v.string(), v.maxLength(2000)),
  hlsUrl: v.nullable(v.pipe(v.string(), v.maxLength(2000))),
  token: v.pipe(v.string(), v.maxLength(4000)),
});

export const ConductorReportSchema = v.variant('report', [
  v.object({ report: v.literal('heartbeat'), epoch }),
  v.object({ report: v.literal('connected'), epoch }),
  v.object({
    report: v.literal('broadcasting'),
    epoch,
    streamId: id,
    watch: ReportedWatchSchema,
    appliedText: worldText,
    agoMs,
    /** How long ago the stream before it on this session ended, if there was one. */
    beforeAgoMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  }),
  v.object({ report: v.literal('performed'), epoch, promptId: id, outcome: PerformedSchema }),
  /**
   * It is about to go, and is to be lent nothing more: the room hands what it holds to another one,
   * or ends it if there is none. Without an epoch it holds nothing.
   */
  v.object({ report: v.literal('leaving'), epoch: v.optional(epoch) }),
  /** The stream is over, and the session with it; the conductor has cleaned up. */
  v.object({
    report: v.literal('ended'),
    epoch,
    reason: reasonAmong(END_REASONS),
    agoMs,
    /** How long its last stream had run, which the room may not have heard of. */
    ranMs: v.optional(v.pipe(v.number(), v.minValue(0))),
    /** And which one that was. */
    streamId: v.optional(id),
  }),
]);
/** What a conductor says. */
export type ConductorReport = v.InferInput<typeof ConductorReportSchema>;
/** The same as far as the room believes it. */
export type BelievedReport = v.InferOutput<typeof ConductorReportSchema>;

/**
 * The SDK's codes of usage errors. The room meets them when it mints, the conductor when it
 * connects, and both give the same reason.
 */
export const USAGE_ERROR_REASONS: Readonly<Record<string, Reason>> = {
  MONTHLY_LIMIT_REACHED: 'quota',
  CONCURRENT_LIMIT_REACHED: 'no-free-stream',
  STREAM_DURATION_EXCEEDED: 'stream-expired',
  ACCOUNT_SUSPENDED: 'account-suspended',
  RATE_LIMITED: 'rate-limited',
};
