import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import ajv from 'ajv-draft-04';
import { DEFAULT_RULES, KNOBS, RULE_NAMES, toKebab } from '../../src/protocol/rules.js';

/** What `npm run build` made; `npm test` builds before it tests. */
function read<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(`dist/${name}`, 'utf8')) as Shape;
}

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: { readonly text: string };
  readonly fieldName?: string;
}

interface Declaration extends Named {
  readonly tagName?: string;
  readonly members: readonly (Named & {
    readonly kind: string;
    readonly return?: { readonly type: { readonly text: string } };
    readonly parameters?: readonly Named[];
  })[];
  readonly attributes: readonly Named[];
  readonly events: readonly Named[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssStates: readonly Named[];
  readonly cssProperties: readonly Named[];
}

interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly Declaration[];
    readonly exports: readonly {
      readonly kind: string;
      readonly name: string;
      readonly declaration: { readonly name: string; readonly module: string };
    }[];
  }[];
}

const manifest = read<Manifest>('custom-elements.json');
const declarations = manifest.modules.flatMap((module) => module.declarations);
const element = declarations.find(({ tagName }) => tagName === 'odyssey-broadcast');
assert.ok(element);
const source = readFileSync('src/element/odyssey-broadcast.ts', 'utf8');

test('[MF1] the manifest’s modules are files of the package and export what it says', async () => {
  for (const { path, exports } of manifest.modules) {
    assert.ok(existsSync(path), path);
    for (const { kind, name, declaration } of exports) {
      const home = manifest.modules.find((module) => module.path === declaration.module);
      assert.ok(
        home?.declarations.some((one) => one.name === declaration.name),
        name,
      );
      if (kind === 'custom-element-definition') assert.equal(name, 'odyssey-broadcast');
    }
  }
  const index = (await import('odyssey-broadcast')) as Record<string, unknown>;
  for (const { name } of declarations) assert.equal(typeof index[name], 'function', name);
  // A server has modules of its own.
  const [, listed = ''] = /export\{([^}]*)\}/.exec(readFileSync('dist/index.js', 'utf8')) ?? [];
  assert.deepEqual(listed.split(',').sort(), Object.keys(index).sort());
  const definitions = manifest.modules.flatMap(({ path, exports }) =>
    exports.filter(({ kind }) => kind === 'custom-element-definition').map(() => path),
  );
  assert.deepEqual(definitions, ['dist/define.js', 'dist/cdn/odyssey-broadcast.js']);
});

test('[MF2] every rule is an attribute with its type, default and range', () => {
  for (const rule of RULE_NAMES) {
    const attribute: Named | undefined = element.attributes.find(
      (one) => one.name === toKebab(rule),
    );
    assert.ok(attribute, rule);
    assert.match(attribute.description ?? '', /^Rule of the room: ./);
    if (DEFAULT_RULES[rule] !== '') assert.equal(attribute.default, String(DEFAULT_RULES[rule]));
    if (!(rule in KNOBS)) continue;
    const { min, max } = KNOBS[rule as keyof typeof KNOBS];
    assert.match(attribute.type?.text ?? '', /^number/);
    assert.ok(attribute.description?.includes(`From ${min} to ${max}`), attribute.description);
  }
});

test('[MF2] it describes all that it lists, and each attribute and state that the class has', () => {
  const { members, attributes, events, slots, cssParts, cssStates, cssProperties } = element;
  for (const list of [members, attributes, events, slots, cssParts, cssStates, cssProperties]) {
    assert.ok(list.length > 0);
    for (const { name, description } of list) assert.ok(description, name);
    // The class and its elements may have one of the same name.
    const keys = list.map((one) => `${one.name} ${'static' in one}`);
    assert.equal(new Set(keys).size, list.length);
  }
  const decorated = [...source.matchAll(/@property\((?!{ attribute: false)[^)]*\) (\w+)/g)].map(
    ([, name]) => name,
  );
  const fields = attributes.flatMap(({ fieldName }) => fieldName ?? []);
  assert.deepEqual([...fields].sort(), decorated.sort());
  const stage = readFileSync('src/element/parts/stage.ts', 'utf8');
  for (const { name } of cssStates) assert.ok(stage.includes(name), name);
});

test('[MF3] it has no private members, and no type that a reader could not look up', () => {
  const hidden = [...source.matchAll(/(?:private|protected)(?: override| readonly| get)* (\w+)/g)];
  const names = new Set(hidden.map(([, name]) => name));
  for (const { name } of element.members) assert.ok(!names.has(name), name);
  const index = readFileSync('src/index.ts', 'utf8');
  const types = declarations.flatMap((one) => [
    ...(one.members ?? []).flatMap(({ type, return: returned, parameters = [] }) => [
      type?.text ?? returned?.type.text ?? '',
      ...parameters.map((parameter) => parameter.type?.text ?? ''),
    ]),
    ...(one.attributes ?? []).map(({ type }) => type?.text ?? ''),
  ]);
  for (const type of types) {
    assert.notEqual(type, '');
    assert.doesNotMatch(type, /\btypeof\b|\[number\]/, type);
    const named = type.replace(/'[^']*'/g, '').match(/\b[A-Z]\w+/g) ?? [];
    for (const name of named) {
      if (['Promise', 'FocusOptions', 'Event'].includes(name)) continue;
      assert.match(index, new RegExp(`\\b${name}\\b`), `${name} of "${type}" is not exported`);
    }
  }
  const { size } = statSync('dist/custom-elements.json');
  assert.ok(size < 60_000, `${size} bytes`);
});

test('[MF4] the editors’ data names the same attributes, events, slots, parts and variables', () => {
  const attributes = element.attributes.map(({ name }) => name);
  const names = (list: readonly Named[]) => list.map(({ name }) => name);
  const vscode = read<{ tags: [{ name: string; attributes: Named[] }] }>('vscode.html-data.json');
  assert.equal(vscode.tags[0].name, 'odyssey-broadcast');
  assert.deepEqual(names(vscode.tags[0].attributes), attributes);
  interface Web {
    version: string;
    contributions: {
      html: {
        elements: [
          {
            name: string;
            attributes: Named[];
            slots: Named[];
            js: { events: Named[] };
            css: { properties: Named[]; parts: Named[] };
          },
        ];
      };
    };
  }
  const web = read<Web>('web-types.json');
  const [tag] = web.contributions.html.elements;
  assert.equal(tag.name, 'odyssey-broadcast');
  assert.deepEqual(names(tag.attributes), attributes);
  assert.deepEqual(names(tag.slots), names(element.slots));
  assert.deepEqual(names(tag.js.events), names(element.events));
  assert.deepEqual(names(tag.css.parts), names(element.cssParts));
  assert.deepEqual(names(tag.css.properties), names(element.cssProperties));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assert.equal(web.version, version);
});

test('[EX2] the data for JetBrains is valid by their schema of web-types', () => {
  // https://github.com/JetBrains/web-types, schema/web-types.json
  const text = readFileSync('test/package/web-types.schema.json', 'utf8');
  const validate = new ajv.default({ strict: false, allErrors: true }).compile(
    JSON.parse(text) as Record<string, unknown>,
  );
  const web = read<{ contributions: { html: { elements: { name: unknown }[] } } }>(
    'web-types.json',
  );
  assert.ok(validate(web), JSON.stringify(validate.errors));
  web.contributions.html.elements[0]!.name = 5;
  assert.equal(validate(web), false);
});
