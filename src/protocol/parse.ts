import * as v from 'valibot';
import { type ClientMessage, ClientMessageSchema } from './client-messages.js';
import { byteLength, MESSAGE_BYTES_MAX } from './limits.js';
import type { Reason } from './reasons.js';
import { type ServerMessage, ServerMessageSchema } from './server-messages.js';

/** A message that was understood, or why not and, where it can be told, which one it was. */
export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: Reason; readonly id: string | null };

/** The only way in for what a page sends: bounded, well-formed, known; anything else is a value. */
export function parseClientMessage(data: unknown): Parsed<ClientMessage> {
  if (typeof data !== 'string') return { ok: false, reason: 'malformed', id: null };
  // A character is at least a byte, so the cheap test comes first.
  if (data.length > MESSAGE_BYTES_MAX || byteLength(data) > MESSAGE_BYTES_MAX) {
    return { ok: false, reason: 'too-large', id: null };
  }
  return parse(ClientMessageSchema, data);
}

/** The only way in for what a room sends. */
export function parseServerMessage(data: unknown): Parsed<ServerMessage> {
  if (typeof data !== 'string') return { ok: false, reason: 'malformed', id: null };
  return parse(ServerMessageSchema, data);
}

function parse<Message>(schema: v.GenericSchema<unknown, Message>, data: string): Parsed<Message> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return { ok: false, reason: 'malformed', id: null };
  }
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, message: result.output };
  const named = v.safeParse(v.object({ id: v.pipe(v.string(), v.maxLength(64)) }), value);
  return { ok: false, reason: 'malformed', id: named.success ? named.output.id : null };
}
