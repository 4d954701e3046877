import type { Reason } from '../../protocol/reasons.js';

/** What happened and why; the retry time, where there is one, is put behind it by `explain`. */
export const reasons: Readonly<Record<Reason, (limit: number | null) => string>> = {
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
  'nothing-to-undo': () => 'There is no change to take back.',

  banned: () => 'A moderator has closed this room to you.',
  'room-locked': () => 'This room takes nobody in at the moment. It tries again by itself.',
  'token-expired': () => 'Your pass for this room has run out. Reload the page.',
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
