import type { Desk } from '../../../src/protocol/desk.js';
import { byteLength, MESSAGE_BYTES_MAX } from '../../../src/protocol/limits.js';
import type { ServerMessage } from '../../../src/protocol/messages.js';
import { ACCEPTED, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import { isStaff, type Role } from '../../../src/protocol/view.js';
import type { Policies } from '../../turns/policies.js';
import type { Step } from '../context.js';
import { findPerson } from '../moderation/sanctions.js';
import type { RoomState } from '../state.js';
import { policyOf, turnContext, turnsNow } from '../turns.js';

/** How many of each kind of people of note, and how many held prompts, are looked at. */
const OF_EACH = 20;

const BANS_SHOWN = 50;

/** What of a message the lists may fill; the rest is for what goes around them. */
const LISTS_BYTES_MAX = MESSAGE_BYTES_MAX - 500;

/** A moderator's interface is opened on a connection, or closed. */
export function openDesk(state: RoomState, id: string, open: boolean): Outcome {
  const connection = state.connections[id];
  if (connection?.who == null) return refuse('hello-first');
  if (!isStaff(state.participants[connection.who]?.role ?? 'viewer')) return refuse('not-allowed');
  connection.desk = open;
  return ACCEPTED;
}

/** What a moderator or host sees besides: as much of it as one message holds. */
export function deskView(work: Step, role: Role): Desk {
  const { state } = work;
  const { bans, invites, lately } = state.moderation;
  const whole: Desk = {
    held: heldView(state),
    people: peopleOfNote(work),
    bans: bans.slice(-BANS_SHOWN).reverse().map(withoutHash),
    invites: role === 'host' ? invites.map(({ usedBy: _, ...invite }) => invite).reverse() : [],
    audit: [...lately].reverse(),
  };
  const { held, people, bans: shown, invites: open, audit } = fitting(whole);
  return { held, people, bans: shown, invites: open, audit: audit.reverse() };
}

function heldView({ prompts }: RoomState): Desk['held'] {
  const waiting = prompts.flatMap(({ id, by, name, text, at, held }) =>
    held?.for === 'approval'
      ? [{ id, by: { id: by, name }, text, flag: held.flag, at, until: held.until }]
      : [],
  );
  return waiting.slice(0, OF_EACH);
}

/** Whom a moderator may have to act on: whose turn it is, who waits, who lately spoke, who is muted. */
function peopleOfNote(work: Step): Desk['people'] {
  const { state } = work;
  const { participants, prompts, turns } = state;
  const policy = policyOf(work);
  const context = turnContext(work);
  const { holder } = turnsNow(work);
  const muted = Object.keys(participants).filter((who) => participants[who]?.muted != null);
  const authors = prompts.flatMap(({ by, via }) => (via === 'room' ? [] : [by]));
  const ids = new Set([
    ...(holder === null ? [] : [holder.id]),
    ...(policy.line?.(turns, context) ?? []).slice(0, OF_EACH),
    ...authors.slice(-OF_EACH).reverse(),
    ...muted.slice(-OF_EACH),
  ]);
  return [...ids].flatMap((id) => {
    const person = findPerson(state, id);
    if (person === null) return [];
    const { name, role } = person;
    const { tabs = 0, muted = null } = participants[id] ?? {};
    return [{ id, name, role, mutedUntil: muted?.until ?? null, present: tabs > 0 }];
  });
}

function withoutHash({
  who: _who,
  hash: _hash,
  ...ban
}: RoomState['moderation']['bans'][number]): Desk['bans'][number] {
  return ban;
}

/**
 * The beginning of each list, one entry from each in turn for as long as there is room: a long list
 * or a long text so takes only what the others leave.
 */
function fitting(desk: Desk): Desk {
  const taken: Desk = { held: [], people: [], bans: [], invites: [], audit: [] };
  let left = LISTS_BYTES_MAX;
  const open = new Set(Object.keys(taken) as (keyof Desk)[]);
  for (let index = 0; open.size > 0; index += 1) {
    for (const name of open) {
      const entry = desk[name][index];
      const bytes =
        entry === undefined ? Number.POSITIVE_INFINITY : byteLength(JSON.stringify(entry)) + 1;
      if (bytes > left) open.delete(name);
      else {
        left -= bytes;
        (taken[name] as unknown[]).push(entry);
      }
    }
  }
  return taken;
}

/** A busy room's desk changes with everything; it is told at most this often. */
const DESK_EVERY_MS = 1_000;

/**
 * Tells those whose moderator's interface is open what they see besides, whole, when it has changed:
 * at once to one who opens it, then not too often.
 */
export class DeskPublisher {
  /** When it must be called again, whatever happens. */
  dueAt: number | null = null;
  private toldAt = 0;
  private readonly told = new Map<string, string>();
  private before: RoomState | null = null;

  publish(
    state: RoomState,
    now: number,
    policies: Policies,
  ): { connection: string; text: string }[] {
    const open = openDesks(state);
    for (const id of this.told.keys()) if (!open.has(id)) this.told.delete(id);
    const isChanged = this.dueAt !== null || hasChanged(state, this.before);
    this.before = state;
    this.dueAt = null;
    const isTime = Math.abs(now - this.toldAt) >= DESK_EVERY_MS;
    const messages: { connection: string; text: string }[] = [];
    for (const [connection, role] of open) {
      const isNew = !this.told.has(connection);
      if (!isNew && !isChanged) continue;
      if (!isNew && !isTime) {
        this.dueAt = Math.min(this.toldAt, now) + DESK_EVERY_MS;
        continue;
      }
      const desk = deskView({ state, now, policies, effects: [] }, role);
      const content = JSON.stringify(desk);
      if (this.told.get(connection) === content) continue;
      this.told.set(connection, content);
      const message: ServerMessage = { type: 'desk', now, desk };
      messages.push({ connection, text: JSON.stringify(message) });
    }
    if (isChanged && isTime) this.toldAt = now;
    return messages;
  }
}

/** The connections at which one is open, for somebody who is a moderator or host now. */
function openDesks({ connections, participants }: RoomState) {
  const open = new Map<string, 'moderator' | 'host'>();
  for (const [id, { who, desk }] of Object.entries(connections)) {
    const role = desk && who !== null ? participants[who]?.role : undefined;
    if (role !== undefined && isStaff(role)) open.set(id, role);
  }
  return open;
}

/** Whether anything has changed that a desk is made of. */
function hasChanged(state: RoomState, before: RoomState | null): boolean {
  const made = ['prompts', 'participants', 'turns', 'moderation', 'rules'] as const;
  return made.some((section) => state[section] !== before?.[section]);
}
