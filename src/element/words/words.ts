import type { Reason } from '../../protocol/reasons.js';
import { englishFirstWords } from './first-words.js';
import { type Language, tableOf } from './language.js';

/** What happened and why; the retry time, where there is one, is put behind it by `explain`. */
const reasons: Readonly<Record<Reason, (limit: number | null) => string>> = {
  empty: () => 'There is nothing in it yet. Type what should happen.',
  'too-long': (limit) => `Too long: ${limit ?? 200} characters at most.`,
  'too-many': (limit) =>
    limit === 1 ? 'At most one prompt a minute.' : `At most ${limit ?? 10} prompts a minute.`,
  repeat: () => 'Someone just asked for that.',
  locked: () => 'A moderator has paused prompts.',
  muted: () => 'You can’t prompt for now.',
  'queue-locked': () => 'The line is closed to newcomers.',
  'no-moderator': () => 'Prompts open when a moderator is here.',
  links: () => 'No links here. Say it in plain words.',
  words: () => 'It has a word that isn’t allowed here. Try other words.',
  'too-many-from-address': () => 'A lot came from your network at once.',

  'awaits-approval': () => 'Waiting for a moderator to approve it.',
  'being-checked': () => 'Being checked. That takes a moment.',
  'too-many-held': (limit) =>
    `Already ${limit ?? 50} prompts are waiting for approval. Try again in a moment.`,
  'not-approved': () => 'No moderator got to it in time. Send it again if you like.',
  'refused-by-moderator': () => 'A moderator turned it down.',
  'refused-by-classifier': () => 'That doesn’t fit this room. Try wording it differently.',
  'classifier-down': () => 'It couldn’t be checked just now. Try it again.',

  'not-your-turn': () => 'It’s not your turn right now.',
  'not-waiting': () => 'Nothing of yours is waiting any more.',
  'already-waiting': () => 'You are in line already.',
  'queue-full': (limit) =>
    limit === null || limit === 1 ? 'The line is full.' : `The line is full: ${limit} are waiting.`,
  'no-more-time': () => 'There is no more time for this turn.',
  'no-prompts-left': (limit) =>
    limit === null || limit === 1
      ? 'One prompt a turn, and yours is sent.'
      : `At most ${limit} prompts a turn, and yours are sent.`,
  'nobody-there': () => 'That person is no longer there.',
  'skip-too-soon': () => 'This turn has only just begun. Give it a moment.',
  'cooling-down': () => 'You just had one. Let others go first.',
  'already-proposed': () => 'You have a proposal in already.',
  'proposals-full': (limit) =>
    `There are ${limit ?? 'enough'} proposals already. Enter it again next round.`,
  'voting-now': () => 'The vote is on. Enter it again next round.',
  'round-over': () => 'That round is over. Vote in the one that is shown now.',
  'no-such-choice': () => 'That proposal is no longer there.',
  'take-too-soon': () => 'The holder has just answered. Give it a moment.',
  'stage-only': () => 'The host steers this one. Enjoy the show.',
  'not-switchable': () => 'The room cannot be changed to that.',
  'unknown-mode': () => 'This room does not know that way of taking turns.',
  'wrong-mode': () => 'Turns do not work that way here at the moment.',

  'prompts-used': () => 'The turn ended because its prompts were used.',
  'time-up': () => 'The turn ended because its time ran out.',
  idle: () => 'The turn ended because nothing was typed for a while.',
  'not-claimed': () => 'The turn was offered but not taken in time.',
  passed: () => 'The turn was passed on.',
  left: () => 'It went when you left the line.',
  dropped: () => 'The connection was lost for too long.',
  'skipped-by-vote': () => 'The others voted to move on.',
  taken: () => 'Somebody else asked for it, and nobody answered.',
  'skipped-by-moderator': () => 'A moderator moved the turn on.',
  removed: () => 'A moderator asked you to leave.',
  panic: () => 'A moderator has calmed the world and paused prompts.',
  'mode-changed': () => 'Turns work another way now. Send it again if you like.',
  'mode-broken': () => 'That way of taking turns does not work here; visitors line up now.',

  'not-chosen': () => 'Not picked this time. Enter it again next round.',
  'no-quorum': () => 'Too few voted to decide anything.',
  dismissed: () => 'A moderator passed over this one.',

  'world-refused': () => 'Not this one. Try wording it differently.',
  'world-moderation-down': () => 'The world couldn’t check it just now. Try it again.',
  'no-acknowledgement': () =>
    'We can’t tell whether this went through. Watch the picture before you try again.',
  'conductor-gone': () =>
    'We can’t tell whether this went through. Watch the picture before you try again.',
  'waited-too-long': () => 'It waited too long. Send it again if you like.',
  'id-taken': () => 'This one was sent before.',

  'no-conductor': () => 'Waiting for the host to connect. It starts by itself.',
  'may-not-open': () => 'This world is opened by its host. Please stay, or come back later.',
  stopped: () => 'That’s a wrap. The host ended the broadcast.',
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

  paused: () => 'Paused. Back soon.',
  'waits-for-host': () => 'The host opens this world. Please stay, it opens here.',
  'out-of-hours': () => 'This world is closed at this hour.',
  'budget-rooms': () => 'As many worlds as this site allows are open.',
  'budget-day': () => 'Today’s time is up.',
  'budget-month': () => 'This month’s time is up.',

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
  'token-expired': () => 'Your sign-in for this room has expired. Reload the page.',
  'name-refused': () => 'That name cannot be used here. Please choose another one.',
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
  'bad-token': () => 'This page’s sign-in was not accepted.',
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

/**
 * Everything the element says but for what single chunks say. A sentence tells what happened, why, and
 * what now; it blames nobody and uses no jargon.
 */
const english = {
  ...englishFirstWords,
  locale: 'en',
  reasons,
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
  theatreOn: 'Theatre',
  theatreOff: 'Leave theatre',
  windowOpen: 'Picture in picture',
  windowClose: 'Leave picture in picture',
  connectionLost: 'The room cannot be reached',
  asleep: 'The world is asleep.',
  opensIn: (wait: string) => `Back in ${wait}.`,
  opensAt: (day: string | null, time: string, wait: string) =>
    `Back ${day === null ? '' : `on ${day} `}at ${time} (in ${wait}).`,
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
    'token-expired': 'Your sign-in has expired',
    'bad-invite': 'This invitation does not open the door',
  } as Readonly<Partial<Record<Reason, string>>>,
  failed: 'The world could not open',
  breath: 'Next scene coming up…',
  backSoon: 'Just a moment.',
  closesIn: (clock: string) => `Closes in ${clock}.`,
  nextTry: (wait: string) => `It tries again in ${wait}.`,
  pictureComing: 'The picture is on its way…',
  pictureStalled: 'Picture frozen, reconnecting…',
  pictureLost: 'Can’t load the picture.',
  tapToPlay: 'Tap to play',
  lacks: {
    webrtc: 'This browser cannot show live pictures (it has no WebRTC). You can still take turns.',
    h264: 'This browser cannot show this picture (it has no H.264 video). Another one can; you can still take turns.',
  },
  /** Nobody else is here to hold the stream, and this browser cannot. */
  cannotStart: (lack: string) =>
    `This browser cannot start the world itself (it has no ${lack}). Another one can.`,
  /** What the bar says, and what can be done there. */
  bar: {
    label: 'What should happen next?',
    placeholder: 'What happens next?',
    more: 'More',
    send: 'Send',
    sendAt: (place: string) => `Send · ${place}`,
    free: 'It’s anyone’s turn. Type what should happen next.',
    join: 'Join the line',
    joins: (place: string, time: string | null) =>
      time === null
        ? `You’d be ${place}. Your prompt runs by itself.`
        : `You’d be ${place}, about ${time}. Your prompt runs by itself.`,
    inLine: (place: string, time: string | null) =>
      time === null ? `You’re ${place}.` : `${place}, about ${time}.`,
    next: 'You’re next.',
    writeAhead: 'You can write ahead.',
    up: 'You’re up! Start typing.',
    written: 'Send it when you’re ready.',
    promptsLeft: (count: number) => `You’re up! ${count} prompts left.`,
    stillThere: (wait: string) => `Still there? Your turn ends in ${wait}.`,
    goesIn: (seconds: number) => `Goes in by itself in ${seconds}`,
    ready: 'I’m ready',
    pass: 'Pass',
    endTurn: 'End my turn',
    moreTime: 'More time',
    leaveLine: 'Leave the line',
    skip: (name: string, votes: number, needed: number) =>
      `Vote to skip ${name} · ${votes}/${needed}`,
    skipped: (votes: number, needed: number) => `You voted to skip · ${votes}/${needed}`,
    undo: 'Undo',
    undoLabel: (text: string) => `Undo “${text}”`,
    share: 'Share',
    edit: 'Edit',
    editLabel: (text: string) => `Edit “${text}”`,
    withdrawLabel: (text: string) => `Take back “${text}”`,
    onItsWay: 'On its way…',
    done: 'Done.',
    restsFor: (clock: string) => `Your next prompt in ${clock}`,
    clockStands: 'The clock waits for the world.',
    waitsForWorld: 'It goes in as soon as the world is back.',
    waitsForOpening: 'It goes in as soon as the world opens.',
    offline: 'Not connected. What you typed stays here.',
    shut: 'You can prompt again once it opens.',
    keptOut: 'You can’t prompt here.',
    viewer: 'You can watch and vote here, but not prompt.',
    muted: 'You can’t prompt until a moderator says so.',
    mutedFor: (wait: string) => `You can’t prompt for ${wait}.`,
    locked: 'A moderator has paused prompts.',
    lockedFor: (wait: string) => `Prompts are paused for ${wait}.`,
    queueLockedFor: (wait: string) => `The line is closed to newcomers for ${wait}.`,
    reason: (why: string) => `Reason: ${why}`,
    charactersLeft: (count: number) => (count >= 0 ? `${count} left` : `${-count} too many`),
    states: (better: string, said: string) =>
      `Say how it is: “${better}” works better than “${said}”.`,
    starters: 'Ideas',
  },
  place: (place: number) => ordinal(place),
  timeLeft: 'Time left',
  clockStands: 'The clocks stand still until the world is back.',
  anyMoment: 'Any moment now',
  nextInLine: 'Next in line',
  you: 'you',
  passTo: 'Pass to',
  passToLabel: (name: string) => `Pass to ${name}`,
  /** A reason, with what a moderator wrote. */
  because: (sentence: string, why: string) => `${sentence} Reason: ${why}`,
  tookBack: (text: string) => `Took back “${text}”`,
  story: 'Story',
  replay: 'Replay',
  storyEmpty: 'Nothing yet. Be the first.',
  /** It stands in the picture's caption for some seconds, and then here. */
  storyFirst: 'The first change is in the picture now.',
  /** The rail: people, and what happened. */
  rail: {
    holds: 'Has the turn',
    upNext: 'Is up next…',
    inLine: (place: number) => (place === 1 ? 'Next' : `${ordinal(place)} in line`),
    you: (name: string) => `${name} (you)`,
    types: (person: string) => `${person}, typing`,
    here: 'Who is here',
    watchMore: (count: number) => `and ${count} more watching`,
    understood: 'See what the world understood',
    share: (name: string, text: string) => `Share “${text}” by ${name}`,
    close: 'Close',
  },
  announce: {
    next: 'You’re next in line.',
    offered: (time: string) => `You’re up! Start typing within ${time}.`,
    active: (time: string | null) =>
      time === null ? 'It’s your turn.' : `It’s your turn. You have ${time}.`,
    tenSeconds: 'Ten seconds left.',
    connectionLost: 'Connection lost. Reconnecting.',
    live: 'The world is live.',
    closes: (wait: string, why: string) => `The world closes in ${wait}. ${why}`,
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
