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
