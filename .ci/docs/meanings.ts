import type { RoomEventType } from '../../party/server/webhooks.js';
import type { CLOSE_CODE } from '../../src/protocol/close-codes.js';
import type { ReceiptStatus } from '../../src/protocol/reasons.js';
import type { Rules } from '../../src/protocol/rules.js';

/**
 * What the reference says beside each name. The tables are typed by the code's own lists, so a name
 * without a meaning does not compile.
 */

export const RULE_MEANINGS: Readonly<Record<keyof Rules, string>> = {
  turns: 'How turns are taken: one of the [turn modes](turn-modes.md), or one that the site added.',
  opening: 'The prompt that opens the world.',
  orientation: 'The shape of the picture. It cannot change while a stream runs.',
  order:
    '`queue`: `fair` serves the visitor who was served longest ago, and nobody twice in a row while others wait; `fifo` serves in the order of arrival.',
  opens:
    'Who opens the broadcast: the first visitor (`visit`), or a host, who then opens it each time (`host`).',
  hours:
    'Opening hours by the clock of `time-zone`: `mo-fr 09:00-12:00, 13:00-18:00, sa 20:00-02:00`. Empty means always. Times without days belong to the days named before, or to all days.',
  timeZone: 'The time zone of `hours`, such as `Europe/Berlin`.',
  tie: '`vote`: what decides between proposals with the same number of votes. `host` falls back to the earliest.',
  carryOver: '`vote`, `raffle`: whether proposals that lost are proposed again in the next round.',
  switchable: 'The modes that the crowd may change to, separated by commas.',
  approval:
    'Which prompts wait for a moderator: none, those that a check or the classifier flagged, or all.',
  unjudged: 'What happens to a prompt when the classifier does not answer.',
  links: 'Whether prompts may contain links.',
  profanity: 'Whether prompts may contain English profanity.',
  blockedWords:
    'Words, phrases and emoji that are refused, separated by commas; `nazi*` is a beginning.',
  requireModerator: 'Whether prompts wait until a moderator or host is present.',
  viewerStats:
    'Whether pages tell the room once a minute how their picture is (first frame, freezes, transport, delay); summed up for `/stats` and `/metrics`, with no identity.',
  replay: 'Who may replay recordings: everybody, moderators and hosts (`staff`), or nobody.',
  safePrompt: 'The prompt that _panic_ performs.',
  turnSeconds: 'How long a turn lasts once it is claimed.',
  promptsPerTurn: 'How many prompts a turn has.',
  claimSeconds: 'How long the next visitor in the queue has to claim the turn.',
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
  lingerSeconds: 'How long the broadcast continues after the last viewer left.',
  overlapSeconds:
    'How long, at a renewal, the old stream goes on at most beside the new one; it ends as soon as everybody who watches has moved.',
};

export const STATUS_MEANINGS: Readonly<Record<ReceiptStatus, string>> = {
  held: 'Waits for the classifier or for a moderator.',
  waiting: 'Accepted; waits for its turn.',
  performing: 'Sent to the world; the acknowledgement is awaited.',
  applied: 'The world performed it. The receipt has the rewritten text.',
  refused: 'A check, a moderator, the turn mode or the world refused it.',
  expired: 'It waited too long, or what it waited for ended.',
  withdrawn: 'Its author took it back.',
  unconfirmed: 'It was sent and no acknowledgement came. It is not sent again.',
};

export const CLOSE_MEANINGS: Readonly<Record<keyof typeof CLOSE_CODE, string>> = {
  normal: 'Either side ended the connection in order.',
  silent: 'The connection was silent for too long, or sent no hello.',
  restarting: 'The room restarts.',
  roomLocked: 'A moderator has locked the room to newcomers.',
  tryLater:
    'Too much was refused to others from the same network address; anonymous newcomers from there wait.',
  wrongVersion: 'The page speaks another version of the protocol; it must be reloaded.',
  badToken: 'The token is forged, malformed or meant for another room.',
  wrongOrigin: 'The origin of the page is not in `ALLOWED_ORIGINS`.',
  notConfigured: 'A setting of the room server is missing or wrong.',
  flooding: 'The page sent far too many messages.',
  removed: 'A moderator banned or removed the visitor.',
  tokenExpired: 'The token has expired. The client asks once more for a fresh one.',
};

export const EVENT_MEANINGS: Readonly<
  Record<Exclude<RoomEventType, `moderation.${string}`>, string>
> = {
  'broadcast.live': 'The broadcast is live: `streamId`, `startedAt`.',
  'broadcast.dark': 'The broadcast has ended: `reason`.',
  'broadcast.failed': 'The broadcast could not open or was lost: `reason`.',
  'stream.ended': 'One stream of the broadcast is over: an entry of `/recordings`.',
  'turn.began': 'A turn began: `by`, `mode`.',
  'turn.ended': 'A turn ended: `by`, `mode`, `reason`.',
  'prompt.settled': 'A prompt has reached its final status: an entry of `/prompts`.',
};
