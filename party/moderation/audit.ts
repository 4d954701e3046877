import type { Act } from '../../src/protocol/acts.js';
import { ACCEPTED, type Outcome, type Reason, refuse } from '../../src/protocol/reasons.js';
import type { AuditEntry } from '../../src/protocol/records.js';
import type { Step } from '../room/step-context.js';
import type { Actor } from './act.js';

/** How an act came out, and what the log is to say of it. */
export interface Audited {
  readonly outcome: Outcome;
  /** Whom it was done to. */
  readonly to?: { readonly id: string; readonly name: string };
  /** What it was about. */
  readonly about?: string;
  readonly until?: number;
}

/** How many entries the desk shows, and how much of what each was about. */
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

/** Writes down what befell the room by itself. */
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
  state.meta.noted.audit += 1;
  const entry: AuditEntry = {
    no: state.meta.noted.audit,
    at: now,
    ...rest,
    to: to ? { id: to.id, name: to.name } : null,
    about: about ?? null,
    until: until ?? null,
  };
  effects.push({ type: 'record', record: { log: 'audit', entry } });
  // The record keeps the whole of it; for the desk its beginning will do.
  const { lately } = state.moderation;
  lately.push({ ...entry, about: entry.about?.slice(0, ABOUT_SHOWN) ?? null });
  lately.splice(0, lately.length - LATELY_KEPT);
}

type Noted = { [Key in keyof Audited]: Audited[Key] | undefined };
