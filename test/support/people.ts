import type { Visitor } from '../../party/room/input.js';
import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import type { Hello } from '../../src/protocol/messages.js';

/** An anonymous visitor who may conduct and open the room, as the room server identifies one. */
export function visitorOf(id: string, also: Partial<Visitor> = {}): Visitor {
  return {
    id,
    role: 'prompter',
    name: null,
    isNamed: false,
    identity: null,
    mayConduct: true,
    isSignedConductor: false,
    mayOpen: true,
    setsRulesAs: null,
    isProgram: false,
    address: null,
    expiresAt: null,
    ...also,
  };
}

/** A program with a token for the scope `prompt`. */
export function program(id = 't-bot', also: Partial<Visitor> = {}): Visitor {
  const may = { mayConduct: false, mayOpen: false, isProgram: true };
  return visitorOf(id, { name: id, isNamed: true, ...may, ...also });
}

/** The hello of a page that watches and does not conduct. */
export function helloOf(also: Partial<Hello> = {}): Hello {
  return {
    type: 'hello',
    version: PROTOCOL_VERSION,
    identity: null,
    token: null,
    invite: null,
    name: null,
    rules: null,
    conduct: 'no',
    epochs: [],
    watching: true,
    hidden: false,
    ...also,
  };
}
