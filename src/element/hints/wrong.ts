import type { LitElement } from 'lit';
import type { ClientProblem } from '../../client/index.js';
import type { Reason } from '../../protocol/reasons.js';
import { scriptHostOf } from '../page.js';

/** The element, as far as mistakes can be in it. */
export interface Embed extends LitElement {
  readonly room: string | null;
  readonly host: string | null;
  readonly party: string | null;
}

/** What is wrong with an embed, as it was found. */
export type Wrong =
  /** The attributes: all of them, or those that were changed. */
  | { readonly is: 'attributes'; readonly changed?: ReadonlySet<string> }
  /** Rules that a page changed which may not. */
  | { readonly is: 'rules'; readonly names: readonly string[] }
  | { readonly is: 'problem'; readonly problem: ClientProblem }
  | { readonly is: 'refused'; readonly reason: Reason }
  /** The room server does not answer, and never did. */
  | { readonly is: 'unreachable' }
  | { readonly is: 'policy'; readonly event: SecurityPolicyViolationEvent };

/** Where an author reads on; in the package's repository. */
export const DOCS = 'See docs/embedding.md';

/** As much of a value as a sentence about it quotes. */
const QUOTED_MAX = 80;

/** A value of the page as a sentence has it. */
export function quoted(value: string): string {
  return value.length > QUOTED_MAX ? `${value.slice(0, QUOTED_MAX)}…` : value;
}

/** The room server that an element means, as it would be written in `host`. */
export function serverOf(embed: Embed): string {
  const { defaultHost } = embed.constructor as { readonly defaultHost?: string | null };
  return embed.host?.trim() || scriptHostOf(embed) || defaultHost || '';
}
