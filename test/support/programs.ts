import type { Receipt } from '../../src/protocol/reasons.js';
import { program } from './people.js';
import type { TestRoom } from './test-room.js';

/** Has a program prompt; returns the receipt it is answered with. */
export function programPrompts(room: TestRoom, text: string, id: string, who = 't-bot'): Receipt {
  const request = `request-${id}`;
  const message = { type: 'prompt' as const, id, text };
  room.apply({ type: 'asked', request, caller: program(who), message });
  return room.receipt(request, id);
}
