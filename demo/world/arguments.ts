import { parseArgs } from 'node:util';
import { defaultOptions, type WorldOptions } from './options.js';

type Setting = string | number | boolean | readonly string[];

const names = Object.keys(defaultOptions) as (keyof WorldOptions)[];

function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Reads `--stream-seconds 20` and its like: every option is a flag of the same words. */
export function parseWorldArguments(args: string[]): Partial<WorldOptions> {
  const flags = Object.fromEntries(
    names.map((name) => [flagOf(name), { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args, options: flags, strict: true, allowPositionals: false });
  const given = names.flatMap((name) => {
    const text = values[flagOf(name)];
    return typeof text === 'string' ? [[name, read(flagOf(name), text, defaultOptions[name])]] : [];
  });
  return Object.fromEntries(given);
}

export function describeWorldArguments(): string {
  return names.map((name) => `  --${flagOf(name)} ${String(defaultOptions[name])}`).join('\n');
}

/** The default shows what kind of value a flag takes. */
function read(flag: string, text: string, like: Setting): Setting {
  if (typeof like === 'string') return text;
  if (typeof like === 'number') {
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value) || value < 0) {
      throw new Error(`--${flag} takes a number, not "${text}".`);
    }
    return value;
  }
  if (typeof like === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new Error(`--${flag} takes true or false.`);
    return text === 'true';
  }
  return text.split(',').filter(Boolean);
}
