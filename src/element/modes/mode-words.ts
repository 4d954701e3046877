import type { Language } from '../words/language.js';
import { tableOf } from '../words/tables.js';

const NUMBERS = ['None', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'] as const;

function number(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** Everything that the ways of taking turns say of themselves. */
const english = {
  changed: (mode: string) => `Turns work another way now: ${mode}.`,
  open: {
    headline: 'Everyone may prompt',
    rest: (time: string) => `One prompt each, then ${time} for the others.`,
    noRest: 'Prompts run in the order in which they come.',
    resting: 'The others go first now',
    again: (time: string) => `You may prompt again in ${time}.`,
    againNow: 'You may prompt again.',
    sent: (place: number) =>
      place === 1
        ? 'Your prompt is next'
        : place === 2
          ? 'One prompt is before yours'
          : `${place - 1} prompts are before yours`,
    free: (ahead: number) =>
      ahead === 0
        ? 'It goes to the world at once.'
        : `It goes to the world after ${ahead === 1 ? 'one other' : `${ahead} others`}.`,
    keep: 'What you write stays here.',
    waits: 'Your prompt is on its way.',
  },
  round: {
    none: 'No proposals yet.',
    proposals: (count: number) =>
      count === 1 ? 'One proposal so far' : `${count} proposals so far`,
    heading: {
      propose: 'Proposals',
      vote: 'The ballot',
      draw: 'In the draw',
      result: 'The result',
    },
    idle: 'What should happen next?',
    idleHint: 'The first proposal begins a round.',
    begins: (time: string) => `Your proposal begins a round. Others may add theirs for ${time}.`,
    propose: 'Propose what happens next',
    proposeHint: (time: string) => `It joins the round. Proposals are taken for ${time}.`,
    proposeStill: 'It joins the round, which goes on when the world is back.',
    proposed: 'Your proposal is in. Take it back to write another.',
    proposedIn: 'Your proposal is in this round.',
    proposedNext: 'Your proposal is in the next round.',
    ownWon: 'Your proposal won and is on its way.',
    nextRound: 'What you send now is for the next round.',
    wait: (time: string) => `This round is being decided. Proposals are taken again in ${time}.`,
    waitStill: 'This round is being decided. The next one takes proposals.',
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
    holds: 'It holds: the number fits the fingerprint, and it draws this winner.',
    fails: 'It does not hold: number, fingerprint and winner do not belong together.',
    cannot: 'It cannot be checked on this page, which is not loaded over https.',
  },
  curated: {
    heading: 'Suggestions',
    headline: 'Suggest what happens next',
    hint: 'It joins the suggestions. A host or moderator chooses what runs.',
    chooser: 'You choose what runs.',
    chosenBy: 'A host or moderator chooses what runs.',
    none: 'No suggestions yet.',
    mine: 'Your suggestion is in. Take it back to write another.',
    chosen: 'Your suggestion was chosen',
    place: (place: number) => (place === 1 ? 'It runs next.' : `It runs after ${place - 1} more.`),
    waiting: (count: number) => (count === 1 ? 'One is chosen.' : `${count} are chosen.`),
    for: 'I like:',
    own: 'You like it',
    dismiss: 'Dismiss',
    dismissLabel: (text: string) => `Dismiss “${text}”`,
    chosenNews: 'Your suggestion was chosen.',
  },
  baton: {
    free: 'The baton is free',
    freeHint: 'Take it and steer for as long as you like.',
    holds: (name: string) => `${name} has the baton`,
    mine: 'You have the baton',
    mineHint: 'Steer for as long as you like, then pass it on.',
    asking: (place: number) =>
      place === 1 ? 'You get the baton next' : `You are number ${place} to get the baton`,
    take: 'Take the baton',
    ask: 'Ask for it',
    stop: 'Stop asking',
    contest: 'Take it over',
    contestHint: 'Who takes it over gets it, unless the holder answers.',
    keep: 'Keep it',
    pass: 'Pass it on',
    putDown: 'Put it down',
    giveTo: (name: string) => `Give it to ${name}`,
    wants: (name: string) => `${name} wants to take over`,
    wantsMine: (time: string) => `Answer within ${time}, or it is theirs.`,
    wantsTheirs: (holder: string, time: string) => `${holder} has ${time} to answer.`,
    wantsStill: 'The time to answer stands still until the world is back.',
    youWant: (holder: string, time: string) => `It is yours in ${time}, unless ${holder} answers.`,
    kept: (name: string) => `${name} keeps the baton.`,
    line: 'Who asks for it',
    nobodyAsks: 'Nobody asks for it.',
    hintFree: 'The baton is free: your prompt takes it and runs at once.',
    hintHeld: (name: string) => `${name} has the baton. Ask for it; what you write stays here.`,
    hintAsking: 'You may prompt once you have the baton. What you write stays here.',
    contested: (name: string, time: string) =>
      `${name} wants to take over the baton. Answer within ${time}, or it is theirs.`,
    contestedOf: (name: string, holder: string) =>
      `${name} wants to take over the baton from ${holder}.`,
  },
  stage: {
    headline: 'The host and the moderators steer',
    lean: 'Lean back and enjoy the show.',
    yours: 'You may steer',
    audience: 'Everyone else watches.',
  },
  generic: {
    free: 'You may prompt',
    watching: 'You watch here',
    cooling: 'You may prompt again soon',
    proposed: 'Your proposal is in',
    asking: (place: number) => `You ask for a turn: place ${place}`,
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
  switching: {
    heading: 'Change how turns work',
    leading: (mode: string, votes: number, needed: number) => `${mode}: ${votes} of ${needed}`,
    explain: (needed: number) => `It changes when ${needed} of those here agree.`,
    vote: (mode: string, votes: number, needed: number) => `${mode} (${votes} of ${needed})`,
    label: (mode: string, votes: number, needed: number) =>
      `Change to: ${mode}, ${votes} of ${needed} votes`,
    stay: (mode: string) => `Leave it: ${mode}`,
  },
};

export type ModeWords = typeof english;

/** The same in a language. */
export function modeWordsFor(language: Language): ModeWords {
  return tableOf(language, 'modes', english);
}
