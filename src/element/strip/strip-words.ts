/** Everything the strip says, in one table per language. */
const english = {
  strip: 'Go back in the broadcast',
  live: 'Live',
  ago: (clock: string) => `−${clock}`,
  moment: (clock: string, name: string, text: string) => `${clock} ago. ${name}: ${text}`,
  beginning: (clock: string) => `${clock} ago`,
  backToLive: 'Back to live',
  stillRuns: 'This part still runs: here is its picture. It can be replayed when it is over.',
  fetching: 'Fetching the recording…',
  trouble: 'This part cannot be replayed at the moment.',
};

export type StripWords = typeof english;

/** The words in the asked language, or in English as long as there is no other table. */
export function stripWordsFor(_locale: string): StripWords {
  return english;
}
