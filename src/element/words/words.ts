import type { Reason } from '../../protocol/reasons.js';
import type { ReceiptStatus } from '../../protocol/receipt.js';
import { firstWordsFor } from './first-words.js';
import { reasons } from './reason-words.js';

/** How a turn ended, told of somebody else and of oneself; other reasons end no turn. */
export const turnEnds: Partial<
  Readonly<Record<Reason, readonly [(name: string) => string, string]>>
> = {
  'prompts-used': [(name) => `${name} has had a turn.`, 'Your turn is done. Well steered.'],
  'time-up': [(name) => `${name}’s time ran out.`, 'Your time ran out.'],
  idle: [
    (name) => `${name} was away from the keyboard, so the turn moved on.`,
    'You did not type for a while, so your turn moved on.',
  ],
  'not-claimed': [
    (name) => `${name} did not take the turn in time.`,
    'You did not take your turn in time, so it moved on.',
  ],
  passed: [(name) => `${name} passed the turn on.`, 'You passed your turn on.'],
  left: [(name) => `${name} ended the turn.`, 'You ended your turn.'],
  dropped: [
    (name) => `${name} lost the connection.`,
    'Your connection was lost, so your turn moved on.',
  ],
  'skipped-by-vote': [
    (name) => `The others voted to move on from ${name}.`,
    'The others voted to move on.',
  ],
  taken: [
    (name) => `${name} did not answer, so somebody else took over.`,
    'You did not answer, so somebody else took over.',
  ],
  'skipped-by-moderator': [
    (name) => `A moderator moved the turn on from ${name}.`,
    'A moderator moved your turn on.',
  ],
  removed: [
    (name) => `A moderator asked ${name} to leave.`,
    'A moderator asked you to leave, so your turn moved on.',
  ],
  panic: [
    (name) => `A moderator has calmed the world, and ${name}’s turn is over.`,
    'A moderator has calmed the world, and your turn is over.',
  ],
  'mode-changed': [
    (name) => `${name}’s turn ended: turns work another way now.`,
    'Your turn ended: turns work another way now.',
  ],
};

/**
 * Everything the element says, in one table per language: the seam for translations. A sentence
 * tells what happened, why, and what now; it blames nobody and knows no jargon.
 */

const statuses: Readonly<Record<ReceiptStatus, string>> = {
  held: 'Being looked at',
  waiting: 'Waits with you',
  performing: 'On its way',
  applied: 'In the world',
  refused: 'Not taken',
  expired: 'Let go',
  withdrawn: 'Taken back',
  unconfirmed: 'Not certain',
};

