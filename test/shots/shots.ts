import { AT_ONCE, leftOver, look, remove, type Sheet } from './baselines.js';
import { Studio } from './studio.js';

/**
 * `npm run shots`: which states look different from their baselines; with `--update` those follow, and
 * are to be looked at. Further words are names of states, or parts of them.
 */
const words = process.argv.slice(2);
const update = words.includes('--update');
const wanted = words.filter((word) => word !== '--update');
const isWanted = ({ file }: Sheet) =>
  wanted.length === 0 || wanted.some((word) => file.includes(word));
const studio = await Studio.open();
let [different, seen] = [0, 0];
async function go(through: readonly Sheet[]): Promise<void> {
  for (const sheet of through.filter(isWanted)) {
    const told = await look(studio, sheet, update);
    seen += 1;
    if (told === null) continue;
    different += 1;
    console.log(`${sheet.file}: ${told}`);
  }
}
await Promise.all(AT_ONCE.map(go)).finally(() => studio.close());
if (update && wanted.length === 0) for (const file of leftOver()) remove(file);
console.log(`${different} of ${seen} ${update ? 'were written' : 'are different'}.`);
if (!update && different > 0) process.exitCode = 1;
