import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'puppeteer-core';

const bundles = new Map<string, Promise<string>>();

/** Brings one of the benchmarks' own scripts into a page. */
export async function inject(page: Page, script: string): Promise<void> {
  const bundle = bundles.get(script) ?? bundled(script);
  bundles.set(script, bundle);
  await page.evaluate(await bundle);
}

async function bundled(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '..', script)],
    bundle: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
