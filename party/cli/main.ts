#!/usr/bin/env node
import { CommandError } from './command.js';
import { CONDUCT_HELP, conduct } from './conduct.js';
import { RULES_HELP, rules } from './rules.js';
import { TOKEN_HELP, token } from './token.js';

/** `odyssey-broadcast`: the command line of somebody who runs rooms. */

interface Command {
  readonly help: string;
  /** Resolves with what goes to the standard output at the end; null for nothing. */
  run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string | null>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  token: { help: TOKEN_HELP, run: token },
  conduct: { help: CONDUCT_HELP, run: conduct },
  rules: { help: RULES_HELP, run: rules },
};

const HELP = `odyssey-broadcast <command>

  token    signs a token that says who somebody is in a room
  conduct  holds the broadcast of rooms without a browser
  rules    prints the rules of a room, or resets them

odyssey-broadcast <command> --help says more.`;

const [name = '--help', ...words] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
try {
  const said = await answer();
  if (said !== null) console.log(said);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function answer(): Promise<string | null> {
  if (name === '--help' || name === '-h') return HELP;
  if (command === undefined) {
    throw new CommandError(`There is no command "${name}".\n\n${HELP}`);
  }
  if (words.includes('--help') || words.includes('-h')) return command.help;
  return command.run(words, process.env);
}
