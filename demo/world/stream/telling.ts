/** The world in words: how it began, and what has become of it since. */
export interface Telling {
  readonly opening: string;
  readonly changes: readonly string[];
}

const CHANGES_TOLD = 6;

export function begin(prompt: string): Telling {
  return { opening: sentence(prompt) || 'An open landscape.', changes: [] };
}

/** A change joins the world as a state: an action would go on happening forever. */
export function change(telling: Telling, prompt: string): Telling {
  const state = asState(prompt);
  if (!state) return telling;
  const others = telling.changes.filter((earlier) => earlier !== state);
  return { ...telling, changes: [...others, state].slice(-CHANGES_TOLD) };
}

/** The rewritten prompt, which the service sends back with its acknowledgement. */
export function tell({ opening, changes }: Telling): string {
  if (changes.length === 0) return opening;
  const last = changes.at(-1);
  const earlier = changes.slice(0, -1);
  const list = earlier.length > 0 ? `${earlier.join(', ')}, and ${last}` : last;
  return `${opening} Now ${list}.`;
}

const openers: readonly (readonly [RegExp, string])[] = [
  [/^(please|now|then|and)[\s,]+/i, ''],
  [/^(make|let) it (rain|snow|storm|thunder|hail)\b/i, 'it is $2ing'],
  [/^(make|let) it (be )?/i, 'it is '],
  [/^(add|bring in|put in|show) /i, 'there is '],
  [/^(remove|take away) /i, 'there is no longer '],
];

function asState(prompt: string): string {
  let text = prompt
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '');
  for (const [opener, replacement] of openers) text = text.replace(opener, replacement);
  const first = text.split(' ', 1)[0] ?? '';
  // A lone capital at the start belonged to the sentence, not to a name like "NASA".
  return /^[A-Z][a-z]*$/.test(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function sentence(prompt: string): string {
  const text = prompt.replace(/\s+/g, ' ').trim();
  if (!text) return '';
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
