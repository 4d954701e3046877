import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The variables of the environment that a command reads. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Why a command cannot run, as a sentence for its user. */
export class CommandError extends Error {}

/** The options in a command's arguments; an error names the argument, and the help follows. */
export function parseOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  words: readonly string[],
  options: Options,
  help: string,
): ReturnType<typeof parseArgs<{ args: string[]; options: Options }>>['values'] {
  try {
    return parseArgs({ args: [...words], options }).values;
  } catch (error) {
    const [sentence = ''] = messageOf(error).split('. ');
    throw new CommandError(`${sentence}.\n\n${help}`);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes a line of JSON for each event, without tokens. */
export function jsonLines(write: (line: string) => void) {
  return (level: string, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const at = new Date().toISOString();
    write(`${withoutTokens(JSON.stringify({ at, level, event, ...fields }))}\n`);
  };
}

/** A JWT, or what an address carries as a token. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=\btoken=)[^&\s"\\]+/g;

function withoutTokens(text: string): string {
  return text.replace(TOKEN, '…');
}

/** `https` unless the address says otherwise or is on this computer. */
export function originOf(host: string): string {
  if (/^https?:\/\//.test(host)) return host.replace(/\/+$/, '');
  return /^(localhost|127\.|\[::1\])/.test(host) ? `http://${host}` : `https://${host}`;
}
