import { nextDue, type Step, snapshot } from '../context.js';
import type { AccountedSession } from '../input.js';
import type { RoomState } from '../state.js';
import { leaseAt, leaseOf } from './lease.js';
import { SLOT_MS } from './limits.js';
import type { Account, StreamBefore } from './state.js';
import { streamMs } from './streams.js';

/**
 * What each session costs, from the minting of its credentials until the service has its place
 * back. The ledger of all rooms is told, as often as it takes; telling it twice changes nothing.
 */

const ANSWER_LIMIT_MS = 10_000;
const RETRY_MS = 5_000;
/** The service holds the place of a session as long as its conductor is at work: so far ahead. */
const HELD_MS = 30_000;
const HELD_ANEW_MS = 10_000;
/** While a stream runs the ledger is asked this often when the hours run out. */
const ASK_EVERY_MS = 30_000;

/** A place at the service is asked for. */
export function reserveSession({ state, now }: Step, epoch: number): void {
  const until = now + SLOT_MS;
  state.accounts.list.push({
    ...{ epoch, who: null, until, over: false, streams: [], revision: 1, told: 0 },
  });
}

/** Credentials for it are there: they say how long the place is held, used or not. */
export function sessionMinted(step: Step, epoch: number, expiresInMs: number): void {
  changeAccount(step, epoch, (account) => {
    account.until = step.now + expiresInMs;
  });
}

export function lendSession({ state }: Step, epoch: number, who: string): void {
  const account = find(state, epoch);
  if (account !== undefined) account.who = who;
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
  changeAccount(step, epoch, (account) => {
    const { streams } = account;
    const before = streams.at(-1);
    if (before !== undefined && beforeEndedAt !== null) {
      before.endedAt = Math.min(startedAt, Math.max(before.endedAt ?? 0, beforeEndedAt));
    }
    streams.push({ id, no: (streams.at(-1)?.no ?? 0) + 1, startedAt, endedAt: null });
    account.until = Math.max(account.until, endAt);
  });
}

export function streamOver(step: Step, epoch: number, endedAt: number): void {
  changeAccount(step, epoch, ({ streams }) => {
    const last = streams.at(-1);
    if (last !== undefined && last.endedAt === null) {
      last.endedAt = Math.max(last.startedAt, endedAt);
    }
  });
}

/** Whether its last stream may still run, for all that was said of it. */
export function isStreaming(state: RoomState, epoch: number): boolean {
  const account = find(state, epoch);
  return account?.over === false && account.streams.at(-1)?.endedAt === null;
}

/** Its place is free again. */
export function sessionOver(step: Step, epoch: number, endedAt: number): void {
  streamOver(step, epoch, endedAt);
  changeAccount(step, epoch, (account) => {
    account.over = true;
  });
}

/** A conductor that lost its lease says that its session is over; only its own counts. */
export function lateEnd(
  step: Step,
  epoch: number,
  connection: string,
  endedAt: number,
  ranMs: number,
): void {
  const { state } = step;
  const account = find(state, epoch);
  const who = state.connections[connection]?.who ?? null;
  if (account === undefined || account.who !== who || account.over) return;
  // Another page of the same participant holds it.
  if (isHeld(state, epoch) && leaseOf(state, connection, epoch) === null) return;
  streamMissed(step, account, endedAt, ranMs);
  sessionOver(step, epoch, endedAt);
}

/** A stream whose beginning was never heard of: the line, or the room, was down. */
function streamMissed({ state, now }: Step, account: Account, endedAt: number, ranMs: number) {
  const startedAt = endedAt - Math.min(ranMs, streamMs(state, now));
  const last = account.streams.at(-1);
  const isKnown = last !== undefined && (last.endedAt ?? endedAt) > startedAt;
  if (isKnown || startedAt >= endedAt) return;
  account.streams.push({ no: (last?.no ?? 0) + 1, startedAt, endedAt });
}

/** The ledger has heard. */
export function accounted(step: Step, told: readonly AccountedSession[], closes: Closes): void {
  const { accounts } = step.state;
  for (const { epoch, revision } of told) {
    const account = find(step.state, epoch);
    if (account !== undefined) account.told = Math.max(account.told, revision);
  }
  Object.assign(accounts, { askedAt: null, retryAt: null, heardAt: step.now, closes });
}

type Closes = RoomState['accounts']['closes'];

/** It has not: what is known of the hours stands. */
export function unaccounted({ state, now }: Step): void {
  state.accounts.askedAt = null;
  state.accounts.retryAt = now + RETRY_MS;
}

/** Closes what the service has let go by now, and tells the ledger what it does not know. */
export function usageTick(step: Step): number | null {
  const { state, now, effects } = step;
  const { accounts, meta } = state;
  for (const { epoch, over, until, streams } of accounts.list) {
    if (over || dueAt(state, epoch, until) > now) continue;
    if (isHeld(state, epoch))
      changeAccount(step, epoch, (account) => (account.until = now + HELD_MS));
    else sessionOver(step, epoch, Math.min(until, longestEnd(step, streams) ?? until));
  }
  if (accounts.list.some((account) => isSettled(state, account))) {
    accounts.list = accounts.list.filter((account) => !isSettled(state, account));
  }
  if (meta.hasLedger && askDueAt(state) <= now) {
    accounts.askedAt = now;
    const sessions = snapshot(accounts.list)
      .filter((account) => isUntold(state, account))
      .map(toldOf);
    effects.push({ type: 'account', sessions });
  }
  const open = accounts.list.filter(({ over }) => !over);
  const expiries = open.map(({ epoch, until }) => dueAt(state, epoch, until));
  const askAt = meta.hasLedger ? askDueAt(state) : Infinity;
  // A room with nothing to wait for sets no timer: that would keep it in memory.
  return nextDue(step, [...expiries, askAt === Infinity ? null : askAt]);
}

