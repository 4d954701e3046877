import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAMEWORKS, type Framework, type Product } from './products.js';

const PROJECT = join('pages', 'tsconfig.json');
const CONFIG = {
  compilerOptions: {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], jsx: 'preserve' },
    ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler' },
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  },
  vueCompilerOptions: { strictTemplates: true },
  include: ['.'],
};
const ENDINGS: Readonly<Record<Framework, string>> = {
  react: 'tsx',
  vue: 'vue',
  svelte: 'svelte',
  solid: 'tsx',
};
const PROGRAMS: Readonly<Record<Framework, readonly [path: string, ...words: string[]]>> = {
  react: ['typescript/bin/tsc', '-p', PROJECT],
  vue: ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', PROJECT],
  svelte: ['svelte-check/bin/svelte-check', '--tsconfig', PROJECT, '--output', 'machine'],
  solid: ['typescript/bin/tsc', '-p', PROJECT],
};

/**
 * In which frameworks strict templates take the tag as its documents have it, and refuse a wrong value. Where they
 * refuse neither, nothing is known of the tag.
 */
export function jsx(folder: string, products: readonly Product[]): ReadonlyMap<string, string> {
  const pages = join(folder, 'pages');
  const known = new Map<string, Framework[]>();
  for (const framework of FRAMEWORKS) {
    rmSync(pages, { recursive: true, force: true });
    mkdirSync(pages);
    for (const [at, product] of products.entries()) {
      for (const kind of ['right', 'wrong'] as const) {
        const file = `${kind}${at}.${ENDINGS[framework]}`;
        writeFileSync(join(pages, file), pageOf(product, framework, kind));
      }
    }
    writeFileSync(join(folder, PROJECT), JSON.stringify(CONFIG));
    const [path, ...words] = PROGRAMS[framework];
    const { stdout } = spawnSync(process.execPath, [join('node_modules', path), ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    const lines = stdout.split('\n').filter((line) => /error/i.test(line));
    for (const [at, { name }] of products.entries()) {
      const isRefused = (kind: string) => lines.some((line) => line.includes(`${kind}${at}.`));
      if (isRefused('wrong') && !isRefused('right')) {
        known.set(name, [...(known.get(name) ?? []), framework]);
      }
    }
  }
  return new Map(
    products.map(({ name }) => {
      const list = known.get(name) ?? [];
      return [name, list.length === FRAMEWORKS.length ? 'all four' : list.join(', ') || 'none'];
    }),
  );
}

function pageOf({ usages }: Product, framework: Framework, kind: 'right' | 'wrong'): string {
  const { line, tag, inner = '', [kind]: attributes } = usages[framework];
  const element = `<${tag} ${attributes}>${inner}</${tag}>`;
  if (framework === 'vue') {
    return `<script setup lang="ts">\n${line}\n</script>\n<template>${element}</template>\n`;
  }
  if (framework === 'svelte') return `<script lang="ts">\n${line}\n</script>\n${element}\n`;
  const from = framework === 'react' ? 'react' : 'solid-js';
  return `/** @jsxImportSource ${from} */\n${line}\nexport const page = ${element};\n`;
}