const english = {
  ...firstWordsFor('en'),
  locale: 'en',
  reasons,
  statuses,
  turnEnds,
  /** For reasons that have no sentence of their own there. */
  turnEnded: (name: string | null, reason: Reason) =>
    `${name === null ? 'Your turn' : `${name}’s turn`} is over. ${reasons[reason](null)}`,
  tryAgain: (wait: string) => `Try again in ${wait}.`,
  live: 'Live',
  watching: (count: number) => `${count} watching`,
  reconnecting: 'Reconnecting…',
  soundOn: 'Turn the sound on',
  soundOff: 'Turn the sound off',
  onItsWay: (name: string) => `${name} asks for`,
  connectionLost: 'The room cannot be reached',
  asleep: 'The world is asleep.',
  opensIn: (wait: string) => `It opens again in ${wait}.`,
  opensAt: (day: string | null, time: string, wait: string) =>
    `It opens again ${day === null ? '' : `on ${day} `}at ${time}, in ${wait}.`,
  opening: 'Opening the world…',
  /** What an opening waits for, where that is worth a word; other reasons have their own sentence. */
  openingOnce: {
    'no-gpu': 'Opening the world: waiting for a free machine…',
    'no-free-stream': 'Opening the world: waiting for a free stream…',
    'budget-rooms': 'Opening the world: waiting for another one to close…',
  } as Readonly<Partial<Record<Reason, string>>>,
  openingAgain: 'Opening the world once more…',
  closing: 'The world is closing…',
  notOpen: 'The world is not open',
  /** What lies over the picture when this visitor is kept out; other reasons are about the world. */
  keptOut: {
    removed: 'You were asked to leave',
    banned: 'This room is closed to you',
    'room-locked': 'The room is closed for now',
    'token-expired': 'Your pass has run out',
    'bad-invite': 'This invitation does not open the door',
  } as Readonly<Partial<Record<Reason, string>>>,
  failed: 'The world could not open',
  breath: 'The world takes a breath',
  backSoon: 'It is back in a moment.',
  closesIn: (clock: string) => `Closes in ${clock}.`,
  nextTry: (wait: string) => `It tries again in ${wait}.`,
  pictureComing: 'The picture is on its way…',
  pictureStalled: 'The picture is stuck. Mending it…',
  pictureLost: 'The picture does not come through.',
  tapToPlay: 'Tap to play',
  lacks: {
    webrtc: 'This browser cannot show live pictures (it has no WebRTC). You can still take turns.',
    h264: 'This browser cannot show this picture (it has no H.264 video). Another one can; you can still take turns.',
  },
  nobodySteers: 'Nobody is steering',
  nobodySteersHint: 'The world is yours to change.',
  turnsPause: 'Turns begin when the world is open.',
  steers: (name: string) => `${name} is steering`,
  mayTake: (name: string) => `${name} may take the turn`,
  youSteer: 'You are steering',
  yourTurn: 'It’s your turn!',
  yourTurnHint: 'Take it before the ring runs empty.',
  placeInLine: (place: number) =>
    place === 1 ? 'You are next' : `You are ${ordinal(place)} in line`,
  wait: (time: string) => `About ${time} to go`,
  anyMoment: 'Any moment now',
  clockStands: 'The clocks stand still until the world is back.',
  waitsForWorld: 'The clock waits for the world.',
  promptsLeft: (count: number) => (count === 1 ? 'One prompt left' : `${count} prompts left`),
  stillThere: (wait: string) => `Still there? Type something within ${wait}.`,
  timeLeft: 'Time left',
  takeTurn: 'Take a turn',
  leaveLine: 'Leave the line',
  claim: 'Take it',
  notNow: 'Not now',
  done: 'Done, pass on',
  passTo: 'Pass to',
  passToLabel: (name: string) => `Pass to ${name}`,
  moreTime: 'More time',
  skip: (votes: number, needed: number) => `Skip (${votes} of ${needed})`,
  skipped: 'You asked to skip',
  nextInLine: 'Next in line',
  nobodyWaits: 'Nobody waits.',
  you: 'you',
  andMore: (count: number) => `and ${count} more`,
  promptLabel: 'What should happen next?',
  promptExample: 'The lanterns drift up into the sky',
  send: 'Send',
  sending: 'Sending…',
  charactersLeft: (count: number) => (count >= 0 ? `${count} left` : `${-count} too many`),
  hint: {
    offline: 'Not connected. What you typed stays here.',
    locked: 'A moderator has paused the prompts.',
    lockedFor: (wait: string) => `A moderator has paused the prompts for ${wait}.`,
    viewer: 'You may watch and vote here, but not prompt.',
    muted: 'A moderator asked you to watch until further notice.',
    mutedFor: (wait: string) => `A moderator asked you to watch for ${wait}.`,
    queueLockedFor: (wait: string) => `The line takes nobody new for ${wait}.`,
    because: (sentence: string, why: string) => `${sentence} Why: ${why}`,
    closed: 'It waits with you until the world is open.',
    free: 'Nobody is steering: your prompt takes the turn and runs at once.',
    joins: (place: number, time: string | null) =>
      time === null
        ? `Your prompt waits with you in line: place ${place}.`
        : `Your prompt waits with you in line: place ${place}, about ${time}.`,
    waits: (place: number, time: string | null) =>
      time === null
        ? `Your prompt waits with you: place ${place}.`
        : `Your prompt waits with you: place ${place}, about ${time}.`,
    rides: 'Your prompt is with you. It runs as soon as your turn comes.',
    claims: 'Sending it takes your turn.',
    now: 'It goes to the world at once.',
    soon: 'It goes to the world as soon as that is back.',
    used: 'That was your prompt for this turn.',
  },
  placeAndTime: (place: number, time: string | null) =>
    time === null ? `place ${place}` : `place ${place}, about ${time}`,
  yourPrompts: 'Your prompts',
  withdraw: 'Take back',
  withdrawLabel: (text: string) => `Take back “${text}”`,
  performedAs: (text: string) => `The world made of it: ${text}`,
  story: 'What happened so far',
  replay: 'Replay',
  storyEmpty: 'Nothing has changed yet. The first prompt writes the first line.',
  announce: {
    next: 'You are next in line.',
    offered: (time: string) => `It is your turn. Take it within ${time}.`,
    active: (time: string | null) =>
      time === null ? 'It is your turn.' : `It is your turn. You have ${time}.`,
    tenSeconds: 'Ten seconds left.',
    connectionLost: 'Connection lost. Reconnecting.',
    live: 'The world is live.',
    closes: (wait: string, why: string) => `The world closes in ${wait}. ${why}`,
    settled: (status: string, text: string) => `${status}: ${text}`,
  },
};

export type Words = typeof english;

/** The words in the asked language, or in English as long as there is no other table. */
export function wordsFor(_locale: string): Words {
  return english;
}

/** A refusal in plain sentences. `wait` is the time until trying again makes sense, in words. */
export function explain(
  words: Words,
  why: { readonly reason: Reason; readonly limit?: number | null },
  wait: string | null,
): string {
  const sentence = words.reasons[why.reason](why.limit ?? null);
  return wait === null ? sentence : `${sentence} ${words.tryAgain(wait)}`;
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

function ordinal(count: number): string {
  return `${count}${SUFFIXES[ORDINALS.select(count)] ?? 'th'}`;
}
