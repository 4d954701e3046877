import { ellipsized } from '../../../src/protocol/graphemes.js';
import {
  byteLength,
  MESSAGE_BYTES_MAX,
  PROMPT_LENGTH_CEILING,
  RECEIPTS_SHOWN,
} from '../../../src/protocol/limits.js';
import type { Receipt } from '../../../src/protocol/reasons.js';
import type {
  Change,
  LifeView,
  RoomView,
  Standing,
  TurnsView,
  You,
} from '../../../src/protocol/view.js';
import { POLICIES, type Policies } from '../../turns/policies.js';
import { closingWarning } from '../broadcast/availability.js';
import { BREAK_MS } from '../broadcast/limits.js';
import { shownStreamId } from '../broadcast/stream-id.js';
import { switchingView } from '../mode.js';
import { moderationView } from '../moderation/audit.js';
import { endOnWire, isUnattended } from '../moderation/restrictions.js';
import { personOf } from '../people/known.js';
import { newParticipant } from '../people/participants.js';
import { receiptOf, tellAuthor } from '../prompts/prompts.js';
import type { Restriction, RoomState, Step } from '../state.js';
import { policyOf, turnContext } from '../turns.js';

/**
 * What each may see: the only place that makes views, so that nothing else can leak. None of it
 * grows with the audience, and all of it fits one message.
 */

export function roomView(state: RoomState, now: number, policies: Policies = POLICIES): RoomView {
  const turns = turnsView({ state, now, effects: [], policies });
  const shown = peopleShown(turns);
  return fitRoom({
    // Only moderators may read which words are blocked.
    rules: { ...state.rules.values, blockedWords: '' },
    life: lifeView(state, now),
    turns,
    audience: { watching: state.audience.watching },
    typing: state.typing.filter((who) => shown.has(who)),
    performing: performingView(state),
    changes: state.world.changes,
    reactions: { of: state.reactions.of, sums: state.reactions.sums },
    locks: locksView(state),
    unattended: isUnattended(state),
    announcement: state.moderation.announcement,
    moderation: moderationView(state),
  });
}

/** The people of the turns whom everybody is shown. */
export function peopleShown(turns: TurnsView): ReadonlySet<string> {
  const holder = 'holder' in turns ? turns.holder : null;
  const next = 'next' in turns ? turns.next : [];
  const asking = 'asking' in turns ? (turns.asking?.next ?? []) : [];
  return new Set([...(holder === null ? [] : [holder]), ...next, ...asking].map(({ id }) => id));
}

function turnsView(work: Step): TurnsView {
  const { state } = work;
  const shown = policyOf(work).view(state.turns, turnContext(work));
  const last = shown.last ?? state.switching.ended;
  const always = { mode: state.rules.values.turns, last, switching: switchingView(work) };
  // The table of policies proves that each shows what its mode has on the wire.
  return { ...shown, ...always } as TurnsView;
}

/** Makes each participant's own view; made once for many. */
export function youViews(
  state: RoomState,
  now: number,
  policies: Policies = POLICIES,
): (who: string) => You {
  const work: Step = { state, now, effects: [], policies };
  const policy = policyOf(work);
  const standingOf = policy.standings(state.turns, turnContext(work));
  return (who) => {
    const { name = '', role = 'viewer', muted = null } = personOf(state, who) ?? {};
    const standing = standingOf(who);
    const votes = policy.votesOf(state.turns, who);
    return { id: who, name, role, standing, ...votes, muted: restrictionView(muted) };
  };
}

/** How somebody of each role stands who only watches. */
export function watcherStandings(
  state: RoomState,
  now: number,
  policies: Policies,
): { readonly viewer: Standing; readonly prompter: Standing } {
  const watcher = { ...newParticipant(now), awayAt: null };
  const watchers = {
    viewer: { ...watcher, role: 'viewer' as const },
    prompter: { ...watcher, role: 'prompter' as const },
  };
  const youFor = youViews({ ...state, watchers }, now, policies);
  return { viewer: youFor('viewer').standing, prompter: youFor('prompter').standing };
}

/**
 * Whether all who only watch see the same of themselves but for their names. So it is in the package's
 * modes; a site's own may tell them apart.
 */
export function areWatchersAlike(work: Pick<Step, 'state' | 'policies'>): boolean {
  return !('probe' in policyOf(work));
}

/** A participant's own receipts beside the rest: what is still open, and the last that were settled. */
export function receiptsOf(state: RoomState, who: string, room: RoomView, you: You): Receipt[] {
  const mine = state.prompts
    .filter(({ by, via }) => by === who && via !== 'cue')
    .slice(-RECEIPTS_SHOWN);
  return fitReceipts(mine.map(receiptOf), room, you);
}

