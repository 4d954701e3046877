import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ajv from 'ajv-draft-04';
import type { Product } from './products.js';

/** What a package says of its tag, for programs and for editors. */

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: { readonly text: string };
  readonly privacy?: string;
}

interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations?: readonly {
      readonly tagName?: string;
      readonly members?: readonly Named[];
      readonly attributes?: readonly Named[];
    }[];
  }[];
}

interface Package {
  readonly customElements?: string;
  readonly 'web-types'?: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Whether its manifest is there and complete: paths, types and descriptions of attributes, no private members. */
export function manifest(folder: string, { name, tag }: Product): string {
  const home = join(folder, 'node_modules', name);
  const { customElements } = read(join(home, 'package.json')) as Package;
  if (customElements === undefined) return 'none';
  const { modules } = read(join(home, customElements)) as Manifest;
  const gone = modules.filter(({ path }) => !existsSync(join(home, path)));
  const element = modules
    .flatMap(({ declarations = [] }) => declarations)
    .find(({ tagName }) => tagName === tag);
  if (element === undefined) return 'without the tag';
  const { attributes = [], members = [] } = element;
  const untold = attributes.filter(({ description, type }) => !description || !type);
  const hidden = members.filter(
    ({ name: member, privacy }) =>
      /^[#_]/.test(member) || (privacy !== undefined && privacy !== 'public'),
  );
  const lacks = [
    ...(gone.length > 0 ? [`${gone.length} of ${modules.length} paths lead nowhere`] : []),
    ...(untold.length > 0
      ? [`${untold.length} of ${attributes.length} attributes without type or words`]
      : []),
    ...(hidden.length > 0 ? [`${hidden.length} private members`] : []),
  ];
  return lacks.join('; ') || `complete: ${attributes.length} attributes`;
}

interface HtmlService {
  getLanguageService(options: object): {
    doComplete(document: object, position: object, page: object): { items: unknown[] };
    parseHTMLDocument(document: object): object;
  };
  newHTMLDataProvider(id: string, data: unknown): object;
  TextDocument: { create(uri: string, language: string, version: number, text: string): object };
}

/** The attributes that the service of VS Code completes by its data, and whether that for JetBrains is valid. */
export function editorData(folder: string, { name, tag }: Product, isSmoke: boolean): string {
  const home = join(folder, 'node_modules', name);
  const path = ['.', 'dist']
    .map((inner) => join(home, inner, 'vscode.html-data.json'))
    .find((one) => existsSync(one));
  const code = path === undefined || isSmoke ? null : completed(folder, tag, read(path));
  const { 'web-types': webTypes } = read(join(home, 'package.json')) as Package;
  const told = [
    ...(code === null ? [] : [`VS Code: ${code} attributes`]),
    ...(webTypes === undefined ? [] : [`JetBrains: ${validity(read(join(home, webTypes)))}`]),
  ];
  return told.join('; ') || 'none';
}

function completed(folder: string, tag: string, data: unknown): number {
  const load = createRequire(join(folder, 'package.json'));
  const html = load('vscode-html-languageservice') as HtmlService;
  const service = html.getLanguageService({
    useDefaultDataProvider: false,
    customDataProviders: [html.newHTMLDataProvider(tag, data)],
  });
  const text = `<${tag} `;
  const document = html.TextDocument.create('file:///page.html', 'html', 1, text);
  const at = { line: 0, character: text.length };
  return service.doComplete(document, at, service.parseHTMLDocument(document)).items.length;
}

function validity(webTypes: unknown): string {
  const schema = read('test/package/web-types.schema.json') as Record<string, unknown>;
  const validate = new ajv.default({ strict: false }).compile(schema);
  return validate(webTypes) ? 'valid' : 'not valid';
}
