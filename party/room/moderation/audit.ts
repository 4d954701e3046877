import { upTo } from '../../../src/protocol/graphemes.js';
import { MODERATION_SHOWN } from '../../../src/protocol/limits.js';
import type { Act } from '../../../src/protocol/moderation.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../../src/protocol/reasons.js';
import type { AuditEntry } from '../../../src/protocol/records.js';
import type { Role, RoomView } from '../../../src/protocol/view.js';
import type { Outside } from '../input.js';
import type { RoomState, Step } from '../state.js';

/** Who does something: known to the room or not, by a socket or over HTTP. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** How an act came out, and what the log is to say of it. */
export interface Audited {
  readonly outcome: Outcome;
  /** Whom it was done to. */
  readonly to?: { readonly id: string; readonly name: string };
  /** What it was about. */
  readonly about?: string;
  /** When it ends; null for something without an end, left out where an end makes no sense. */
  readonly until?: number | null;
}

/** How many entries the moderator view shows, and how much of what each was about. */
const LATELY_KEPT = 20;
const ABOUT_SHOWN = 200;

export const DONE: Audited = { outcome: ACCEPTED };

export function refused(reason: Reason): Audited {
  return { outcome: refuse(reason) };
}

/** Writes an act down, for good. */
export function audit(step: Step, actor: Actor | null, { act, ...rest }: Act, done: Audited): void {
  const by = actor && { id: actor.id, name: actor.name, role: actor.role };
  const why = 'why' in rest ? rest.why : '';
  note(step, { by, act, why, to: done.to, about: done.about, until: done.until });
}

/** Writes down what the room did by itself. */
export function auditRoom(
  step: Step,
  what: string,
  about: string,
  to?: NonNullable<Audited['to']>,
): void {
  note(step, { by: null, act: what, why: '', to, about, until: undefined });
}

function note(
  { state, now, effects }: Step,
  { to, about, until, ...rest }: Pick<AuditEntry, 'by' | 'act' | 'why'> & Omit<Noted, 'outcome'>,
): void {
  state.records.noted.audit += 1;
  const entry: AuditEntry = {
    no: state.records.noted.audit,
    at: now,
    ...rest,
    to: to ? { id: to.id, name: to.name } : null,
    about: about ?? null,
    // In the log 0 is without an end, and null that there can be none.
    until: until === undefined ? null : (until ?? 0),
  };
  effects.push({ type: 'record', record: { log: 'audit', entry } });
  // The record keeps the whole of it; the moderator view shows its beginning.
  const { lately } = state.moderation;
  lately.push({ ...entry, about: entry.about === null ? null : upTo(entry.about, ABOUT_SHOWN) });
  lately.splice(0, lately.length - LATELY_KEPT);
}

type Noted = { [Key in keyof Audited]: Audited[Key] | undefined };

/** What concerns the room as a whole, and is told with its reason. */
const OF_THE_ROOM: ReadonlySet<string> = new Set(['skip', 'lock', 'unlock', 'panic', 'undo']);

/** What concerns one person: everybody may know that it was done, and not to whom, nor why. */
const OF_A_PERSON: ReadonlySet<string> = new Set(['remove', 'mute', 'ban']);

/** What moderators did last, as everybody may know it. */
export function moderationView({ moderation }: RoomState): RoomView['moderation'] {
  const told = moderation.lately.flatMap(({ no, at, act, about, why }) => {
    if (OF_A_PERSON.has(act)) return [{ no, at, act, what: null, why: '' }];
    const what = act === 'lock' || act === 'unlock' ? about : null;
    return OF_THE_ROOM.has(act) ? [{ no, at, act, what, why }] : [];
  });
  return told.slice(-MODERATION_SHOWN);
}

/** Writes down when something outside the room stops answering, and when it answers again. */
export function heardFromOutside(step: Step, what: Outside, answers: boolean): void {
  const { outside } = step.state;
  if (answers !== outside.silent.includes(what)) return;
  outside.silent = answers
    ? outside.silent.filter((other) => other !== what)
    : [...outside.silent, what];
  auditRoom(step, answers ? 'answers-again' : 'answers-not', what);
}
