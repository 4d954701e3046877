import * as v from 'valibot';
import { PROMPT_LENGTH_CEILING } from './limits.js';
import { REASONS } from './reasons.js';
import { WatchSchema } from './view.js';

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

const PerformedSchema = v.variant('status', [
  v.object({ status: v.literal('applied'), appliedText: worldText }),
  v.object({ status: v.literal('refused'), reason: v.picklist(REASONS) }),
  v.object({ status: v.literal('unconfirmed'), reason: v.picklist(REASONS) }),
]);
export type Performed = v.InferOutput<typeof PerformedSchema>;

export const ConductorReportSchema = v.variant('report', [
  v.object({ report: v.literal('heartbeat'), epoch }),
  v.object({ report: v.literal('connected'), epoch }),
  v.object({
    report: v.literal('broadcasting'),
    epoch,
    streamId: id,
    watch: WatchSchema,
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
    reason: v.picklist(REASONS),
    agoMs,
    /** How long its last stream had run, which the room may not have heard of. */
    ranMs: v.optional(v.pipe(v.number(), v.minValue(0))),
    /** And which one that was. */
    streamId: v.optional(id),
  }),
]);
export type ConductorReport = v.InferOutput<typeof ConductorReportSchema>;

/** Bounds a text that the world rewrote, so that it fits a message with the prompt it came of. */
export function boundWorldText(text: string): string {
  return text.slice(0, PROMPT_LENGTH_CEILING);
}
