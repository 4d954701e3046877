#!/usr/bin/env node
import { CommandError } from './command.js';

/** `odyssey-broadcast`: the command line of somebody who runs rooms. */

interface Command {
  readonly help: string;
  /** Resolves with what goes to the standard output at the end; null for nothing. */
  run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | null>;
}

/** Loaded one by one: each takes other packages, and who only embeds has none of them. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  token: async () => {
    const { TOKEN_HELP: help, token: run } = await import('./token.js');
    return { help, run };
  },
  conduct: async () => {
    const { CONDUCT_HELP: help, conduct: run } = await import('./conduct.js');
    return { help, run };
  },
  embed: async () => {
    const { EMBED_HELP: help, embed: run } = await import('./embed.js');
    return { help, run };
  },
  rules: async () => {
    const { RULES_HELP: help, rules: run } = await import('./rules.js');
    return { help, run };
  },
};

const HELP = `odyssey-broadcast <command>

  token    signs a token that says who somebody is in a room
  conduct  holds the broadcast of rooms without a browser
  embed    prints the HTML for a room, with integrity hashes
  rules    prints the rules of a room, or resets them

odyssey-broadcast <command> --help says more.`;

const [name = '--help', ...words] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  const said = await answer();
  if (said !== null) console.log(said);
} catch (error) {
  const missing = missingPackage(error);
  if (missing === null && !(error instanceof CommandError)) throw error;
  console.error(missing === null ? (error as CommandError).message : howToInstall(missing));
  process.exitCode = 1;
}

async function answer(): Promise<string | null> {
  if (name === '--help' || name === '-h') return HELP;
  if (load === undefined) {
    throw new CommandError(`There is no command "${name}".\n\n${HELP}`);
  }
  const command = await load();
  if (words.includes('--help') || words.includes('-h')) return command.help;
  return command.run(words, process.env);
}

/** The name of a package that is not installed, when that is what an error says. */
function missingPackage(error: unknown): string | null {
  const isMissing =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isMissing ? (/Cannot find package '?([^'\s]+)/.exec(error.message)?.[1] ?? null) : null;
}

function howToInstall(name: string): string {
  return `"odyssey-broadcast ${process.argv[2]}" takes a package that a page does without: npm install ${name}`;
}
