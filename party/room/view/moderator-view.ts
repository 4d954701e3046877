import { byteLength, MESSAGE_BYTES_MAX } from '../../../src/protocol/limits.js';
import type { ServerMessage } from '../../../src/protocol/messages.js';
import type { Desk } from '../../../src/protocol/moderation.js';
import { ACCEPTED, type Outcome, refuse } from '../../../src/protocol/reasons.js';
import { isStaff, type Role } from '../../../src/protocol/view.js';
import type { Policies } from '../../turns/policies.js';
import { closingTime } from '../broadcast/availability.js';
import { expectedEnd, isPlaying } from '../broadcast/streams.js';
import { endOnWire } from '../moderation/restrictions.js';
import { findPerson } from '../people/participants.js';
import { cueView } from '../prompts/cues.js';
import { authorName } from '../prompts/prompts.js';
import { type Ban, derived, entry, type Invite, type RoomState, type Step } from '../state.js';
import { policyOf, turnContext, turnsNow } from '../turns.js';

/** How many of each kind of people of note, and how many prompts under review, are shown. */
const OF_EACH = 20;

const BANS_SHOWN = 50;

/** What of a message the lists may fill; the rest is for what goes around them. */
const LISTS_BYTES_MAX = MESSAGE_BYTES_MAX - 700;

/** Opens or closes the moderator view on a connection. */
export function openModeratorView(state: RoomState, id: string, open: boolean): Outcome {
  const connection = entry(state.connections, id);
  if (connection === undefined) return refuse('hello-first');
  if (!isStaff(state.participants[connection.who]?.role ?? 'viewer')) return refuse('not-allowed');
  const own = state.connections[id];
  if (own !== undefined) own.hasModeratorView = open;
  return ACCEPTED;
}

/** What a moderator or host sees besides: as much of it as one message holds. */
export function moderatorView(work: Step, role: Role): Desk {
  const { state } = work;
  const { bans, invites, lately } = state.moderation;
  const all = underReview(state);
  const whole: Lists = {
    held: all.slice(0, OF_EACH),
    people: peopleOfNote(work),
    bans: bans.slice(-BANS_SHOWN).reverse().map(banView),
    invites: role === 'host' ? invites.map(inviteView).reverse() : [],
    cues: state.cues.list.map((cue) => cueView(state, cue)),
    audit: [...lately].reverse(),
  };
  const fitted = fitting(whole);
  const show = showView(work, all.length);
  return { show, ...fitted, audit: fitted.audit.reverse() };
}

type Lists = Omit<Desk, 'show'>;

/** How far the stream and the broadcast are, and how much there is to decide. */
function showView({ state, now }: Step, heldInAll: number): Desk['show'] {
  const { life } = state;
  const streamEndsAt = isPlaying(life) ? expectedEnd(state, life.startedAt, now) : null;
  return { heldInAll, streamEndsAt, closes: closingTime(state, now) };
}

/** The prompts that wait for approval; the wire calls them held. */
function underReview(state: RoomState): Desk['held'] {
  return state.prompts.flatMap((prompt) => {
    const { id, by, text, at, review } = prompt;
    if (review?.for !== 'approval') return [];
    const author = { id: by, name: authorName(state, prompt) };
    return [{ id, by: author, text, flag: review.flag, at, until: review.until }];
  });
}

/** Whom a moderator may have to act on: the holder, the queue, recent authors, the muted. */
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
    const { connections = [], muted = null } = participants[id] ?? {};
    const mutedUntil = muted && endOnWire(muted.until);
    return [{ id, name, role, mutedUntil, present: connections.length > 0 }];
  });
}

/** A ban as moderators see it: without the id and the address of whom it concerns. */
export function banView({ who: _who, hash: _hash, ...ban }: Ban): Desk['bans'][number] {
  return { ...ban, until: endOnWire(ban.until) };
}

/** An invitation as hosts see it: without who used it. */
export function inviteView({ usedBy: _usedBy, ...invite }: Invite): Desk['invites'][number] {
  return { ...invite, until: endOnWire(invite.until) };
}

/**
 * The beginning of each list, one entry from each in turn for as long as there is room: a long list
 * or a long text so takes only what the others leave.
 */
function fitting(whole: Lists): Lists {
  const taken: Lists = { held: [], people: [], bans: [], invites: [], cues: [], audit: [] };
  let left = LISTS_BYTES_MAX;
  const open = new Set(Object.keys(taken) as (keyof Lists)[]);
  for (let index = 0; open.size > 0; index += 1) {
    for (const name of open) {
      const one = whole[name][index];
      const bytes =
        one === undefined ? Number.POSITIVE_INFINITY : byteLength(JSON.stringify(one)) + 1;
      if (bytes > left) open.delete(name);
      else {
        left -= bytes;
        (taken[name] as unknown[]).push(one);
      }
    }
  }
  return taken;
}

/** In a busy room it changes with every step; it is sent at most this often. */
const SEND_EVERY_MS = 1_000;

/**
 * Sends the moderator view, whole, to the connections where it is open, when it has changed: at once
 * where it was just opened, then at most once a second.
 */
export class ModeratorViewPublisher {
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
    const open = openViews(state);
    for (const id of this.told.keys()) if (!open.has(id)) this.told.delete(id);
    const isChanged = this.dueAt !== null || hasChanged(state, this.before);
    this.before = state;
    this.dueAt = null;
    const isTime = Math.abs(now - this.toldAt) >= SEND_EVERY_MS;
    const messages: { connection: string; text: string }[] = [];
    for (const [connection, role] of open) {
      const isNew = !this.told.has(connection);
      if (!isNew && !isChanged) continue;
      if (!isNew && !isTime) {
        this.dueAt = Math.min(this.toldAt, now) + SEND_EVERY_MS;
        continue;
      }
      const view = moderatorView({ state, now, policies, effects: [] }, role);
      const content = JSON.stringify(view);
      if (this.told.get(connection) === content) continue;
      this.told.set(connection, content);
      const message: ServerMessage = { type: 'desk', now, desk: view };
      messages.push({ connection, text: JSON.stringify(message) });
    }
    if (isChanged && isTime) this.toldAt = now;
    return messages;
  }
}

const withView = derived((connections: RoomState['connections']) =>
  Object.entries(connections).flatMap(([id, { who, hasModeratorView }]) =>
    hasModeratorView ? [{ id, who }] : [],
  ),
);

/** The connections where it is open, of those who are moderators or hosts now. */
function openViews({ connections, participants }: RoomState) {
  const open = new Map<string, 'moderator' | 'host'>();
  for (const { id, who } of withView(connections)) {
    const role = participants[who]?.role;
    if (role !== undefined && isStaff(role)) open.set(id, role);
  }
  return open;
}

/** Whether anything has changed that the moderator view is made of. */
function hasChanged(state: RoomState, before: RoomState | null): boolean {
  const made = [
    'prompts',
    'participants',
    'turns',
    'moderation',
    'cues',
    'rules',
    'life',
    'usage',
  ] as const;
  return made.some((section) => state[section] !== before?.[section]);
}
