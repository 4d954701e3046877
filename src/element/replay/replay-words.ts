import { type Language, tableOf } from '../words/language.js';

/** Everything that the replay says. */
const english = {
  locale: 'en',
  title: 'Replay',
  close: 'Close the replay',
  recording: 'The recording',
  track: 'What happened, and when',
  fetching: 'Fetching what happened…',
  fetchingPart: 'Fetching the recording…',
  nothing: 'Nothing is recorded here yet. What happens from now on can be replayed later.',
  earlier: 'Show earlier parts',
  previous: 'Previous',
  previousLabel: 'Previous prompt',
  next: 'Next',
  nextLabel: 'Next prompt',
  play: 'Play',
  pause: 'Pause',
  position: 'Position',
  positionOf: (now: string, all: string) => `${now} of ${all}`,
  soundOn: 'Sound on',
  soundOff: 'Sound off',
  fullScreen: 'Full screen',
  mostLoved: 'Most loved',
  copy: 'Copy link',
  copyLabel: 'Copy link to this moment',
  shareLabel: 'Share this moment',
  /** A moment as a picture to share. */
  share: {
    title: 'Share this moment',
    close: 'Close',
    share: 'Share…',
    save: 'Save the picture',
    copy: 'Copy link',
    copied: 'The link is copied.',
    notCopied: 'Copy this link:',
    saved: 'The picture is saved.',
    notShared: 'It could not be shared. Save the picture, or copy the link.',
  },
  wished: (name: string, text: string) => `${name}: ${text}`,
  copied: 'The link is copied.',
  notCopied: 'Copy this link:',
  linkLabel: 'Link to this moment',
  download: 'Download as JSON',
  begins: (text: string) => `It begins: ${text}`,
  live: 'Happening now',
  liveHint: 'This part still runs. It can be replayed when it is over.',
  goneHint: 'Not kept any more',
  gone: (time: string) => `The part from ${time} is not kept any more. On to the next.`,
  goneAtEnd: (time: string) =>
    `The part from ${time} is not kept any more. Nothing comes after it.`,
  notThere: 'The moment of this link is not kept any more.',
  coming: 'This part has just ended and is still being written. Try again in a moment.',
  away: 'The recordings cannot be reached at the moment.',
  off: 'What happened here is not for replay.',
  unplayable: 'This part could not be played.',
  end: 'That is all so far.',
  tryAgain: 'Try again',
};

export type ReplayWords = typeof english;

/** The same in a language. */
export function replayWordsFor(language: Language): ReplayWords {
  return tableOf(language, 'replay', english);
}
