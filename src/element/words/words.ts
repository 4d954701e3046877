import type { Reason, ReceiptStatus } from '../../protocol/reasons.js';
import { englishFirstWords } from './first-words.js';
import type { Language } from './language.js';
import { tableOf } from './tables.js';

/** What happened and why; the retry time, where there is one, is put behind it by `explain`. */
const reasons: Readonly<Record<Reason, (limit: number | null) => string>> = {
  empty: () => 'There is nothing to read in it yet. Write what should happen in the world.',
  'too-long': (limit) => `That is a little too long: ${limit ?? 200} characters at most.`,
  'too-many': (limit) => `That was a lot at once: at most ${limit ?? 10} prompts a minute.`,
  repeat: () => 'Somebody asked for the same thing a moment ago. Other words are welcome.',
  locked: () => 'A moderator has paused the prompts.',
  muted: () => 'A moderator asked you to watch for a while.',
  'queue-locked': () => 'The line takes nobody new at the moment.',
  'no-moderator': () => 'Prompts wait until a moderator is here.',
  links: () => 'Links are not welcome here. Say it in plain words.',
  words: () => 'That has a word in it that is not welcome here. Say it another way.',
  'too-many-from-address': () => 'A lot came from your network at once.',

  'awaits-approval': () => 'A moderator looks at it first.',
  'being-checked': () => 'It is being looked at. That takes a moment.',
  'too-many-held': (limit) =>
    `A lot is being looked at already: at most ${limit ?? 50} prompts. Try again in a moment.`,
  'not-approved': () =>
    'No moderator came round to it in time. Send it again if you still like it.',
  'refused-by-moderator': () => 'A moderator turned it down.',
  'refused-by-classifier': () => 'It was found not to fit this room. Say it another way.',
  'classifier-down': () =>
    'It could not be checked just now. That is not your fault: try it again.',

  'not-your-turn': () => 'It is not your turn right now.',
  'not-waiting': () => 'Nothing of yours is waiting any more.',
  'already-waiting': () => 'You are in line already, and your place is kept.',
  'queue-full': (limit) => `The line is full with ${limit ?? 'many'} people. Try again in a while.`,
  'no-more-time': () => 'This turn has had all the extra time there is.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'A turn has room for one prompt, and you have sent it.'
      : `A turn has room for ${limit} prompts, and you have sent them.`,
  'nobody-there': () => 'That person is no longer there.',
  'skip-too-soon': () => 'This turn has only just begun. Give it a moment.',
  'cooling-down': () => 'You have just had one. Others may go first.',
  'already-proposed': () => 'You have a proposal in already.',
  'proposals-full': (limit) =>
    `There are ${limit ?? 'enough'} proposals already. The next round takes new ones.`,
  'voting-now': () => 'This round is being decided. The next one takes new proposals.',
  'round-over': () => 'That round is over. Vote in the one that is shown now.',
  'no-such-choice': () => 'That proposal is no longer there.',
  'take-too-soon': () => 'The holder has just answered. Give it a moment.',
  'stage-only': () => 'The host steers this one. Lean back and enjoy the show.',
  'not-switchable': () => 'The room cannot be changed to that.',
  'unknown-mode': () => 'This room does not know that way of taking turns.',
  'wrong-mode': () => 'Turns do not work that way here at the moment.',

  'prompts-used': () => 'The turn ended because its prompts were used.',
  'time-up': () => 'The turn ended because its time ran out.',
  idle: () => 'The turn ended because nothing was typed for a while.',
  'not-claimed': () => 'The turn was offered but not taken in time.',
  passed: () => 'The turn was passed on.',
  left: () => 'It was given up on leaving the line.',
  dropped: () => 'The connection was lost for too long.',
  'skipped-by-vote': () => 'The others voted to move on.',
  taken: () => 'Somebody else asked for it, and nobody answered.',
  'skipped-by-moderator': () => 'A moderator moved the turn on.',
  removed: () => 'A moderator asked you to leave.',
  panic: () => 'A moderator has calmed the world and paused the prompts.',
  'mode-changed': () => 'Turns work another way now. Send it again if you still like it.',
  'mode-broken': () => 'That way of taking turns does not work here; visitors line up now.',

  'not-chosen': () => 'Another proposal was chosen. Yours is welcome in the next round.',
  'no-quorum': () => 'Too few voted to decide anything.',
  dismissed: () => 'A moderator passed over this one.',

  'world-refused': () => 'The world would not do this one. Other words may work.',
  'world-moderation-down': () =>
    'The world could not check it just now. That is not your fault: try it again.',
  'no-acknowledgement': () =>
    'The world did not answer, so nobody can tell whether it arrived. It is not sent twice.',
  'conductor-gone': () =>
    'The page that runs the world went away just then, so nobody can tell whether it arrived.',
  'waited-too-long': () => 'It waited too long and was let go. Send it again if you still like it.',
  'id-taken': () => 'This one was sent before.',

  'no-conductor': () => 'Nobody here can open the world yet. It opens by itself once someone can.',
  'may-not-open': () => 'This world is opened by its host. Please stay, or come back later.',
  stopped: () => 'The host has ended the broadcast.',
  'no-free-stream': () => 'Every stream is in use at the moment.',
  'no-gpu': () => 'No machine is free to paint the world at the moment.',
  quota: () => 'The broadcast has used up its hours for now.',
  'rate-limited': () => 'The world asks for a little patience.',
  'account-suspended': () => 'The world is closed to this site. Its owner has to act.',
  'bad-key': () => 'The world did not accept this site’s key. Its owner has to act.',
  unreachable: () => 'The world cannot be reached at the moment.',
  'stream-host': () =>
    'The picture comes from a host that this site has not allowed. Its owner has to act.',
  'opening-timeout': () => 'The world took too long to open.',
  'model-crash': () => 'The world stumbled and has to begin again.',
  'stream-ended': () => 'The stream has come to its end.',
  'stream-expired': () => 'The stream has reached its full length.',
  'connection-lost': () => 'The line to the world broke.',
  'handed-over': () => 'Another page runs the world now.',

  paused: () => 'The host has paused the broadcast.',
  'waits-for-host': () => 'The host opens this world. Please stay, it opens here.',
  'out-of-hours': () => 'This world is closed at this hour.',
  'budget-rooms': () => 'As many worlds as this site allows are open.',
  'budget-day': () => 'This site has used up its hours for today.',
  'budget-month': () => 'This site has used up its hours for this month.',

  'recording-gone': () => 'This recording is not kept any more.',
  'replay-off': () => 'What happened here is not for replay.',

  'no-such-person': () => 'That person is not known here any more.',
  'no-such-thing': () => 'That is not there any more.',
  'rule-fixed': () => 'The settings of the room server say what this rule is.',
  'unmatchable-word': () => 'No prompt can have one of these words.',
  'nothing-to-undo': () => 'There is no change to take back.',

  banned: () => 'A moderator has closed this room to you.',
  'room-locked': () => 'This room takes nobody in at the moment. It tries again by itself.',
  'room-full': () => 'This room is full at the moment. It tries again by itself.',
  'token-expired': () => 'Your pass for this room has run out. Reload the page.',
  'too-many-cues': (limit) =>
    `There may be ${limit ?? 'no more'} cues. Remove some that are not needed any more.`,
  'too-many-invites': (limit) =>
    `There may be ${limit ?? 100} at once. Revoke some that are not needed any more.`,
  'bad-invite': () => 'This invitation is used up or no longer good.',

  malformed: () => 'The room did not understand that. Reloading the page may help.',
  'too-large': () => 'That was too much for one message.',
  'too-fast': () => 'That was a little fast. Wait a moment.',
  'hello-first': () => 'The room does not know this page yet. Try again in a moment.',
  'wrong-version': () => 'This page is out of date. Reload it to join.',
  'bad-token': () => 'Your pass for this room is not valid any more. Reload the page.',
  'wrong-origin': () => 'This site may not show this room. Its owner has to allow it.',
  'not-configured': () => 'This room is not set up yet. Its owner has to act.',
  'not-allowed': () => 'That is not yours to do here.',
  'stale-epoch': () => 'Another page runs the world by now.',
  offline: () => 'You are not connected, so it was not sent. Try again when you are back.',
  closed: () => 'The connection was closed.',
};

