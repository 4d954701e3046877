import type { KnobName } from '../../protocol/rules.js';

/**
 * What each number means, in one sentence: for the host's form and the reference. What begins with
 * names of modes in backticks is about those alone.
 */
export const KNOB_MEANINGS: Readonly<Record<KnobName, string>> = {
  turnSeconds: 'How long a turn lasts once it is claimed.',
  promptsPerTurn: 'How many prompts a turn has.',
  claimSeconds: 'How long the next visitor in the queue has to claim the turn.',
  claimAwaySeconds:
    'How long instead, while their page is in the background; once it comes to the front, `claim-seconds` count from there.',
  idleSeconds:
    'How long a holder may neither type nor prompt before the turn ends; 0 switches it off.',
  extensions: 'How often a holder may ask for more time in one turn.',
  extensionSeconds: 'How much time each extension adds.',
  graceSeconds:
    'How long a holder who lost the connection keeps the turn, over all losses of one turn together.',
  keepSeconds: 'How long a visitor who lost the connection keeps the place in the queue.',
  maxQueue: 'How many visitors, or in `open` how many prompts, may wait.',
  headStartSeconds:
    '`order="fair"`: how much the time since the last turn, before queueing, counts at most.',
  skipRate: 'The share of the others present that must vote to skip a turn.',
  skipMin: 'The fewest votes that skip a turn; 0 switches the skip vote off.',
  skipCooldownSeconds: 'How long after the start of a turn no skip votes are taken.',
  cooldownSeconds: '`open`: how long a visitor waits between two prompts.',
  submitSeconds: '`vote`, `raffle`: how long a round takes proposals, from the first one on.',
  voteSeconds: '`vote`: how long a ballot is open.',
  quorum: '`vote`: the fewest voters that decide a ballot.',
  maxProposals: '`vote`, `raffle`, `curated`: how many proposals there may be at a time.',
  takeSeconds: '`baton`: how long the holder has to answer a visitor who wants to take over.',
  switchShare: 'The share of those present that must agree to change the mode.',
  cueIdleSeconds:
    'How long nobody may have prompted, or had the turn, before the next of the fallback cues runs; 0 switches it off.',
  gapSeconds: 'The least time between two prompts sent to the world. Odyssey asks for 3.',
  acknowledgeSeconds: 'How long the world may take to acknowledge a prompt.',
  maxLength: 'The longest prompt, in characters as readers see them.',
  promptsPerMinute: 'How many prompts one visitor may send in a minute.',
  addressPromptsPerMinute: 'The same for all visitors of one network address; 0 is no limit.',
  staffPromptsPerMinute: 'The same for each moderator, host and program.',
  votesPerAddress:
    'How many votes of one network address count, and in `open` how many visitors of one address prompt within a cooldown; 0 is no limit.',
  approvalSeconds: 'How long a prompt may wait for approval before it expires.',
  apiShare:
    'The share of the prompts that programs have while visitors wait too: 0.2 is one for every four of the crowd.',
  repeatSeconds: 'How long the same prompt is refused; 0 switches it off.',
  audienceFrom:
    'From how many viewers at the room itself on newcomers are served by [audience parties](../audiences.md); 0 is never.',
  lingerSeconds: 'How long the broadcast continues after the last viewer left.',
  overlapSeconds:
    'How long, at a renewal, the old stream goes on at most beside the new one; it ends as soon as everybody who watches has moved.',
};

/** The same as the form says them, each below a heading that names the mode; it has no links. */
export function bareMeanings(): Readonly<Record<KnobName, string>> {
  const bare = Object.entries(KNOB_MEANINGS).map(([name, meaning]) => {
    const unlinked = meaning.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const text = unlinked.replace(/^`[^:]*: /, '').replaceAll('`', '');
    return [name, text.charAt(0).toUpperCase() + text.slice(1)];
  });
  return Object.fromEntries(bare) as Record<KnobName, string>;
}
