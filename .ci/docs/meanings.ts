import type { RoomEventType } from '../../party/server/webhooks.js';
import { KNOB_MEANINGS } from '../../src/element/moderation/rule-meanings.js';
import type { CLOSE_CODE } from '../../src/protocol/messages.js';
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
  reactions:
    'By which emoji everybody who watches may react to the change on screen: one to six, separated by spaces, or `none`.',
  undo: 'Whether visitors may take back their own last change within 10 s, as long as nothing has come after it; not where others chose it (`vote`, `raffle`, `curated`).',
  replay: 'Who may replay recordings: everybody, moderators and hosts (`staff`), or nobody.',
  safePrompt: 'The prompt that _panic_ performs.',
  ...KNOB_MEANINGS,
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
  elsewhere: 'This audience party does not serve the visitor: the page asks the room again.',
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
