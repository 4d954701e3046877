import { PROMPT_LENGTH_CEILING } from './limits.js';

/** A numeric rule: its default and the range it may be set to. Seconds unless said otherwise. */
export interface Knob {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Fractions allowed (shares); everything else is a whole number. */
  readonly fraction?: true;
}

/**
 * Every numeric rule of a room. In HTML the same words in kebab case: `turnSeconds` is
 * `turn-seconds`. A value outside its range is refused, never bent.
 */
export const KNOBS = {
  /** How long a turn lasts once claimed. */
  turnSeconds: { default: 30, min: 5, max: 600 },
  /** Prompts that a turn may bring to the world. */
  promptsPerTurn: { default: 1, min: 1, max: 10 },
  /** How long the next in line has to take the turn. */
  claimSeconds: { default: 8, min: 2, max: 60 },
  /** A holder who neither types nor prompts loses the turn after this; 0 switches it off. */
  idleSeconds: { default: 15, min: 0, max: 600 },
  /** How often a holder may ask for more time in one turn (a count). */
  extensions: { default: 1, min: 0, max: 10 },
  /** How much each of those adds. */
  extensionSeconds: { default: 15, min: 5, max: 120 },
  /** How long a dropped holder keeps the turn, over all drops of a turn together. */
  graceSeconds: { default: 20, min: 0, max: 120 },
  /** How long a dropped visitor keeps the place in line. */
  keepSeconds: { default: 600, min: 0, max: 3600 },
  /** How many may wait (people). */
  maxQueue: { default: 50, min: 1, max: 1000 },
  /** `fair`: the most that time without a turn, before lining up, is worth in line. */
  headStartSeconds: { default: 30, min: 0, max: 3600 },
  /** Share of the others present that must ask for a skip. */
  skipRate: { default: 0.5, min: 0.1, max: 1, fraction: true },
  /** Fewest votes that can skip a turn (a count); 0 switches the crowd's skip off. */
  skipMin: { default: 2, min: 0, max: 100 },
  /** No skip votes this soon after a turn began: they were meant for the one before. */
  skipCooldownSeconds: { default: 5, min: 0, max: 60 },
  /** `open`: how long a visitor rests after a prompt. */
  cooldownSeconds: { default: 30, min: 0, max: 3600 },
  /** `vote`, `raffle`: how long a round takes proposals, from the first one on. */
  submitSeconds: { default: 15, min: 5, max: 600 },
  /** `vote`: how long a ballot is open. */
  voteSeconds: { default: 20, min: 5, max: 1800 },
  /** `vote`: fewest voters whose vote decides anything (a count). */
  quorum: { default: 1, min: 1, max: 1000 },
  /** `vote`, `raffle`, `curated`: how many proposals there may be at a time (a count). */
  maxProposals: { default: 12, min: 2, max: 40 },
  /** `baton`: how long its holder has to answer somebody who would take it. */
  takeSeconds: { default: 20, min: 5, max: 120 },
  /** Share of those present that must agree to change the mode. */
  switchShare: { default: 0.75, min: 0.5, max: 1, fraction: true },
  /** Least time between two prompts sent to the world; Odyssey asks for 3. */
  gapSeconds: { default: 3, min: 0, max: 60 },
  /** How long the world may take to acknowledge a prompt. */
  acknowledgeSeconds: { default: 15, min: 2, max: 60 },
  /** Longest prompt (characters). */
  maxLength: { default: 200, min: 20, max: PROMPT_LENGTH_CEILING },
  /** Prompts that one visitor may send in a minute (a count). */
  promptsPerMinute: { default: 10, min: 1, max: 120 },
  /** The same for all visitors from one address together; 0 sets no limit. */
  addressPromptsPerMinute: { default: 40, min: 0, max: 1200 },
  /** The same for moderators, hosts and programs. */
  staffPromptsPerMinute: { default: 30, min: 1, max: 120 },
  /** How many votes count from one address (a count); 0 sets no limit. */
  votesPerAddress: { default: 10, min: 0, max: 1000 },
  /** How long a prompt may wait for approval. */
  approvalSeconds: { default: 60, min: 5, max: 600 },
  /** Share of the prompts reaching the world that programs may have while visitors wait too. */
  apiShare: { default: 0.2, min: 0, max: 1, fraction: true },
  /** The same words are refused for this long; 0 switches it off. */
  repeatSeconds: { default: 120, min: 0, max: 3600 },
  /** How long the broadcast goes on after the last visitor left. */
  lingerSeconds: { default: 30, min: 0, max: 600 },
} as const satisfies Record<string, Knob>;

export type KnobName = keyof typeof KNOBS;
export const KNOB_NAMES = Object.keys(KNOBS) as readonly KnobName[];
