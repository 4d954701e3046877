import { readFileSync } from 'node:fs';
import { LOADINGS } from '../../src/element/load-gate.js';
import { CONDUCTS, LAYOUTS, PLAYBACKS, THEMES } from '../../src/element/setup.js';
import { RULE_NAMES, toKebab } from '../../src/protocol/rules.js';
import { code, page, table } from './markdown.js';

const MANIFEST = 'dist/custom-elements.json';

interface Entry {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
}

interface Member extends Entry {
  readonly kind: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly parameters?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly optional?: boolean;
    readonly default?: string;
  }[];
  readonly inheritedFrom?: unknown;
}

interface Declaration {
  readonly name: string;
  readonly tagName?: string;
  readonly attributes?: readonly Entry[];
  readonly members?: readonly Member[];
  readonly events?: readonly Entry[];
  readonly slots?: readonly Entry[];
  readonly cssParts?: readonly Entry[];
  readonly cssStates?: readonly Entry[];
  readonly cssProperties?: readonly Entry[];
}

/** What the manifest names by the list of choices that the element reads. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  CONDUCTS,
  LAYOUTS,
  PLAYBACKS,
  THEMES,
  LOADINGS,
};

export function elementPage(): string {
  const declarations = readDeclarations();
  const element = declarations.find(({ tagName }) => tagName === 'odyssey-broadcast');
  if (element === undefined) throw new Error(`${MANIFEST} does not know the element.`);
  const rules = new Set(RULE_NAMES.map(toKebab));
  const named = (entries: readonly Entry[] = []) =>
    entries.map(({ name, description = '' }) => [code(name), description]);
  return page(
    'The element',
    'the custom-elements manifest (`src/element/odyssey-broadcast.ts`)',
    '## Attributes',
    table(
      ['attribute', 'values', 'meaning'],
      (element.attributes ?? [])
        .filter(({ name }) => !rules.has(name))
        .map(({ name, type, description = '' }) => [code(name), typeText(type?.text), description]),
    ),
    'Every [rule](rules.md) is an attribute too.',
    '## Properties',
    'Each attribute is also a property, in camelCase; that of `load` is `loading`. Besides:',
    table(
      ['property', 'type', 'meaning'],
      fieldsOf(element)
        .filter(
          ({ name }) => !element.attributes?.some((attribute) => camel(attribute.name) === name),
        )
        .map(({ name, type, description = '', ...field }) => [
          code(field.static === true ? `OdysseyBroadcast.${name}` : name),
          code(type?.text ?? ''),
          description,
        ]),
    ),
    '## Methods',
    '`prompt()` resolves with the settled [receipt](reasons.md), the other requests with `{ ok: true }` or a refusal. None of them rejects.',
    table(
      ['method', 'meaning', 'parameters'],
      (element.members ?? [])
        .filter(isPublicMethod)
        .map(({ name, description = '', parameters = [] }) => [
          code(`${name}(${parameters.map(parameter).join(', ')})`),
          description,
          parameters.flatMap((one) => one.description ?? []).join(' '),
        ]),
    ),
    '## Events',
    'All events bubble and are composed. Only `odyssey-prompt` can be cancelled.',
    table(
      ['event', 'when', 'fields'],
      (element.events ?? []).map(({ name, type, description = '' }) => [
        code(name),
        description,
        eventFields(declarations.find((other) => other.name === type?.text)),
      ]),
    ),
    '## Slots',
    table(['slot', 'where'], named(element.slots)),
    '## Parts',
    'For `::part(…)`.',
    table(['part', 'what'], named(element.cssParts)),
    '## Custom states',
    'For `:state(…)`.',
    table(['state', 'when'], named(element.cssStates)),
    '## CSS variables',
    table(
      ['variable', 'default', 'meaning'],
      (element.cssProperties ?? []).map((entry) => [
        code(entry.name),
        code(entry.default ?? ''),
        entry.description ?? '',
      ]),
    ),
  );
}

function readDeclarations(): readonly Declaration[] {
  let text: string;
  try {
    text = readFileSync(MANIFEST, 'utf8');
  } catch {
    throw new Error(`${MANIFEST} is missing: run "npm run manifest" first.`);
  }
  const { modules } = JSON.parse(text) as { modules: { declarations?: Declaration[] }[] };
  return modules.flatMap(({ declarations }) => declarations ?? []);
}

function fieldsOf({ members = [] }: Declaration): readonly Member[] {
  return members.filter(
    ({ kind, privacy, inheritedFrom, description }) =>
      kind === 'field' &&
      (privacy ?? 'public') === 'public' &&
      inheritedFrom === undefined &&
      description !== undefined,
  );
}

function isPublicMethod({ kind, name, privacy, inheritedFrom, description }: Member): boolean {
  return (
    kind === 'method' &&
    (privacy ?? 'public') === 'public' &&
    inheritedFrom === undefined &&
    description !== undefined &&
    !name.endsWith('Callback')
  );
}

function parameter({
  name,
  optional,
  default: usual,
}: NonNullable<Member['parameters']>[number]): string {
  return optional === true || usual !== undefined ? `${name}?` : name;
}

function eventFields(event: Declaration | undefined): string {
  return (event?.members ?? [])
    .filter(({ kind, privacy }) => kind === 'field' && (privacy ?? 'public') === 'public')
    .map(({ name, type }) => `${code(`${name}: ${type?.text ?? 'unknown'}`)}`)
    .join(', ');
}

/** `(typeof THEMES)[number]` in the values that it stands for. */
function typeText(type = ''): string {
  const [, list = ''] = /^\(typeof (\w+)\)\[number\]$/.exec(type) ?? [];
  const values = CHOICES[list];
  return values === undefined ? code(type.replace(' | null', '')) : values.map(code).join(', ');
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
