import { type Refusal, refuse } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';

/**
 * Of these voters, in the order in which they voted, those who count: identities are easily made, so
 * only so many from one address do.
 */
export function countedVoters(
  voters: readonly string[],
  addressOf: (who: string) => string | null,
  { votesPerAddress }: Rules,
): readonly string[] {
  if (votesPerAddress === 0) return voters;
  const from = new Map<string, number>();
  return voters.filter((who) => {
    const address = addressOf(who);
    if (address === null) return true;
    const count = (from.get(address) ?? 0) + 1;
    from.set(address, count);
    return count <= votesPerAddress;
  });
}

/** What a voter is told whose address has had its votes. */
export function tooManyVotes({ votesPerAddress }: Rules): Refusal {
  return refuse('too-many-from-address', { limit: votesPerAddress });
}
