import type { ServerMessage } from '../../../src/protocol/messages.js';
import { entry, type Participant, type RoomState, type Step, send, snapshot } from '../state.js';

/**
 * What a participant's id says of them. The id of those without a site's token is one that the room
 * issued; the page keeps it. The id of those with a token is derived from the token's subject. The
 * prefixes are stored and shown on the wire, so they never change.
 */
const ANONYMOUS_PREFIX = 'a-';
const SIGNED_PREFIX = 't-';

export function anonymousId(unique: string): string {
  return `${ANONYMOUS_PREFIX}${unique}`;
}

export function signedId(publicId: string): string {
  return `${SIGNED_PREFIX}${publicId}`;
}

/** Whether nobody but the participant says who they are: they choose their name and no role. */
export function isAnonymous(id: string): boolean {
  return id.startsWith(ANONYMOUS_PREFIX);
}

/** Whom the room knows: those who take part, and apart from them those who are here and only watch. */

/** Somebody of either, for reading alone. */
export function personOf(
  { participants, watchers }: Pick<RoomState, 'participants' | 'watchers'>,
  who: string,
): Participant | undefined {
  return entry(participants, who) ?? entry(watchers, who);
}

/** The record that somebody is in, for writing, in a step that is about them. */
export function recordOf(
  { participants, watchers }: RoomState,
  who: string,
): RoomState['participants'] | null {
  if (Object.hasOwn(participants, who)) return participants;
  return Object.hasOwn(watchers, who) ? watchers : null;
}

/** Everybody, in no order that means anything. */
export function everybody({
  participants,
  watchers,
}: RoomState): [who: string, person: Participant][] {
  return [participants, watchers].flatMap((people) => Object.entries(snapshot(people)));
}

/** Somebody who has only watched does more than that from now on. */
export function takesPart({ state }: Pick<Step, 'state'>, who: string): void {
  const watcher = entry(state.watchers, who);
  if (watcher === undefined) return;
  state.participants[who] = { ...watcher };
  delete state.watchers[who];
}

/** Says something to all connections of one person. */
export function tell(step: Step, who: string, message: ServerMessage): void {
  for (const id of personOf(step.state, who)?.connections ?? []) send(step, id, message);
}
