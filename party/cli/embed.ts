import { readFile } from 'node:fs/promises';
import { guess } from '../../src/protocol/nearest.js';
import { rulesFromText } from '../../src/protocol/rules.js';
import { CommandError, messageOf, originOf } from './command.js';

export const EMBED_HELP = `odyssey-broadcast embed --room lobby [--host rooms.example] [--turns vote] …

Prints the HTML that shows a room on a page. Every attribute of the element and every rule of a room is an
option: --layout side, --turn-seconds 20, --watch-only.

  --room <name>      the room
  --host <host>      the room server, localhost:1999 unless told otherwise, which is asked for the hashes of
                     its script
  --classic          a classic script in place of a module; only the loader is then held to its hash
  --no-integrity     without hashes, so that the server may be updated without a change of the page`;

/** The options that are no attributes. */
const OWN = ['host', 'classic', 'no-integrity'] as const;

/** How long the room server may take to answer. */
const ANSWER_TIMEOUT_MS = 20_000;

interface Attribute {
  readonly name: string;
  readonly type: { readonly text: string };
}

/** Prints the tag for a room; what is misspelt or out of range is said, and nothing is printed. */
export async function embed(words: readonly string[]): Promise<string> {
  const attributes = await attributesOfElement();
  const options = readOptions(words, attributes);
  const room = options.get('room');
  if (room === undefined || room === '') throw new CommandError('Which room? Say --room lobby.');
  const server = originOf(options.get('host') ?? 'localhost:1999');
  const own: readonly string[] = OWN;
  const written = [...options].filter(([name]) => !own.includes(name));
  checkValues(written, attributes);
  const isClassic = options.has('classic');
  const file = isClassic ? 'odyssey-broadcast-classic.js' : 'odyssey-broadcast.js';
  const hashes = options.has('no-integrity') ? null : await hashesOf(server);
  const hash = hashes?.[file];
  return [
    ...(hashes === null || isClassic ? [] : [importMap(server, hashes)]),
    `<script ${isClassic ? '' : 'type="module" '}src="${server}/cdn/${file}"${
      hash === undefined ? '' : `\n  integrity="${hash}" crossorigin="anonymous"`
    }></script>`,
    `<odyssey-broadcast ${written.map(attributeText).join(' ')}></odyssey-broadcast>`,
  ].join('\n');
}

/** What the package says of the element. */
async function attributesOfElement(): Promise<readonly Attribute[]> {
  const path = new URL(import.meta.resolve('odyssey-broadcast/custom-elements.json'));
  const { modules } = JSON.parse(await readFile(path, 'utf8')) as {
    modules: { declarations: { attributes?: Attribute[] }[] }[];
  };
  return modules.flatMap(({ declarations }) =>
    declarations.flatMap(({ attributes = [] }) => attributes),
  );
}

/** `--name value`, `--name=value` and, for what is there or not, `--name` alone. */
function readOptions(
  words: readonly string[],
  attributes: readonly Attribute[],
): ReadonlyMap<string, string> {
  const flags = new Set<string>(['classic', 'no-integrity']);
  for (const { name, type } of attributes) if (type.text === 'boolean') flags.add(name);
  const known = [...attributes.map(({ name }) => name), ...OWN];
  const options = new Map<string, string>();
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name = '', given] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (name === '') throw new CommandError(`"${word}" is no option.\n\n${EMBED_HELP}`);
    if (!known.includes(name)) {
      throw new CommandError(`There is no attribute "${name}"${guess(name, known)}.`);
    }
    if (flags.has(name)) options.set(name, '');
    else {
      const value = given ?? left.shift();
      if (value === undefined) throw new CommandError(`--${name} needs a value.`);
      options.set(name, value);
    }
  }
  return options;
}

function checkValues(
  written: readonly (readonly [string, string])[],
  attributes: readonly Attribute[],
): void {
  const { problems } = rulesFromText(Object.fromEntries(written));
  const wrong = problems.map(({ message }) => message);
  const rules = new Set(problems.map(({ attribute }) => attribute));
  for (const [name, value] of written) {
    const type = attributes.find((one) => one.name === name)?.type.text ?? '';
    const choices = type.split(' | ').flatMap((one) => /^'(.*)'$/.exec(one)?.[1] ?? []);
    if (choices.length === 0 || choices.includes(value) || rules.has(name)) continue;
    // A room server may have modes of its own.
    if (type.includes('string & {}') && guess(value, choices) === '') continue;
    wrong.push(
      `${name}="${value}" is not understood${guess(value, choices)}. Use one of: ${choices.join(', ')}.`,
    );
  }
  if (wrong.length > 0) throw new CommandError(wrong.join('\n'));
}

/** The hashes of the script that a room server serves. */
async function hashesOf(server: string): Promise<Readonly<Record<string, string>>> {
  const address = `${server}/cdn/integrity.json`;
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    const { files } = (await response.json()) as { files: Readonly<Record<string, string>> };
    return files;
  } catch (error) {
    throw new CommandError(
      `${address} cannot be read: ${messageOf(error)}. Start the room server, or say --no-integrity.`,
    );
  }
}

/** With it a browser checks the lazy chunks too, which no tag names. */
function importMap(server: string, hashes: Readonly<Record<string, string>>): string {
  const integrity = Object.fromEntries(
    Object.entries(hashes)
      .filter(([name]) => name.startsWith('chunks/'))
      .map(([name, hash]) => [`${server}/cdn/${name}`, hash]),
  );
  return `<script type="importmap">${JSON.stringify({ integrity }, null, 1)}</script>`;
}

function attributeText([name, value]: readonly [string, string]): string {
  const text = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return text === '' ? name : `${name}="${text}"`;
}
