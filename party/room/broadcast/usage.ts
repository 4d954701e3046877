import type { SessionReport } from '../input.js';
import { entry, nextDue, type RoomState, type Step, snapshot } from '../state.js';
import { leaseAt, leaseOf } from './lease.js';
import { SLOT_MS } from './limits.js';
import type { SessionUsage, StreamBefore, Usage } from './state.js';
import { isTaken } from './stream-id.js';
import { expectedEnd, isPlaying, streamMs } from './streams.js';

/**
 * What each session costs, from the minting of its credentials until the service has its place
 * back. The ledger of all rooms is told, as often as it takes; telling it twice changes nothing.
 */

const ANSWER_LIMIT_MS = 10_000;
const RETRY_MS = 5_000;
/** The service holds the place of a session as long as its conductor is at work: so far ahead. */
const HELD_MS = 30_000;
const HELD_AGAIN_MS = 10_000;
/** While a stream runs the ledger is asked this often when the hours run out. */
const ASK_EVERY_MS = 30_000;

/** A place at the service is asked for. */
export function reserveSession({ state, now }: Step, epoch: number): void {
  const until = now + SLOT_MS;
  state.usage.sessions.push({
    ...{ epoch, who: null, until, over: false, streams: [], revision: 1, told: 0 },
  });
}

/** Credentials for it are there: they say how long the place is held, used or not. */
export function sessionMinted(step: Step, epoch: number, expiresInMs: number): void {
  changeSession(step, epoch, (session) => {
    session.until = step.now + expiresInMs;
  });
}

export function lendSession({ state }: Step, epoch: number, who: string): void {
  const session = find(state, epoch);
  if (session !== undefined) session.who = who;
}

interface Began {
  readonly streamId: string;
  readonly startedAt: number;
  /** The service ends it by itself then. */
  readonly endAt: number;
  /** When the stream before it on the same session ended, as far as that was told. */
  readonly beforeEndedAt: number | null;
}

export function streamBegan(step: Step, epoch: number, began: Began): void {
  const { streamId: id, startedAt, endAt, beforeEndedAt } = began;
  changeSession(step, epoch, (session) => {
    const { streams } = session;
    const before = streams.at(-1);
    if (before !== undefined && beforeEndedAt !== null) {
      before.endedAt = Math.min(startedAt, Math.max(before.endedAt ?? 0, beforeEndedAt));
    }
    streams.push({ id, no: (streams.at(-1)?.no ?? 0) + 1, startedAt, endedAt: null });
    session.until = Math.max(session.until, endAt);
  });
}

/** Who hears late that the service ended a stream tells a later end than it can have had. */
export function streamOver(step: Step, epoch: number, endedAt: number): void {
  const { state, now } = step;
  changeSession(step, epoch, ({ streams }) => {
    const last = streams.at(-1);
    if (last === undefined || last.endedAt !== null) return;
    const latest = expectedEnd(state, last.startedAt, now);
    last.endedAt = Math.max(last.startedAt, Math.min(endedAt, latest));
  });
}

/** Whether its last stream may still run, for all that was said of it. */
function isStreaming(state: RoomState, epoch: number): boolean {
  const session = find(state, epoch);
  return session?.over === false && session.streams.at(-1)?.endedAt === null;
}

/** Its place is free again. */
export function sessionOver(step: Step, epoch: number, endedAt: number): void {
  streamOver(step, epoch, endedAt);
  changeSession(step, epoch, (session) => {
    session.over = true;
  });
}

/** What a conductor says of the end of its session, and of the last stream on it. */
interface SessionEnd {
  readonly endedAt: number;
  readonly ranMs: number;
  readonly streamId: string | undefined;
}

/** Its conductor says that it has come to the service: from then on its end is the conductor's to tell. */
export function sessionConnected({ state }: Step, epoch: number, connection: string): void {
  const session = ownSession(state, epoch, connection);
  if (session !== undefined) session.isConnected = true;
}

/**
 * A conductor, also one that lost its lease, says that its session is over; only its own counts. One
 * that never came to the service knows nothing of the place there: that is free once the room has handed
 * the session back, or its time is up.
 */
export function sessionEnded(step: Step, epoch: number, connection: string, end: SessionEnd): void {
  const session = ownSession(step.state, epoch, connection);
  // What an earlier version stored is known to have been connected by its streams alone.
  const isConnected = session?.isConnected === true || (session?.streams.length ?? 0) > 0;
  if (session === undefined || !isConnected) return;
  streamMissed(step, session, end);
  sessionOver(step, epoch, end.endedAt);
}

