import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingNames } from './docs/names.js';
import { referencePages } from './docs/reference.js';

/**
 * Writes the pages of docs/reference from the code. With `--check` it writes nothing and fails when
 * a page differs. Either way it fails when a document names a file, a heading or a script that does
 * not exist.
 */

const FOLDER = 'docs/reference';

/** More files than this in the way of one prompt, and nobody follows it any more. */
const TOUR_MAX = 60;

const isCheck = process.argv.includes('--check');

const pages = referencePages();
mkdirSync(FOLDER, { recursive: true });
const surplus = readdirSync(FOLDER).filter((name) => pages[name] === undefined);
const changed = Object.entries(pages).filter(([name, text]) => text !== contentOf(name));
if (!isCheck) {
  for (const [name, text] of changed) writeFileSync(join(FOLDER, name), text);
  for (const name of surplus) rmSync(join(FOLDER, name));
}
const outdated = isCheck ? [...changed.map(([name]) => name), ...surplus] : [];
for (const name of outdated) {
  console.error(`${join(FOLDER, name)} is not what the code says: run "npm run docs".`);
}

const guides = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));
const missing = missingNames(['README.md', '.github/CONTRIBUTING.md', 'test/SPEC.md', ...guides]);
const tour = /^## The tour$([\s\S]*?)^## /m.exec(readFileSync('.github/CONTRIBUTING.md', 'utf8'));
const passed = tour?.[1]?.match(/^\d+\. `/gm)?.length ?? 0;
if (passed === 0 || passed > TOUR_MAX) {
  missing.push(`The tour in CONTRIBUTING has ${passed} files; 1 to ${TOUR_MAX} are wanted.`);
}
for (const sentence of missing) console.error(sentence);

console.log(
  `${Object.keys(pages).length} reference pages, ${outdated.length} outdated; ${missing.length} missing names; a tour of ${passed} files.`,
);
process.exitCode = outdated.length + missing.length === 0 ? 0 : 1;

function contentOf(name: string): string {
  try {
    return readFileSync(join(FOLDER, name), 'utf8');
  } catch {
    return '';
  }
}
