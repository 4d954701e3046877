/** What a load is to do, as its command line says. */
export interface LoadOptions {
  readonly url: string;
  readonly room: string;
  readonly viewers: number;
  /** Joins a second at the start. */
  readonly joins: number;
  /** How long it goes on once all are there. */
  readonly seconds: number;
  /** In all, a minute. */
  readonly prompts: number;
  readonly votes: number;
  readonly reactions: number;
  readonly leaves: number;
  readonly cuts: number;
  /** The group of processes of a local server, whose CPU and memory are measured; 0 for none. */
  readonly group: number;
}

const DEFAULTS: LoadOptions = {
  ...{ url: 'http://127.0.0.1:1999', room: 'lobby', viewers: 100, joins: 50, seconds: 30 },
  ...{ prompts: 6, votes: 60, reactions: 60, leaves: 6, cuts: 6, group: 0 },
};

/** One machine has no more to give, and nobody waits longer. */
const MOST: Partial<Record<keyof LoadOptions, number>> = {
  ...{ viewers: 20_000, joins: 2_000, seconds: 3_600, prompts: 600 },
  ...{ votes: 60_000, reactions: 60_000, leaves: 6_000, cuts: 6_000 },
};

const ELSEWHERE = '--i-may-load-this-server';

const LOOPBACK = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?\/?$/i;

/**
 * Reads the command line; throws a sentence for what is no option, out of bounds, or aims at another machine
 * without saying so.
 */
export function readLoadOptions(words: readonly string[]): LoadOptions {
  const pairs = words.filter((word) => word !== ELSEWHERE);
  const options: Record<string, string | number> = { ...DEFAULTS };
  for (let at = 0; at < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').replace(/^--/, '');
    const given = pairs[at + 1];
    const standard = Object.hasOwn(DEFAULTS, name) ? DEFAULTS[name as keyof LoadOptions] : null;
    if (standard === null || given === undefined) {
      const known = Object.entries(DEFAULTS).map(([key, value]) => `--${key} ${value}`);
      throw new Error(`What is "${pairs[at]}"? Known, with their defaults: ${known.join(' ')}`);
    }
    options[name] = typeof standard === 'number' ? numberOf(name, given) : given;
  }
  const { url } = options;
  if (!LOOPBACK.test(String(url)) && !words.includes(ELSEWHERE)) {
    throw new Error(
      `${url} is not this machine. If it is yours to load, say so: npm run load -- … ${ELSEWHERE}`,
    );
  }
  return options as unknown as LoadOptions;
}

function numberOf(name: string, given: string): number {
  const value = Number(given);
  const most = MOST[name as keyof LoadOptions] ?? Number.MAX_SAFE_INTEGER;
  if (Number.isFinite(value) && value >= 0 && value <= most) return value;
  throw new Error(`--${name} ${given} is not a number from 0 to ${most}.`);
}
