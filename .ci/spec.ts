import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fails when a rule of test/SPEC.md has no test that quotes it, a test or docs/security.md quotes no rule, or
 * an id is used twice.
 */

const ID = /\[([A-Z]+\d*[A-Z]*\d+)\]/g;

function idsIn(text: string): string[] {
  return [...text.matchAll(ID)].map(([, id = '']) => id);
}

const stated = idsIn(readFileSync('test/SPEC.md', 'utf8').replace(/^(?!- \[).*$/gm, ''));
const rules = new Set(stated);
const twice = stated.filter((id, index) => stated.indexOf(id) !== index);
const quoted = new Set<string>();
for (const name of readdirSync('test', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.test.ts')) continue;
  for (const id of idsIn(readFileSync(join('test', name), 'utf8'))) quoted.add(id);
}
const untested = [...rules].filter((id) => !quoted.has(id));
const unknown = [...quoted].filter((id) => !rules.has(id));
const promised = idsIn(readFileSync('docs/security.md', 'utf8'));
const unkept = [...new Set(promised)].filter((id) => !rules.has(id));
if (promised.length === 0) unkept.push('(it names none)');
if (twice.length > 0) console.error(`Rules that are stated twice: ${twice.join(', ')}`);
if (untested.length > 0) console.error(`Rules without a test: ${untested.join(', ')}`);
if (unknown.length > 0) console.error(`Tests that quote no rule: ${unknown.join(', ')}`);
if (unkept.length > 0) console.error(`docs/security.md quotes no rule: ${unkept.join(', ')}`);
console.log(`${rules.size} rules, ${rules.size - untested.length} with a test.`);
process.exitCode = untested.length + unknown.length + twice.length + unkept.length === 0 ? 0 : 1;
