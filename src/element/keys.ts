/**
 * The key of a press that may be a shortcut: alone, once, and not for a text field, which a page's own content
 * may have, too. Null for any other; letters are small. A keyboard of another script has its own letters and
 * digits: there it is what a Latin keyboard has on the key.
 */
export function plainKey(event: KeyboardEvent): string | null {
  const { ctrlKey, metaKey, altKey, isComposing, repeat, defaultPrevented, key, code } = event;
  if (ctrlKey || metaKey || altKey || isComposing || repeat || defaultPrevented) return null;
  if (takesText(event)) return null;
  if (key.length > 1) return key;
  const there = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
  return (OTHER_SCRIPT.test(key) ? there : key).toLowerCase();
}

/** A sign that no Latin keyboard has for a letter or a digit. */
const OTHER_SCRIPT = /^(?!\p{ASCII}|\p{Script=Latin})[\p{L}\p{M}\p{N}]$/u;

function takesText(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}
