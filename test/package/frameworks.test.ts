import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { FrameworkPages } from '../support/framework-pages.js';

let pages: FrameworkPages;
before(() => {
  pages = FrameworkPages.install();
});
after(() => pages.remove());

const STRICT = [
  ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--verbatimModuleSyntax'],
  ...['--target', 'ES2022', '--module', 'ESNext', '--moduleResolution', 'Bundler'],
];

test('[MF5] strict TypeScript takes the tag in React and Solid, and the events on document', () => {
  for (const [file, jsx] of [
    ['document.ts', 'preserve'],
    ['react.tsx', 'react-jsx'],
    ['app.tsx', 'react-jsx'],
    ['solid.tsx', 'preserve'],
  ] as const) {
    // What is wrong in them is marked as expected: where nothing is wrong, that is the error.
    const { status, printed } = pages.run(
      'typescript/bin/tsc',
      ...[...STRICT, '--skipLibCheck', '--jsx', jsx, file],
    );
    assert.equal(status, 0, printed);
  }
});

test('[MF5] strict templates of Vue take it, and find what is wrong with it', () => {
  const { status, printed } = pages.run('vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'vue');
  assert.notEqual(status, 0);
  assert.doesNotMatch(printed, /RightPage\.vue/, printed);
  const lines = [...printed.matchAll(/WrongPage\.vue\((\d+),/g)].map(([, line]) => Number(line));
  assert.deepEqual([...new Set(lines)], [6, 7, 8], printed);
});

test('[MF5] templates of Svelte take it, and find what is wrong with it', () => {
  const { printed } = pages.run(
    'svelte-check/bin/svelte-check',
    ...['--tsconfig', 'svelte/tsconfig.json', '--output', 'machine'],
  );
  assert.doesNotMatch(printed, /RightPage\.svelte/, printed);
  const lines = [...printed.matchAll(/ERROR "[^"]*WrongPage\.svelte" (\d+):/g)].map(([, line]) =>
    Number(line),
  );
  assert.deepEqual([...new Set(lines)], [5, 6, 7], printed);
});

interface HtmlService {
  getLanguageService(options: object): {
    doComplete(document: object, position: object, page: object): { items: { label: string }[] };
    parseHTMLDocument(document: object): object;
  };
  newHTMLDataProvider(id: string, data: unknown): object;
  TextDocument: { create(uri: string, language: string, version: number, text: string): object };
}

test('[MF4] the service that VS Code has for HTML completes attributes and values by the data', () => {
  const load = createRequire(join(pages.folder, 'package.json'));
  const html = load('vscode-html-languageservice') as HtmlService;
  const data: unknown = load('odyssey-broadcast/vscode.html-data.json');
  const service = html.getLanguageService({
    useDefaultDataProvider: false,
    customDataProviders: [html.newHTMLDataProvider('odyssey-broadcast', data)],
  });
  const complete = (text: string) => {
    const document = html.TextDocument.create('file:///page.html', 'html', 1, text);
    const at = { line: 0, character: text.length };
    return service
      .doComplete(document, at, service.parseHTMLDocument(document))
      .items.map(({ label }) => label);
  };
  assert.ok(complete('<odys').includes('odyssey-broadcast'));
  const names = complete('<odyssey-broadcast ');
  for (const name of ['room', 'turn-seconds', 'watch-only', 'safe-prompt']) {
    assert.ok(names.includes(name), name);
  }
  assert.deepEqual(complete('<odyssey-broadcast order="'), ['fair', 'fifo']);
});
