/* The page around the element, which other copies of it may share: its scripts and its console. */

/** What the script tag's file is called, as a module or as a classic script. */
const FILE = /\/odyssey-broadcast(-classic)?\.js(\?|#|$)/;

/** The element's scripts in a document, in its order. */
export function scriptsIn({ scripts }: Document): HTMLScriptElement[] {
  return [...scripts].filter(({ src }) => FILE.test(src));
}

/**
 * The server of the script that an element belongs to: of the last one before it in the document, as the
 * snippet has it. Null where none is.
 */
export function scriptHostOf(element: Element): string | null {
  let outer = element;
  for (let root = outer.getRootNode(); root instanceof ShadowRoot; root = outer.getRootNode()) {
    outer = root.host;
  }
  const before = scriptsIn(element.ownerDocument).filter(
    (script) => script.compareDocumentPosition(outer) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const src = before.at(-1)?.src;
  return src === undefined ? null : new URL(src).origin;
}

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
