import { execFileSync } from 'node:child_process';

type Defaults = Readonly<Record<string, number | string>>;
type Values<Given extends Defaults> = {
  [Name in keyof Given]: Given[Name] extends number ? number : string;
};

export const SMOKE_WORDS =
  'A smoke run: everything is measured, but as briefly as can be. Its figures are no result.\n';

/**
 * Begins a benchmark: reads `--name value` pairs over its defaults, or over the `smoke` ones with
 * `--smoke`, and builds what is measured unless `--built` says that it is. Other words are a mistake.
 */
export function begin<Given extends Defaults>(
  defaults: Given,
  smoke: Partial<Values<Given>>,
  words: readonly string[] = process.argv.slice(2),
): Values<Given> & { readonly isSmoke: boolean } {
  const isSmoke = words.includes('--smoke');
  const pairs = words.filter((word) => word !== '--smoke' && word !== '--built');
  const values: Record<string, number | string> = { ...defaults, ...(isSmoke ? smoke : {}) };
  for (let at = 0; at < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').replace(/^--/, '');
    const given = pairs[at + 1];
    const standard = defaults[name];
    if (standard === undefined || given === undefined) {
      const known = Object.entries(defaults).map(([key, value]) => `--${key} ${value}`);
      throw new Error(
        `What is "${pairs[at]}"? Known, with their defaults: ${known.join(' ')} --smoke --built`,
      );
    }
    values[name] = typeof standard === 'number' ? Number(given) : given;
  }
  if (isSmoke) console.log(SMOKE_WORDS);
  if (!words.includes('--built')) {
    execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
  }
  return { ...(values as Values<Given>), isSmoke };
}
