import { NAME_UNITS_MAX, PROTOCOL_VERSION } from '../protocol/limits.js';
import type { Hello, Welcome } from '../protocol/messages.js';
import { isFromPage, type RulesPatch, toKebab } from '../protocol/rules.js';
import type { ClientOptions } from './client-options.js';

/** Tells a site's author which of their rules the room does not follow, and how it would; null if it does. */
export function rulesNotTaken(
  asked: RulesPatch,
  { rulesTaken, rulesNotTaken: refused }: Pick<Welcome, 'rulesTaken' | 'rulesNotTaken'>,
): { readonly message: string; readonly rules: readonly string[] } | null {
  const names = Object.keys(asked) as (keyof RulesPatch)[];
  if (rulesTaken || names.length === 0) return null;
  const left = names.filter((name) => refused.length === 0 || refused.includes(name));
  const rules = left.map(toKebab);
  const owners = left.filter((name) => !isFromPage(name, asked[name])).map(toKebab);
  const ownersOnly =
    owners.length === 0
      ? ''
      : ` Only ROOM_RULES of the room server, a host, or a token with the scope "rules" sets: ${owners.join(', ')}.`;
  const message = `The room has rules of its own; these were not taken: ${rules.join(', ')}.${ownersOnly}`;
  return { message, rules };
}

/** What is another with each hello of one client. */
type OfNow = Omit<Hello, 'type' | 'version' | 'rules' | 'watching'>;

/** The first message on every connection: who the visitor is, and what they want. */
export function helloOf(options: ClientOptions, ofNow: OfNow): Hello {
  const { rules = null, watching = true } = options;
  const name = ofNow.name?.slice(0, NAME_UNITS_MAX) ?? null;
  const moves = true;
  return { type: 'hello', version: PROTOCOL_VERSION, rules, watching, moves, ...ofNow, name };
}
