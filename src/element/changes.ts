import type { ClientView } from '../client/index.js';
import { OdysseyStatusEvent, OdysseyTurnEvent } from './events.js';
import { streamOf } from './frame.js';

/** What a change from one view to the next is worth telling the page. */
export function eventsBetween(before: ClientView, after: ClientView): Event[] {
  const events: Event[] = [];
  const was = statusOf(before);
  const is = statusOf(after);
  if (was.connection !== is.connection || was.phase !== is.phase || was.reason !== is.reason) {
    events.push(new OdysseyStatusEvent(is));
  }
  if (after.you !== null && turnKey(before) !== turnKey(after)) {
    const holder = after.room?.turns.holder ?? null;
    events.push(new OdysseyTurnEvent({ standing: after.you.standing, holder }));
  }
  return events;
}

function statusOf({ connection, room }: ClientView) {
  const life = room?.life;
  const ofLife = life !== undefined && 'reason' in life ? life.reason : null;
  return {
    connection: connection.status,
    phase: life?.phase ?? null,
    reason: connection.status === 'refused' ? connection.reason : ofLife,
  };
}

/** Clocks that tick on are no change; a place in line is. */
function turnKey({ you, room }: ClientView): string {
  const standing = you?.standing;
  const holder = room?.turns.holder;
  return JSON.stringify([
    standing?.state,
    standing && 'place' in standing && standing.place,
    holder?.id,
    holder?.phase,
  ]);
}

export function streamIdOf({ room }: ClientView): string | null {
  return room && (streamOf(room.life)?.streamId ?? null);
}
