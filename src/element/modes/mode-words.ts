import { type Language, tableOf } from '../words/language.js';

const NUMBERS = ['None', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'] as const;

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** Everything that the ways of taking turns say of themselves. */
const english = {
  changed: (mode: string) => `Turns work another way now: ${mode}.`,
  open: {
    free: 'It’s open to everyone. Type what should happen next.',
    after: (ahead: number) =>
      ahead === 1 ? 'It runs after one other prompt.' : `It runs after ${ahead} other prompts.`,
    againNow: 'You may prompt again.',
    sent: (place: number) =>
      place === 1
        ? 'Your prompt is next.'
        : place === 2
          ? 'One prompt is before yours.'
          : `${place - 1} prompts are before yours.`,
  },
  round: {
    proposals: (count: number) =>
      count === 1 ? 'One proposal so far' : `${count} proposals so far`,
    idle: 'No proposals yet',
    propose: 'Propose what happens next',
    send: 'Propose',
    begins: (time: string) => `Your proposal begins a round of ${time}.`,
    proposeFor: (time: string) => `Proposals for ${time} more.`,
    proposeStill: 'It joins the round, which goes on when the world is back.',
    proposed: 'Your proposal is in.',
    proposedNext: 'Your proposal is in the next round.',
    ownWon: 'Your proposal won.',
    nextRound: 'Propose for the next round.',
    again: (clock: string) => `Proposals again in ${clock}`,
    againStill: 'Proposals again in the next round.',
    nothing: 'Nothing won',
    tied: 'It is a tie',
    hostDecides: (time: string | null) =>
      time === null
        ? 'A host decides.'
        : `A host decides within ${time}; after that the earliest wins.`,
    level: (count: number, votes: number) =>
      votes === 0
        ? `${number(count)} had no votes`
        : `${number(count)} had ${votes === 1 ? 'one vote' : `${votes} votes`}`,
    news: {
      propose: (time: string) => `A new round takes proposals for ${time}.`,
      vote: (time: string) => `Voting is open for ${time}.`,
      draw: 'The draw is a moment away.',
      ownWon: (text: string) => `Your proposal won: ${text}.`,
    },
  },
  vote: {
    now: 'Vote now',
    yours: 'You have voted',
    change: 'You can still change your vote.',
    oneEach: 'One vote each; you can change it.',
    quorum: (count: number) => `At least ${count} must vote.`,
    for: 'Vote for:',
    own: 'Your vote',
    winner: (text: string) => `“${text}” won`,
    hiddenWinner: 'A proposal won',
    only: 'It was the only proposal.',
    clear: (votes: number, all: number) => `It had ${votes} of ${all} votes.`,
    youDecide: 'You may choose between them.',
    earliest: (count: number) => (count === 2 ? 'the earlier one won' : 'the earliest won'),
    random: 'a lot was drawn between them',
    host: 'a host decided',
    /** How a tie stood, and what decided it. */
    decided: (level: string, how: string) => `${level}; ${how}.`,
    runoff: (votes: number, all: number) =>
      `There was a tie. In the second vote it had ${votes} of ${all}.`,
    voted: (count: number, needed: number) =>
      `${count === 1 ? 'One' : count === 0 ? 'Nobody' : count} voted; ${needed} must.`,
  },
  raffle: {
    headline: 'Put a proposal in the draw',
    drawing: 'Drawing…',
    every: 'Every proposal has the same chance.',
    drawn: (text: string) => `“${text}” was drawn`,
    hidden: 'A proposal was drawn',
    nobody: 'Nothing was left to draw from.',
    of: (count: number) => (count === 1 ? 'It was the only one.' : `Out of ${count}.`),
    promise: 'The draw is fixed already: this is the fingerprint of its secret number.',
    fingerprint: 'Fingerprint',
    seed: 'Secret number',
    revealed: 'The secret number is out. Anyone can draw again with it.',
    check: 'Check the draw',
    checking: 'Checking…',
    holds: 'Checked: the draw was fair.',
    fails: 'It does not hold: number, fingerprint and winner do not belong together.',
    cannot: 'It cannot be checked on this page, which is not loaded over https.',
  },
  curated: {
    heading: 'Suggestions',
    send: 'Suggest',
    hint: 'Suggest what happens next. The host picks.',
    chooser: 'You choose what runs.',
    chosenBy: 'A host or moderator chooses what runs.',
    none: 'No suggestions yet.',
    mine: 'Your suggestion is in.',
    chosen: 'Your suggestion was chosen.',
    place: (place: number) => (place === 1 ? 'It runs next.' : `It runs after ${place - 1} more.`),
    waiting: (count: number) => (count === 1 ? 'One is chosen.' : `${count} are chosen.`),
    for: 'I like:',
    own: 'You like it',
    dismiss: 'Dismiss',
    dismissLabel: (text: string) => `Dismiss “${text}”`,
  },
  baton: {
    take: 'Take the baton',
    free: 'The baton is free. Type what should happen next.',
    ask: 'Ask for it',
    held: (name: string) => `${name} has the baton. Ask for it, and write ahead.`,
    asking: (place: string) => `You’re ${place} for the baton. You can write ahead.`,
    askingNext: 'You’re next for the baton. You can write ahead.',
    mine: 'You have the baton. Steer for as long as you like.',
    stop: 'Cancel request',
    contest: 'Take it over',
    keep: 'Keep it',
    pass: 'Pass it on',
    putDown: 'Let go',
    wantsMine: (name: string, time: string) => `${name} wants the baton. Answer within ${time}.`,
    wantsTheirs: (name: string, holder: string, time: string) =>
      `${name} wants the baton. ${holder} has ${time} to answer.`,
    wantsStill: (name: string) => `${name} wants the baton. The clock waits for the world.`,
    youWant: (holder: string, time: string) => `It’s yours in ${time}, unless ${holder} answers.`,
    kept: (name: string) => `${name} keeps the baton.`,
    line: 'Waiting for the baton',
    contested: (name: string, time: string) =>
      `${name} wants to take over the baton. Answer within ${time}, or it is theirs.`,
    contestedOf: (name: string, holder: string) =>
      `${name} wants to take over the baton from ${holder}.`,
  },
  generic: {
    asking: (place: string) => `You’re ${place} for a turn. You can write ahead.`,
  },
  choices: {
    by: (name: string) => `by ${name}`,
    byYou: 'by you',
    more: (count: number) => (count === 1 ? 'and one more' : `and ${count} more`),
    votes: (count: number) => (count === 1 ? 'vote' : 'votes'),
    won: 'Won',
    choose: 'Choose',
    chooseLabel: (text: string) => `Choose “${text}”`,
  },
  /** What has no stop of its own, such as a headline, as a sentence beside others. */
  sentence: (text: string) => `${text}.`,
  switching: {
    vote: (mode: string, votes: number, needed: number) =>
      `Vote for “${mode}” · ${votes}/${needed}`,
    stay: (mode: string) => `Stay with “${mode}”`,
  },
};

export type ModeWords = typeof english;

/** The same in a language. */
export function modeWordsFor(language: Language): ModeWords {
  return tableOf(language, 'modes', english);
}
