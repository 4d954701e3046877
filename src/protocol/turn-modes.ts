import type { Rules, TurnMode } from './rules.js';

/**
 * What turn modes and rules are called and belong to: one table for the element, the host's form, the
 * vote to switch and the documentation. It is no part of the messages, so that the entry script does
 * not carry it.
 */

type RuleName = keyof Rules;

/** How a way of taking turns is presented. */
interface ModeDisplay {
  /** Short, as a button or a heading says it. */
  readonly name: string;
  /** How a prompt gets through, in one sentence. */
  readonly sentence: string;
  /** The rules that matter in this mode, the most important first; one may matter in several. */
  readonly rules: readonly RuleName[];
  /** The path of an SVG of 24 by 24, to be stroked. */
  readonly icon: string;
}

/** How a mode of a site's own is presented: the package knows its name and no more. */
interface OwnModeDisplay extends Omit<ModeDisplay, 'sentence'> {
  readonly sentence: null;
}

export const TURN_MODE_DISPLAY: Readonly<Record<TurnMode, ModeDisplay>> = {
  queue: {
    name: 'The line',
    sentence: 'Visitors line up, and the one at the head has the turn for a while.',
    rules: [
      'turnSeconds',
      'promptsPerTurn',
      'claimSeconds',
      'claimAwaySeconds',
      'idleSeconds',
      'extensions',
      'extensionSeconds',
      'order',
      'headStartSeconds',
      'maxQueue',
      'graceSeconds',
      'keepSeconds',
      'skipRate',
      'skipMin',
      'skipCooldownSeconds',
    ],
    icon: 'M4 6h16M4 12h11M4 18h6',
  },
  open: {
    name: 'Open to everyone',
    sentence: 'Everyone may prompt at any time, and then rests for a while.',
    rules: ['cooldownSeconds', 'maxQueue'],
    icon: 'M12 4v16M4 12h16',
  },
  vote: {
    name: 'Vote',
    sentence: 'Everyone proposes, then votes, and the proposal with the most votes runs.',
    rules: ['submitSeconds', 'voteSeconds', 'quorum', 'tie', 'carryOver', 'maxProposals'],
    icon: 'M5 13l4 5L19 6',
  },
  raffle: {
    name: 'Raffle',
    sentence: 'Everyone proposes, and a draw that anyone can check picks what runs.',
    rules: ['submitSeconds', 'carryOver', 'maxProposals'],
    icon: 'M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4zM14 8v8',
  },
  curated: {
    name: 'Suggestions',
    sentence: 'Everyone suggests and upvotes, and a host or moderator chooses what runs.',
    rules: ['maxProposals'],
    icon: 'M12 4l2.500 5 5.500.800-4 3.900 1 5.500-5-2.700-5 2.700 1-5.500-4-3.900L9.500 9z',
  },
  baton: {
    name: 'The baton',
    sentence: 'One visitor steers for as long as they like, and the others ask for the baton.',
    rules: [
      'takeSeconds',
      'idleSeconds',
      'promptsPerTurn',
      'maxQueue',
      'graceSeconds',
      'keepSeconds',
    ],
    icon: 'M5 19L19 5M14 5h5v5',
  },
  stage: {
    name: 'The stage',
    sentence: 'Only the host, the moderators and programs prompt, and everyone else watches.',
    rules: ['maxQueue'],
    icon: 'M4 5h16v10H4zM12 15v4M8 19h8',
  },
};

/**
 * How a mode is presented. One that a site has added to its room server goes by the name that the
 * site gave it.
 *
 * @param mode What the room calls it.
 */
export function modeDisplay(mode: string): ModeDisplay | OwnModeDisplay {
  const known: Readonly<Record<string, ModeDisplay>> = TURN_MODE_DISPLAY;
  const display = Object.hasOwn(known, mode) ? known[mode] : undefined;
  if (display !== undefined) return display;
  return {
    name: mode.charAt(0).toUpperCase() + mode.slice(1).replaceAll('-', ' '),
    sentence: null,
    rules: [],
    icon: 'M6 12h.010M12 12h.010M18 12h.010',
  };
}