function lifeView(state: RoomState, now: number): LifeView {
  const { life } = state;
  const idOf = ({ streamId }: { readonly streamId: string }) => shownStreamId(state, streamId);
  switch (life.phase) {
    case 'dark':
      return { phase: 'dark', reason: life.reason, until: life.until };
    case 'opening': {
      const { since, attempt, reason, before } = life;
      const stream = before && { streamId: idOf(before), watch: before.watch };
      return { phase: 'opening', since, attempt, reason, before: stream };
    }
    case 'live': {
      const { startedAt, watch, spreadMs = 0 } = life;
      const stream = { streamId: idOf(life), startedAt, watch };
      const spread = spreadMs > 0 ? { spreadMs } : {};
      return { phase: 'live', ...stream, ...spread, lastCall: closingWarning(state, now) };
    }
    case 'renewing': {
      const { startedAt, watch, held, since } = life;
      const stream = { streamId: idOf(life), startedAt, watch };
      const lastCall = closingWarning(state, now);
      return { phase: 'renewing', ...stream, lastCall, held, expectedAt: since + BREAK_MS };
    }
    case 'closing':
      return { phase: 'closing', since: life.since };
    case 'failed':
      return { phase: 'failed', reason: life.reason, retryAt: life.retryAt };
  }
}

/** What has no end is 0 on the wire. */
function restrictionView(one: Restriction | null): You['muted'] {
  return one && { until: endOnWire(one.until), why: one.why };
}

function locksView({ locks }: RoomState): RoomView['locks'] {
  return {
    prompts: restrictionView(locks.prompts),
    queue: restrictionView(locks.queue),
    joins: restrictionView(locks.joins),
  };
}

function performingView(state: RoomState): RoomView['performing'] {
  const { dispatch, prompts } = state;
  if (dispatch.phase !== 'inFlight') return null;
  const prompt = prompts.find(({ id }) => id === dispatch.promptId);
  if (prompt === undefined) return null;
  return { ...tellAuthor(state, prompt), text: prompt.text };
}

/**
 * Views are kept to one message, whatever a room holds: texts are shown shorter, all alike, until the
 * rest fits, and the lists have what is left. Usually nothing has to be cut.
 */

/** What of a welcome the public view may fill; the rest is for the visitor's own view and receipts. */
const ROOM_BYTES_MAX = MESSAGE_BYTES_MAX - 4_000;

const LIST_BYTES_MAX = 5_000;

/** How long texts are shown, in characters: the first of these with which all fits. */
const TEXT_LENGTHS = [PROMPT_LENGTH_CEILING, 600, 200, 60] as const;

/** A list's entry with more bytes than this is cut, so that the list is not empty because of it. */
const ENTRY_BYTES_MAX = LIST_BYTES_MAX / 2;
const ENTRY_TEXT_SHOWN = 280;

/** The public view as it fits beside what each visitor is told besides. */
function fitRoom(whole: RoomView): RoomView {
  const { changes } = whole;
  let left = 0;
  let shown = whole;
  for (const length of TEXT_LENGTHS) {
    shown = { ...withTexts(whole, length), changes: [] };
    left = ROOM_BYTES_MAX - bytesOf(shown);
    if (left >= LIST_BYTES_MAX / 2) break;
  }
  return { ...shown, changes: newestThatFit(changes, left) };
}

/** The newest of a participant's receipts, as many as fit beside the room. */
function fitReceipts(receipts: readonly Receipt[], room: RoomView, you: unknown): Receipt[] {
  const around = bytesOf(room) + bytesOf(you) + ENVELOPE_BYTES;
  return newestThatFit(receipts, MESSAGE_BYTES_MAX - around);
}

/** What a welcome has around its snapshot, with the identity and the names of all rules. */
const ENVELOPE_BYTES = 1_800;

/** The newest entries that fit into so many bytes, in their order. */
function newestThatFit<Item extends Pick<Change, 'text'> & { appliedText: string | null }>(
  items: readonly Item[],
  bytesMax: number,
): Item[] {
  const kept: Item[] = [];
  let left = Math.min(bytesMax, LIST_BYTES_MAX);
  for (const item of [...items].reverse()) {
    const { text, appliedText } = item;
    const cutShort = () => ({
      ...item,
      text: ellipsized(text, ENTRY_TEXT_SHOWN),
      appliedText: appliedText && ellipsized(appliedText, ENTRY_TEXT_SHOWN),
    });
    const entry = bytesOf(item) > ENTRY_BYTES_MAX ? cutShort() : item;
    left -= bytesOf(entry) + 1;
    if (left < 0) break;
    kept.unshift(entry);
  }
  return kept;
}

function withTexts(view: RoomView, length: number): RoomView {
  const { rules, performing, locks, moderation } = view;
  const lock = (one: RoomView['locks']['prompts']) =>
    one && { ...one, why: ellipsized(one.why, length) };
  return {
    ...view,
    rules: {
      ...rules,
      opening: ellipsized(rules.opening, length),
      safePrompt: ellipsized(rules.safePrompt, length),
    },
    performing: performing && { ...performing, text: ellipsized(performing.text, length) },
    locks: { prompts: lock(locks.prompts), queue: lock(locks.queue), joins: lock(locks.joins) },
    moderation: moderation.map((one) => ({ ...one, why: ellipsized(one.why, length) })),
  };
}

function bytesOf(value: unknown): number {
  return byteLength(JSON.stringify(value));
}
