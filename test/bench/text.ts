import { fold, readings } from '../../party/room/text/fold.js';
import { hasLink } from '../../party/room/text/links.js';
import { profaneWord } from '../../party/room/text/profanity.js';
import { cleanText } from '../../party/room/text/visible.js';
import { ellipsized } from '../../src/protocol/graphemes.js';
import { Random } from '../support/random.js';
import { KINDS_OF_TEXT, randomText } from '../support/random-text.js';
import { flawsOf, nameFlawsOf } from '../support/text-flaws.js';
import { begin } from './measure/begin.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:text`: random Unicode texts through cleaning, folding and drawing, which must hold for
 * each and take no longer than a prompt may cost; and what the rest of judging a text costs.
 */

const options = begin({ texts: 1_000_000, length: 40, seed: 1 }, { texts: 2_000 }, [
  ...process.argv.slice(2),
  '--built',
]);
const verdict = new Verdict(options.isSmoke);
const random = new Random(options.seed);

/** On average, of all three together; of the processor, which others may use as well. */
const EACH_MAX_US = 20;

/** How many are made at a time, so that making them is not measured. */
const BATCH = 2_000;

/** Half as many as a text may have, so that many have to be cut. */
const DRAWN_MAX = options.length / 2;

/** One text in so many is also judged as somebody's name, which takes ten times as long. */
const NAMES_OF = 50;

/** What an element makes of a text, beside the browser's own work: its characters, cut where they are many. */
const draw = (text: string) => ellipsized(text, DRAWN_MAX);

const STEPS: Readonly<Record<string, (text: string) => string>> = {
  cleaning: cleanText,
  folding: fold,
  drawing: draw,
};
const tookUs: Record<string, number> = { cleaning: 0, folding: 0, drawing: 0 };

/** As a message brings it: in one piece, where one that was just put together is still in all its parts. */
function received(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

function measured(step: string, texts: readonly string[]): readonly string[] {
  const work = STEPS[step] ?? String;
  const startedAt = process.cpuUsage();
  const made = texts.map(work);
  tookUs[step] = (tookUs[step] ?? 0) + process.cpuUsage(startedAt).user;
  return made;
}

const counts = { texts: 0, changed: 0, folded: 0, cut: 0, flawed: 0 };
const kinds: Record<string, number> = {};
for (let left = options.texts; left > 0; left -= BATCH) {
  const texts = Array.from({ length: Math.min(BATCH, left) }, () =>
    received(randomText(random, options.length)),
  );
  const cleaned = measured('cleaning', texts);
  const folded = measured('folding', cleaned);
  const drawn = measured('drawing', cleaned);
  for (const [at, text] of texts.entries()) {
    counts.texts += 1;
    counts.changed += Number(text !== cleaned[at]);
    counts.folded += Number(folded[at] !== '');
    counts.cut += Number(drawn[at] !== cleaned[at]);
    for (const [kind, has] of Object.entries(KINDS_OF_TEXT)) {
      if (has.test(text)) kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    const asName = at % NAMES_OF === 0 ? nameFlawsOf(text) : [];
    const flaws = [...flawsOf(text, DRAWN_MAX), ...asName];
    counts.flawed += Number(flaws.length > 0);
    if (flaws.length > 0) console.log(`Not ${flaws.join(', not ')}: ${JSON.stringify(text)}`);
  }
}

const REST = { readings, links: hasLink, profanity: profaneWord };
const sample = Array.from({ length: Math.min(20_000, options.texts) }, () =>
  cleanText(randomText(random, options.length)),
);
const rest = Object.entries(REST).map(([what, judge]) => {
  const startedAt = process.cpuUsage();
  for (const text of sample) judge(text);
  return { what, us: toOneDigit(process.cpuUsage(startedAt).user / sample.length) };
});

function toOneDigit(value: number): number {
  return Number(value.toFixed(1));
}

const steps = Object.entries(tookUs).map(([what, us]) => ({ what, us: us / options.texts }));
console.table([...steps.map(({ what, us }) => ({ what, us: toOneDigit(us) })), ...rest]);
console.log(`${options.texts} texts of up to ${options.length} characters, seed ${options.seed}`);
console.table(kinds);
verdict.exactly('texts', counts.texts, options.texts);
verdict.exactly('texts of which something does not hold', counts.flawed, 0);
for (const kind of Object.keys(KINDS_OF_TEXT)) verdict.measured(kind, kinds[kind] ?? 0);
verdict.measured('texts that cleaning changed', counts.changed);
verdict.measured('texts that folding left something of', counts.folded);
verdict.measured('texts that drawing cut', counts.cut);
for (const { what, us } of steps) verdict.measured(`${what} (µs each)`, us);
const eachUs = steps.reduce((sum, { us }) => sum + us, 0);
verdict.within('cleaning, folding and drawing (µs each)', eachUs, EACH_MAX_US);
verdict.end();
