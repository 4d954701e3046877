import { fold, readings } from '../../party/room/text/fold.js';
import { hasLink } from '../../party/room/text/links.js';
import { profaneWord } from '../../party/room/text/profanity.js';
import { cleanText } from '../../party/room/text/visible.js';
import { Random } from '../support/random.js';
import { randomText } from '../support/random-text.js';
import { begin } from './measure/begin.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:text`: random Unicode texts through cleaning and folding, which must take no longer than
 * a prompt may cost; and what the rest of judging a text costs.
 */

const options = begin({ texts: 1_000_000, length: 40, seed: 1 }, { texts: 2_000 }, [
  ...process.argv.slice(2),
  '--built',
]);
const verdict = new Verdict(options.isSmoke);
const random = new Random(options.seed);

/** On average, of cleaning and folding together; of the processor, which others may use as well. */
const EACH_MAX_US = 20;

/** How many are made at a time, so that making them is not measured. */
const BATCH = 2_000;

let tookUs = 0;
let letters = 0;
let cleanedOnes = 0;
for (let left = options.texts; left > 0; left -= BATCH) {
  const texts = Array.from({ length: Math.min(BATCH, left) }, () =>
    randomText(random, options.length),
  );
  const startedAt = process.cpuUsage();
  const cleaned = texts.map(cleanText);
  for (const text of cleaned) letters += fold(text).length;
  tookUs += process.cpuUsage(startedAt).user;
  cleanedOnes += cleaned.filter((text, at) => text !== texts[at]).length;
}
const eachUs = tookUs / options.texts;

const REST = { readings, links: hasLink, profanity: profaneWord };
const sample = Array.from({ length: Math.min(20_000, options.texts) }, () =>
  cleanText(randomText(random, options.length)),
);
const rest = Object.entries(REST).map(([what, judge]) => {
  const startedAt = performance.now();
  for (const text of sample) judge(text);
  return {
    what,
    us: Number((((performance.now() - startedAt) * 1_000) / sample.length).toFixed(1)),
  };
});
console.table([{ what: 'cleaning and folding', us: Number(eachUs.toFixed(1)) }, ...rest]);
console.log(
  `${options.texts} texts of up to ${options.length} characters, ${letters} letters folded`,
);
verdict.measured('letters', letters);
verdict.measured('texts that cleaning changed', cleanedOnes);
verdict.within('cleaning and folding (µs each)', eachUs, EACH_MAX_US);
verdict.end();
