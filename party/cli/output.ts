/** Why a command cannot do what it was asked: a sentence for whoever typed it. */
export class CommandError extends Error {}

/** Writes a line of JSON for each step. What could open a room or a stream is left out of it. */
export function jsonLines(write: (line: string) => void) {
  return (level: string, event: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const at = new Date().toISOString();
    write(`${withoutTokens(JSON.stringify({ at, level, event, ...fields }))}\n`);
  };
}

/** A JWT, or what an address carries as a token. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=\btoken=)[^&\s"\\]+/g;

export function withoutTokens(text: string): string {
  return text.replace(TOKEN, '…');
}
