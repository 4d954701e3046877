/**
 * The key of a press that may be a shortcut: alone, once, and not for a text field, which a page's own content
 * may have, too. Null for any other; letters are small.
 */
export function plainKey(event: KeyboardEvent): string | null {
  const { ctrlKey, metaKey, altKey, isComposing, repeat, defaultPrevented, key } = event;
  if (ctrlKey || metaKey || altKey || isComposing || repeat || defaultPrevented) return null;
  if (takesText(event)) return null;
  return key.length === 1 ? key.toLowerCase() : key;
}

function takesText(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
