import type { Effect } from '../../party/room/input.js';
import { newRoom } from '../../party/room/state.js';
import { STORED_SECTIONS, storedPart } from '../../party/room/stored.js';
import type { AuditEntry } from '../../src/protocol/records.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { TestRoom } from './test-room.js';

/** A live room with a host (c1, who conducts), a moderator (c2) and some visitors (c3, c4, …). */
export function moderatedRoom(
  visitors: number,
  rules: RulesPatch = {},
): [TestRoom, string, string, ...string[]] {
  const room = new TestRoom({ repeatSeconds: 0, ...rules });
  const host = room.join({ id: 'a-host', name: 'Hope', role: 'host' });
  const moderator = room.join({ id: 'a-mod', name: 'Mo', role: 'moderator', mayConduct: false });
  const others = Array.from({ length: visitors }, (_, index) =>
    room.join({ id: `a-${index + 1}`, name: `V${index + 1}`, mayConduct: false }),
  );
  room.goLive();
  return [room, host, moderator, ...others];
}

/** The room is killed, and started again on what it had stored. */
export function restart(room: TestRoom, downMs = 0): void {
  const stored = STORED_SECTIONS.map((section) => [section, storedPart(room.state, section)]);
  room.state = { ...newRoom(), ...JSON.parse(JSON.stringify(Object.fromEntries(stored))) };
  room.now += downMs;
  room.apply({ type: 'restarted', entropy: 'another secret' });
}

/** How the room closed a connection: `4105 banned`, with the moderator's words; '' if it did not. */
export function closing(room: TestRoom, connection: string): string {
  const close = room.effects.findLast(
    (effect): effect is Extract<Effect, { type: 'close' }> =>
      effect.type === 'close' && effect.connection === connection,
  );
  if (close === undefined) return '';
  return [close.code, close.reason, close.why].filter(Boolean).join(' ');
}

/** Whether somebody who says hello is let in. */
export function isIn(room: TestRoom, connection: string): boolean {
  return room.state.connections[connection]?.who != null;
}

/** Everything in the audit log so far. */
export function auditLog(room: TestRoom): AuditEntry[] {
  return room.effects.flatMap((effect) =>
    effect.type === 'record' && effect.record.log === 'audit' ? [effect.record.entry] : [],
  );
}

/** The texts that a conductor was given to perform, in order. */
export function performedTexts(room: TestRoom, conductor: string): string[] {
  return room
    .commands(conductor)
    .flatMap((command) => (command.command === 'perform' ? [command.text] : []));
}