/** When a session's place is free, or has to be held anew. */
function dueAt(state: RoomState, epoch: number, until: number): number {
  return isHeld(state, epoch) ? until - HELD_ANEW_MS : until;
}

function isHeld(state: RoomState, epoch: number): boolean {
  return leaseAt(state, epoch) !== null;
}

/** When the service has ended the last stream of a lost session, at the latest. */
function longestEnd({ state, now }: Step, streams: Account['streams']): number | null {
  const last = streams.at(-1);
  return last === undefined ? null : last.startedAt + streamMs(state, now);
}

/** When the ledger is to be told or asked. */
function askDueAt(state: RoomState): number {
  const { askedAt, retryAt, list } = state.accounts;
  if (askedAt !== null) return askedAt + ANSWER_LIMIT_MS;
  if (retryAt !== null) return retryAt;
  if (list.some((account) => isUntold(state, account))) return 0;
  return 'streamId' in state.life ? state.accounts.heardAt + ASK_EVERY_MS : Infinity;
}

/** Both the service and the ledger are done with it. */
function isSettled(state: RoomState, account: Account): boolean {
  return account.over && !isUntold(state, account) && isMeasured(state, account);
}

/** Whether the service has said how long each of its streams ran, as far as it can be asked. */
function isMeasured({ meta }: RoomState, { streams }: Account): boolean {
  return !meta.hasLedger || streams.every(({ id, measured }) => id === undefined || measured);
}

function isUntold({ meta }: RoomState, { told, revision }: Account): boolean {
  return meta.hasLedger && told < revision;
}

function find({ accounts }: RoomState, epoch: number): Account | undefined {
  return accounts.list.find((account) => account.epoch === epoch);
}

/** What the ledger hears of it. */
function toldOf({ epoch, until, over, streams, revision }: Account): AccountedSession {
  const bare = streams.map(({ no, startedAt, endedAt }) => ({ no, startedAt, endedAt }));
  return { epoch, until, over, streams: bare, revision };
}

/** Every change is a new revision: the ledger hears of it. */
export function changeAccount(
  { state }: Step,
  epoch: number,
  how: (account: Account) => void,
): void {
  const account = find(state, epoch);
  if (account === undefined) return;
  how(account);
  account.revision += 1;
}

/**
 * How long a stream ran is told by its conductor, which may be lost, or late to hear that it began.
 * The service knows: it has a recording once the stream is over, and is asked for its length.
 */

const FIRST_MS = 10_000;
const REST_MAX_MS = 60_000;

/** So often it is asked about a stream whose length was told; then that stands. */
const TRIES_MAX = 4;

type Stream = Account['streams'][number];

/** Asks about the streams that are over, and about those that nobody here tells of any more. */
export function measuringTick({ state, now, effects }: Step): number | null {
  if (!state.meta.hasLedger) return null;
  for (const account of state.accounts.list) {
    for (const stream of account.streams) {
      const { id, no } = stream;
      if (id === undefined || !isToMeasure(state, account, stream)) {
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
      effects.push({ type: 'measure', epoch: account.epoch, no, streamId: id });
    }
  }
  const asked = state.accounts.list.flatMap(({ streams }) => streams);
  return nextDue(
    { now },
    asked.map(({ measuring }) => measuring?.at ?? null),
  );
}

/** The service says how long it ran: the longer counts, where its conductor has told it as well. */
export function measured(step: Step, epoch: number, no: number, seconds: number): void {
  const { state, now } = step;
  changeAccount(step, epoch, ({ streams }) => {
    const stream = streams.find((one) => one.no === no);
    if (stream === undefined || stream.measured === true) return;
    stream.measured = true;
    const ms = seconds * 1000;
    if (stream.endedAt === null) stream.endedAt = Math.min(now, stream.startedAt + ms);
    else {
      const longest = Math.min(ms, streamMs(state, now));
      stream.startedAt = Math.min(stream.startedAt, stream.endedAt - longest);
    }
  });
}

/** Whether it is over, or its conductor lost: while one is at work its stream has no length yet. */
function isToMeasure(state: RoomState, { epoch, streams }: Account, stream: Stream): boolean {
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
  const plays = life.phase === 'live' || (life.phase === 'renewing' && !life.held);
  if (!plays || lease === null) return null;
  const { streamId, watch, startedAt } = life;
  return { epoch: lease.epoch, streamId, watch, endAt: startedAt + streamMs(state, now) };
}

/** Whether it is over by now, by its conductor's late word or by the service's limit. */
export function isStreamOver({ state, now }: Step, { epoch, endAt }: StreamBefore): boolean {
  return endAt <= now || !isStreaming(state, epoch);
}
