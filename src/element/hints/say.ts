/** What was said on this page already, by whichever copy of the element. */
const SAID = Symbol.for('odyssey-broadcast.said');

/** Tells the page's author on the console, each thing once. */
export function sayOnce(message: string): void {
  const page = globalThis as { [SAID]?: Set<string> };
  page[SAID] ??= new Set();
  if (page[SAID].has(message)) return;
  page[SAID].add(message);
  // biome-ignore lint/suspicious/noConsole: the one place where the element speaks to its author.
  console.warn(`<odyssey-broadcast>: ${message}`);
}