/** The session that a connection may tell of, as long as it is not over. */
function ownSession(state: RoomState, epoch: number, connection: string): SessionUsage | undefined {
  const session = find(state, epoch);
  const who = entry(state.connections, connection)?.who ?? null;
  if (session === undefined || session.who !== who || session.over) return undefined;
  // Another page of the same participant holds it.
  if (isHeld(state, epoch) && leaseOf(state, connection, epoch) === null) return undefined;
  return session;
}

/** A stream whose beginning was never heard of: the line, or the room, was down. */
function streamMissed({ state, now }: Step, session: SessionUsage, end: SessionEnd): void {
  const { endedAt, ranMs, streamId: id } = end;
  const startedAt = endedAt - Math.min(ranMs, streamMs(state, now));
  const last = session.streams.at(-1);
  const isKnown = last !== undefined && (last.endedAt ?? endedAt) > startedAt;
  if (isKnown || startedAt >= endedAt) return;
  const name = id === undefined || isTaken(state, id) ? {} : { id };
  session.streams.push({ ...name, no: (last?.no ?? 0) + 1, startedAt, endedAt });
}

/** The ledger has heard. */
export function usageReported(
  step: Step,
  told: readonly SessionReport[],
  closes: Usage['closes'],
): void {
  const { usage } = step.state;
  for (const { epoch, revision } of told) {
    const session = find(step.state, epoch);
    if (session !== undefined) session.told = Math.max(session.told, revision);
  }
  Object.assign(usage, { askedAt: null, retryAt: null, heardAt: step.now, closes });
}

/** It has not: what is known of the hours stands. */
export function usageUnreported({ state, now }: Step): void {
  state.usage.askedAt = null;
  state.usage.retryAt = now + RETRY_MS;
}

/** Closes sessions whose place is free by now, and tells the ledger what it does not know. */
export function usageTick(step: Step): number | null {
  const { state, now, effects } = step;
  const { usage } = state;
  for (const { epoch, over, until, streams } of usage.sessions) {
    if (over || dueAt(state, epoch, until) > now) continue;
    if (isHeld(state, epoch))
      changeSession(step, epoch, (session) => (session.until = now + HELD_MS));
    else sessionOver(step, epoch, Math.min(until, longestEnd(step, streams) ?? until));
  }
  if (usage.sessions.some((session) => isSettled(state, session))) {
    usage.sessions = usage.sessions.filter((session) => !isSettled(state, session));
  }
  if (usage.hasLedger && askDueAt(state) <= now) {
    usage.askedAt = now;
    const sessions = snapshot(usage.sessions)
      .filter((session) => isUntold(state, session))
      .map(toldOf);
    effects.push({ type: 'report-usage', sessions });
  }
  const open = usage.sessions.filter(({ over }) => !over);
  const expiries = open.map(({ epoch, until }) => dueAt(state, epoch, until));
  const askAt = usage.hasLedger ? askDueAt(state) : Infinity;
  // A room with nothing to wait for sets no timer: that would keep it in memory.
  return nextDue(step, [...expiries, askAt === Infinity ? null : askAt]);
}

/** When a session's place is free, or has to be held again. */
function dueAt(state: RoomState, epoch: number, until: number): number {
  return isHeld(state, epoch) ? until - HELD_AGAIN_MS : until;
}

function isHeld(state: RoomState, epoch: number): boolean {
  return leaseAt(state, epoch) !== null;
}

/** When the service has ended the last stream of a lost session, at the latest. */
function longestEnd({ state, now }: Step, streams: SessionUsage['streams']): number | null {
  const last = streams.at(-1);
  return last === undefined ? null : expectedEnd(state, last.startedAt, now);
}

/** When the ledger is to be told or asked. */
function askDueAt(state: RoomState): number {
  const { askedAt, retryAt, sessions } = state.usage;
  if (askedAt !== null) return askedAt + ANSWER_LIMIT_MS;
  if (retryAt !== null) return retryAt;
  if (sessions.some((session) => isUntold(state, session))) return 0;
  return 'streamId' in state.life ? state.usage.heardAt + ASK_EVERY_MS : Infinity;
}

/** Both the service and the ledger are done with it. */
function isSettled(state: RoomState, session: SessionUsage): boolean {
  return session.over && !isUntold(state, session) && isMeasured(state, session);
}

/** Whether the service has said how long each of its streams ran, as far as it can be asked. */
function isMeasured({ usage }: RoomState, { streams }: SessionUsage): boolean {
  return !usage.hasLedger || streams.every(({ id, measured }) => id === undefined || measured);
}

