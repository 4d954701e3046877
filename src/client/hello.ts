import type { Hello } from '../protocol/client-messages.js';
import { NAME_LENGTH_MAX, PROTOCOL_VERSION } from '../protocol/limits.js';
import type { ClientOptions } from './client-options.js';

/** What is another with each hello of one client. */
type OfNow = Pick<Hello, 'identity' | 'token' | 'invite' | 'name' | 'conduct' | 'epochs'>;

/** The first word on every line: who comes, and what for. */
export function helloOf(options: ClientOptions, ofNow: OfNow): Hello {
  const { rules = null, watching = true } = options;
  const name = ofNow.name?.slice(0, NAME_LENGTH_MAX) ?? null;
  return { type: 'hello', version: PROTOCOL_VERSION, rules, watching, ...ofNow, name };
}
