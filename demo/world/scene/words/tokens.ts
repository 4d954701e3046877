/** Long enough for any word worth drawing; a longer run of letters is cut. */
const longestWord = 20;

/** A prompt of any length is read in a bounded time. */
const longestPrompt = 4000;

const tokenPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}']*|\p{Extended_Pictographic}|[,;:.!?\n]/gu;

/** A prompt as lower-case words, single emoji and punctuation marks. Never throws. */
export function tokensOf(prompt: string): readonly string[] {
  const text = prompt
    .slice(0, longestPrompt)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[’‘`]/g, "'");
  return (text.match(tokenPattern) ?? []).map(bare).filter((token) => token !== '');
}

/** "dragon's" is a dragon. */
function bare(token: string): string {
  return [...token.replace(/(?:'s?)+$/u, '')].slice(0, longestWord).join('').replace(/'+$/u, '');
}

/** Words of a table cell: "hot air balloon, globo". */
export function listed(cell: string): readonly string[] {
  return cell
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
