import type { Visitor } from '../../party/room/input.js';
import type { Receipt } from '../../src/protocol/receipt.js';
import type { TestRoom } from './test-room.js';

/** A program with a token, as the shell has verified it. */
export function program(id = 't-bot', also: Partial<Visitor> = {}): Visitor {
  return {
    id,
    role: 'prompter',
    name: id,
    isNamed: true,
    identity: null,
    mayConduct: false,
    mayOpen: false,
    maySetRules: false,
    isProgram: true,
    address: null,
    expiresAt: null,
    ...also,
  };
}

/** Has a program prompt; returns the receipt it is answered with. */
export function programPrompts(room: TestRoom, text: string, id: string, who = 't-bot'): Receipt {
  const request = `request-${id}`;
  const message = { type: 'prompt' as const, id, text };
  room.apply({ type: 'asked', request, caller: program(who), message });
  return room.receipt(request, id);
}
