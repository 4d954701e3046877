const told = new Set<string>();

/** Tells the page's author on the console, each thing once. */
export function tellAuthor(message: string): void {
  if (told.has(message)) return;
  told.add(message);
  // biome-ignore lint/suspicious/noConsole: the one place where the element speaks to its author.
  console.warn(`<odyssey-broadcast>: ${message}`);
}
