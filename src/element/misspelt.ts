import type { LitElement } from 'lit';
import { nearest } from '../protocol/nearest.js';
import { RULE_NAMES, toKebab } from '../protocol/rules.js';

/** What any element may have; `lang` is no misspelling of `load`. */
const OF_ALL = new Set(
  'accesskey autofocus class contenteditable dir draggable enterkeyhint exportparts hidden id inert inputmode is itemid itemprop itemref itemscope itemtype lang nonce part popover role slot spellcheck style tabindex title translate'.split(
    ' ',
  ),
);

/** Whether an attribute could be meant for this element: it is neither of all elements nor a framework's. */
export function isPlainAttribute(name: string): boolean {
  return /^(?!aria-|data-|on)(?:[a-z_-]|\P{ASCII})+$/u.test(name) && !OF_ALL.has(name);
}

/**
 * Attributes that are almost one of the element's own, each with that one, for the page's author:
 * `turn-second`, or a rule in camel case, which HTML makes `turnseconds`. All others may be a framework's.
 */
export function misspeltAttributes(element: LitElement): { written: string; meant: string }[] {
  const { observedAttributes } = element.constructor as typeof LitElement;
  const known = [...observedAttributes, ...RULE_NAMES.map(toKebab)];
  return element.getAttributeNames().flatMap((written) => {
    const meant =
      isPlainAttribute(written) && !known.includes(written) ? nearest(written, known) : null;
    return meant === null ? [] : [{ written, meant }];
  });
}
