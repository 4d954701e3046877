/** A change that no test can notice, because the room does the same with it. */
export interface Equivalent {
  readonly file: string;
  /** The line as it stands, so that it may move. */
  readonly line: string;
  /** As the report has it. */
  readonly change: string;
  readonly why: string;
}

export const EQUIVALENTS: readonly Equivalent[] = [
  ...never('party/turns/queue-view.ts', 'every place of the queue has its time ahead', [
    'const beforeMs = (aheadMs[index] ?? 0) + overtakersMs(turns, place, context);',
    '0 → 1',
    '0 → -1',
  ]),
  ...never('party/turns/curated.ts', 'every suggestion has its votes counted', [
    '(a, b) => (votes.get(b.id) ?? 0) - (votes.get(a.id) ?? 0),',
    '0 → 1',
    '0 → -1',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...never('party/turns/proposals.ts', 'every proposal begins with no votes', [
    'if (id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);',
    '0 → 1',
    '0 → -1',
  ]),
  ...never('party/budget/budget.ts', 'a character has a code', [
    'return [...room].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7);',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...never('party/room/people/names.ts', 'a character has a code', [
    'for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...never('party/room/text/letters.ts', 'a character has a code', [
    'const code = letter.codePointAt(0) ?? 0;',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...never('party/room/broadcast/opening-hours.ts', 'what has been split has a first part', [
    "const [first = 0, last = first] = text.split('-').map((day) => DAYS.indexOf(day.slice(0, 2)));",
    '0 → 1',
    '0 → -1',
  ]),
  ...never('party/room/broadcast/limits.ts', 'no attempt is beyond the list', [
    'return BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 60_000;',
    '60_000 → 120000',
  ]),
  ...same('party/room/broadcast/lease.ts', 'only which of the two ranks is lower counts', [
    'const isOther = ({ id }: Eligible) => (id === present ? 0 : 1);',
    '0 → -1',
    '1 → 2',
  ]),
  ...same('party/turns/clock.ts', 'of two same instants either is the earliest', [
    'for (const at of instants) if (at !== null && (first === null || at < first)) first = at;',
    'at < first → at <= first',
  ]),
  ...same('party/turns/open.ts', 'one millisecond after 1970 is as long past as 1970', [
    'return at === undefined ? 0 : at + context.rules.cooldownSeconds * 1000;',
    '0 → 1',
    '0 → -1',
  ]),
  ...same('party/turns/guarded.ts', 'the first wake begins the count, whatever stands there', [
    "attempt('start', () => ({ own: policy.start(), dueAt: null, woken: { since: 0, count: 0 } })),",
    '0 → 1',
    '0 → -1',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...same('party/room/room.ts', 'only a fault comes so far, and goes on for ever', [
    'for (let count = 0; count < ROUNDS_MAX; count += 1) {',
    'count < ROUNDS_MAX → count <= ROUNDS_MAX',
    '0 → 1',
    '0 → -1',
  ]),
  ...same(
    'party/room/room.ts',
    'in the instant of the last step there is nothing to catch up with',
    ['if (downMs > 0) {', '0 → -1', 'downMs > 0 → downMs >= 0'],
  ),
  ...same('party/room/state.ts', 'a failure of 1970 is forgotten, to a millisecond', [
    "failures: { count: 0, at: 0, reason: 'opening-timeout' },",
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...same(
    'party/room/view/publisher.ts',
    'looking at each own view finds nothing new: it only costs time',
    ['const isQuiet = welcomes.length === 0 && this.nothingPersonal(state);', '0 → -1'],
  ),
  ...never('party/budget/budget.ts', 'streams are counted after 1970', [
    'return streams.reduce((last, stream) => Math.max(last, stream.countedTo ?? 0), 0);',
    '0 → 1',
    '0 → -1',
    '0 → 1 (no. 2)',
    '0 → -1 (no. 2)',
  ]),
  ...never('party/room/broadcast/opening-hours.ts', 'no rule has so many boundaries in a week', [
    'for (let stop = 0; stop < STOPS_MAX && at < end; stop += 1) {',
    '0 → 1',
    '0 → -1',
    'stop < STOPS_MAX → stop <= STOPS_MAX',
  ]),
  ...same('party/room/broadcast/lifecycle.ts', 'an end that is null is as long past as 1970', [
    'apply(step, { to: { ...life, retryAt: step.now } });',
    'apply(step, { to: { ...life, retryAt: step.now } }); → (left out)',
  ]),
  ...same('party/room/mode.ts', 'without votes no mode has enough: counting them only costs time', [
    'if (Object.keys(state.switching.votes).length === 0) return null;',
    '0 → -1',
    'Object.keys(state.switching.votes).length === 0 → false',
  ]),
  ...same('party/room/prompts/dispatch.ts', 'what is the latest is set to the latest', [
    'if (dispatch.timeoutAt > latest) dispatch.timeoutAt = latest;',
    'dispatch.timeoutAt > latest → dispatch.timeoutAt >= latest',
  ]),
  ...same('party/room/prompts/dispatch.ts', 'what is the latest is set to the latest', [
    'if (dispatch.freeAt > latest) dispatch.freeAt = latest;',
    'dispatch.freeAt > latest → dispatch.freeAt >= latest',
  ]),
  ...same('party/room/prompts/review.ts', 'what is the latest is set to the latest', [
    'if (prompt.review.until > latest) prompt.review.until = latest;',
    'prompt.review.until > latest → prompt.review.until >= latest',
  ]),
  ...same('party/turns/queue.ts', 'what has been done in this instant is done again', [
    'if (context.isPerforming(holder.who)) return false;',
    'false → true',
  ]),
  ...same('party/turns/queue.ts', 'what has been done in this instant is done again', [
    'if (context.waitingOf(holder.who).length > 0) return false;',
    'false → true',
  ]),
  ...same('party/turns/vote.ts', 'no choice has fewer votes than none', [
    'const most = Math.max(0, ...votes.values());',
    '0 → -1',
  ]),
];

/** What is there for the compiler alone: it never comes to that. */
function never(file: string, why: string, changes: readonly [line: string, ...string[]]) {
  return same(file, `never needed: ${why}`, changes);
}

function same(file: string, why: string, [line, ...changes]: readonly [line: string, ...string[]]) {
  return changes.map((change): Equivalent => ({ file, line, change, why }));
}
