import { readFileSync } from 'node:fs';

/** Fails when something public of the element is not documented in its manifest. */

interface Entry {
  name?: string;
  description?: string;
  privacy?: string;
  kind?: string;
  static?: boolean;
  inheritedFrom?: unknown;
}
interface Declaration {
  tagName?: string;
  summary?: string;
  members?: Entry[];
  [list: string]: unknown;
}

const manifest = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as {
  modules: { declarations?: Declaration[] }[];
};
const element = manifest.modules
  .flatMap(({ declarations }) => declarations ?? [])
  .find(({ tagName }) => tagName === 'odyssey-broadcast');
if (element === undefined) throw new Error('The manifest does not know <odyssey-broadcast>.');

/** What Lit calls; its names say enough. */
const LIFECYCLE =
  /^(constructor|connected|disconnected|connectedMove|attributeChanged)|^(render|updated|willUpdate|firstUpdated)$/;
const problems: string[] = [];
for (const list of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
  const entries = (element[list] ?? []) as Entry[];
  if (entries.length === 0) problems.push(`no ${list}`);
  for (const { name, description } of entries) {
    if (!description) problems.push(`${list}: "${name}" is not described`);
  }
}
for (const member of element.members ?? []) {
  const isPublic = (member.privacy ?? 'public') === 'public' && member.inheritedFrom === undefined;
  if (!isPublic || LIFECYCLE.test(member.name ?? '') || member.static) continue;
  if (!member.description) problems.push(`member "${member.name}" is not described`);
}
for (const problem of problems) console.error(problem);
console.log(`The manifest describes <odyssey-broadcast>: ${problems.length} gaps.`);
process.exitCode = problems.length === 0 ? 0 : 1;
