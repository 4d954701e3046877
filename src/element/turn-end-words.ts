import type { Reason } from '../protocol/reasons.js';

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