function isUntold({ usage }: RoomState, { told, revision }: SessionUsage): boolean {
  return usage.hasLedger && told < revision;
}

function find({ usage }: RoomState, epoch: number): SessionUsage | undefined {
  return usage.sessions.find((session) => session.epoch === epoch);
}

/** What the ledger hears of it. */
function toldOf({ epoch, until, over, streams, revision }: SessionUsage): SessionReport {
  const bare = streams.map(({ no, startedAt, endedAt }) => ({ no, startedAt, endedAt }));
  return { epoch, until, over, streams: bare, revision };
}

/** Every change is a new revision: the ledger hears of it. */
function changeSession({ state }: Step, epoch: number, how: (session: SessionUsage) => void): void {
  const session = find(state, epoch);
  if (session === undefined) return;
  how(session);
  session.revision += 1;
}

/**
 * How long a stream ran is told by its conductor, which may be lost, or late to hear that it began.
 * The service knows: it has a recording once the stream is over, and is asked for its length.
 */

const FIRST_MS = 10_000;
const REST_MAX_MS = 60_000;

/** So often it is asked about a stream whose length was told; then that stands. */
const TRIES_MAX = 4;

type Stream = SessionUsage['streams'][number];

/** Asks about the streams that are over, and about those that nobody here tells of any more. */
export function measuringTick({ state, now, effects }: Step): number | null {
  if (!state.usage.hasLedger) return null;
  for (const session of state.usage.sessions) {
    for (const stream of session.streams) {
      const { id, no } = stream;
      if (id === undefined || !isToMeasure(state, session, stream)) {
        delete stream.measuring;
        continue;
      }
      stream.measuring ??= { tries: 0, at: now + FIRST_MS };
      const { tries, at } = stream.measuring;
      // A clock that was put back makes no long wait.
      if (at > now && at <= now + REST_MAX_MS) continue;
      if (stream.endedAt !== null && tries >= TRIES_MAX) {
        stream.measured = true;
        delete stream.measuring;
        continue;
      }
      const restMs = Math.min(FIRST_MS * 2 ** tries, REST_MAX_MS);
      stream.measuring = { tries: tries + 1, at: now + restMs };
      effects.push({ type: 'measure', epoch: session.epoch, no, streamId: id });
    }
  }
  const asked = state.usage.sessions.flatMap(({ streams }) => streams);
  return nextDue(
    { now },
    asked.map(({ measuring }) => measuring?.at ?? null),
  );
}

/** A page that is slow hears of a beginning or an end so much later; a recording that lacks more is cut. */
const HEARD_LATE_MS = 3_000;

/** The service says how long it ran, which counts unless its recording seems to be cut. */
export function measured(step: Step, epoch: number, no: number, seconds: number): void {
  const { state, now } = step;
  changeSession(step, epoch, ({ streams }) => {
    const stream = streams.find((one) => one.no === no);
    if (stream === undefined || stream.measured === true) return;
    stream.measured = true;
    const ms = seconds * 1000;
    const { startedAt, endedAt } = stream;
    if (endedAt === null) {
      stream.endedAt = Math.min(now, startedAt + ms);
    } else if (endedAt - startedAt <= ms) {
      stream.startedAt = Math.min(startedAt, endedAt - Math.min(ms, streamMs(state, now)));
    } else if (endedAt - startedAt <= ms + HEARD_LATE_MS) {
      stream.endedAt = startedAt + ms;
    }
  });
}

/** Whether it is over, or its conductor lost: while one is at work its stream has no length yet. */
function isToMeasure(state: RoomState, { epoch, streams }: SessionUsage, stream: Stream): boolean {
  if (stream.measured === true) return false;
  if (stream.endedAt !== null) return true;
  const isLast = stream.no === streams.at(-1)?.no;
  return isLast && isStreaming(state, epoch) && leaseAt(state, epoch) === null;
}

/**
 * The stream of a conductor that was lost. Nobody prompts it any more, but most often it still plays
 * at the service: everybody stays with it until the next one is there.
 */

/** The present stream as it is remembered once its lease is gone; null where it is over. */
export function presentStream({ state, now }: Step): StreamBefore | null {
  const { life, lease } = state;
  if (!isPlaying(life) || lease === null) return null;
  const { streamId, watch, startedAt } = life;
  return { epoch: lease.epoch, streamId, watch, endAt: expectedEnd(state, startedAt, now) };
}

/** Whether it is over by now, by its conductor's late word or by the service's limit. */
export function isStreamOver({ state, now }: Step, { epoch, endAt }: StreamBefore): boolean {
  return endAt <= now || !isStreaming(state, epoch);
}
