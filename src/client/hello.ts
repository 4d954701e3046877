import { NAME_UNITS_MAX, PROTOCOL_VERSION } from '../protocol/limits.js';
import type { Hello, Welcome } from '../protocol/messages.js';
import { isFromPage, type RulesPatch, toKebab } from '../protocol/rules.js';
import type { Role } from '../protocol/view.js';
import type { ClientOptions } from './client-options.js';

/** Tells a site's author which of their rules the room does not follow, and how it would; null if it does. */
export function rulesNotTaken(
  asked: RulesPatch,
  { rulesTaken, rulesNotTaken: refused }: Pick<Welcome, 'rulesTaken' | 'rulesNotTaken'>,
  role: Role,
): { readonly message: string; readonly rules: readonly string[] } | null {
  const names = Object.keys(asked) as (keyof RulesPatch)[];
  if (rulesTaken || names.length === 0) return null;
  const left = names.filter((name) => refused.length === 0 || refused.includes(name));
  const rules = left.map(toKebab);
  // A host may set all of them, and yet not those that another has set.
  const isOwners = (name: (typeof left)[number]) => !isFromPage(name, asked[name]);
  const owners = role === 'host' ? [] : left.filter(isOwners).map(toKebab);
  const others = rules.filter((name) => !owners.includes(name));
  // The first page of a new room may set rules, and yet none of the owner's.
  const sentences = [
    others.length > 0 &&
      `The room has rules of its own; these of this page were not taken: ${others.join(', ')}.`,
    owners.length > 0 &&
      `No page may set these, and they were not taken: ${owners.join(', ')}. Set them in ROOM_RULES of the room server, as a host, or by a token with the scope "rules".`,
  ];
  const message = sentences.filter((sentence) => sentence !== false).join(' ');
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
