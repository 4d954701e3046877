import * as v from 'valibot';
import { ModeNameSchema, type TurnMode } from '../../src/protocol/rules.js';
import { baton } from './baton.js';
import { curated } from './curated.js';
import { type GuardedPolicy, guarded } from './guarded.js';
import { open } from './open.js';
import type { ShownIn, ShownTurns, TurnPolicy } from './policy.js';
import { queue } from './queue.js';
import { raffle } from './raffle.js';
import { stage } from './stage.js';
import { vote } from './vote.js';

/** The ways of taking turns that a room server has, by name. */
export type Policies = ReadonlyMap<string, TurnPolicy<unknown, ShownTurns> | GuardedPolicy>;

/** What a site adds to them. */
export type OwnPolicies = Readonly<Record<string, TurnPolicy>>;

/** Each shows what its mode has on the wire, or this does not compile. */
const PACKAGED: { readonly [Mode in TurnMode]: TurnPolicy<unknown, ShownIn<Mode>> } = {
  queue,
  open,
  vote,
  raffle,
  curated,
  baton,
  stage,
};

/** The table of modes: the only place that knows which policy a name means. */
export const POLICIES: Policies = new Map(Object.entries(PACKAGED));

/** The table with a site's own policies in it, under guard; or a sentence about a bad name. */
export function withOwn(
  own: OwnPolicies,
): { ok: true; policies: Policies } | { ok: false; problem: string } {
  const policies = new Map(POLICIES);
  for (const [name, policy] of Object.entries(own)) {
    const wrong = policies.has(name)
      ? 'that is one of the package'
      : !v.is(ModeNameSchema, name) &&
        'use up to 31 small letters, digits and hyphens, a letter first';
    if (wrong) return { ok: false, problem: `A policy cannot be named "${name}": ${wrong}.` };
    policies.set(name, guarded(name, policy));
  }
  return { ok: true, policies };
}

/** The table without one that is broken. */
export function without(policies: Policies, broken: string): Policies {
  return new Map([...policies].filter(([name]) => name !== broken));
}
