import type { ServerMessage } from '../../src/protocol/server-messages.js';
import { isStaff } from '../../src/protocol/staff.js';
import { deskView } from '../moderation/desk.js';
import type { Policies } from '../turns/policies.js';
import type { RoomState } from './state.js';

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