/** What a rule is called, and in what it is counted. */
export interface RuleDisplay {
  readonly label: string;
  readonly unit?: 'seconds' | 'share' | 'characters';
  /** What one of its values means. */
  readonly note?: string;
}

const seconds = (label: string, note?: string): RuleDisplay => ({
  label,
  unit: 'seconds',
  ...(note === undefined ? {} : { note }),
});
const count = (label: string, note?: string): RuleDisplay =>
  note === undefined ? { label } : { label, note };
const share = (label: string): RuleDisplay => ({ label, unit: 'share' });

export const RULE_DISPLAY: Readonly<Record<RuleName, RuleDisplay>> = {
  turns: { label: 'How turns are taken' },
  opening: { label: 'The prompt that opens the world' },
  orientation: { label: 'Shape of the picture' },
  order: { label: 'Order of the line' },
  opens: { label: 'Who opens the broadcast' },
  hours: { label: 'Opening hours', note: 'empty is always' },
  timeZone: { label: 'Time zone of the hours' },
  tie: { label: 'What decides a tie' },
  carryOver: { label: 'What lost is proposed again' },
  switchable: { label: 'Ways of taking turns that the crowd may change to' },
  approval: { label: 'Prompts that wait for approval' },
  unjudged: { label: 'Prompts that the classifier does not answer for' },
  links: { label: 'Links in prompts' },
  profanity: { label: 'Profanity in prompts' },
  blockedWords: { label: 'Blocked words' },
  requireModerator: { label: 'Wait until a moderator is here' },
  replay: { label: 'Who may replay what happened' },
  undo: { label: 'Whether visitors may take back their last change' },
  viewerStats: { label: 'Whether pages tell how their picture is' },
  reactions: { label: 'Reactions of those who watch', note: 'up to six emoji, or none' },
  safePrompt: { label: 'The safe prompt' },
  turnSeconds: seconds('A turn lasts'),
  promptsPerTurn: count('Prompts in a turn'),
  claimSeconds: seconds('Time to take a turn'),
  claimAwaySeconds: seconds('The same for a page in the background'),
  idleSeconds: seconds('Idle until the turn moves on', '0 is off'),
  extensions: count('How often a turn can be made longer'),
  extensionSeconds: seconds('How much longer each time'),
  graceSeconds: seconds('A dropped visitor keeps the turn'),
  keepSeconds: seconds('A dropped visitor keeps the place'),
  maxQueue: count('How many may wait'),
  headStartSeconds: seconds('Most that time without a turn counts'),
  skipRate: share('Share of the others that skips a turn'),
  skipMin: count('Fewest votes that skip a turn', '0 is off'),
  skipCooldownSeconds: seconds('No skip votes at the start of a turn'),
  cooldownSeconds: seconds('Rest after a prompt'),
  submitSeconds: seconds('A round takes proposals'),
  voteSeconds: seconds('A ballot is open'),
  quorum: count('Fewest voters that decide'),
  maxProposals: count('Most proposals at a time'),
  takeSeconds: seconds('Time to answer who takes over'),
  switchShare: share('Share of the crowd that changes the way of taking turns'),
  cueIdleSeconds: seconds('A fallback cue runs when nobody has prompted for', '0 is off'),
  gapSeconds: seconds('Least time between two prompts'),
  acknowledgeSeconds: seconds('The world has to confirm a prompt'),
  maxLength: { label: 'Longest prompt', unit: 'characters' },
  promptsPerMinute: count('Prompts of a visitor in a minute'),
  addressPromptsPerMinute: count('Prompts of an address in a minute', '0 is no limit'),
  staffPromptsPerMinute: count('Prompts of a moderator, host or program in a minute'),
  votesPerAddress: count('Votes of an address', '0 is no limit'),
  approvalSeconds: seconds('A prompt waits for approval'),
  apiShare: share('Share of programs while visitors wait'),
  repeatSeconds: seconds('The same words are refused', '0 is off'),
  audienceFrom: count('From so many viewers on there are audience parties', '0 is never'),
  lingerSeconds: seconds('Goes on after the last one left'),
  overlapSeconds: seconds('The old stream stays for those who have not moved'),
};