/** How a turn ended, told of somebody else and of oneself; other reasons end no turn. */
const turnEnds: Partial<Readonly<Record<Reason, readonly [(name: string) => string, string]>>> = {
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

/**
 * Everything the element says but for what single chunks say. A sentence tells what happened, why, and
 * what now; it blames nobody and uses no jargon.
 */
const english = {
  ...englishFirstWords,
  locale: 'en',
  reasons,
  statuses,
  turnEnds,
  /** For reasons that have no sentence of their own there. */
  turnEnded: (name: string | null, why: string) =>
    `${name === null ? 'Your turn' : `${name}’s turn`} is over. ${why}`,
  tryAgain: (wait: string) => `Try again in ${wait}.`,
  live: 'Live',
  behind: (seconds: number) => `HLS · ${seconds} s behind`,
  watching: (count: number) => `${count} watching`,
  reconnecting: 'Reconnecting…',
  soundOn: 'Turn the sound on',
  soundOff: 'Turn the sound off',
  fullScreenOn: 'Full screen',
  fullScreenOff: 'Leave full screen',
  windowOpen: 'Picture in picture',
  windowClose: 'Leave picture in picture',
  misspelt: (written: string, meant: string) =>
    `${written} is no attribute of this element: ${meant} is probably meant.`,
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
  /** The rail: people, and what happened. */
  rail: {
    holds: 'Has the turn',
    inLine: (place: number) => (place === 1 ? 'Next' : `${ordinal(place)} in line`),
    you: (name: string) => `${name} (you)`,
    here: 'Who is here',
    watchMore: (count: number) => `and ${count} more watching`,
    understood: 'See what the world understood',
    close: 'Close',
  },
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

/** The words in a language. */
export function wordsFor(language: Language): Words {
  return tableOf(language, 'words', english);
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
