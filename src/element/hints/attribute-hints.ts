import { guess } from '../../protocol/nearest.js';
import { RULE_NAMES, rulesFromText, TURN_MODES, toKebab } from '../../protocol/rules.js';
import { misspeltAttributes } from '../misspelt.js';
import { CHOICES } from '../setup.js';
import { DOCS, type Embed, quoted, serverOf } from './wrong.js';

/** What is wrong with an element's attributes, or with those of them that changed. */
export function attributeHints(element: Embed, changed: ReadonlySet<string> | null): string[] {
  const concerns = (name: string) => changed === null || changed.has(name);
  const written = (name: string) => (concerns(name) ? element.getAttribute(name) : null);
  const rules = Object.fromEntries(
    RULE_NAMES.map(toKebab).map((name) => [name, written(name)] as const),
  );
  return [
    ...(changed === null ? missing(element) : []),
    ...Object.entries(CHOICES).flatMap(([name, choices]) => {
      const value = written(name);
      return value === null || choices.some((one) => one === value)
        ? []
        : [choiceHint(name, value, choices)];
    }),
    ...rulesFromText(rules).problems.map(({ message }) => `${message} See docs/reference/rules.md`),
    ...misspeltAttributes(element)
      .filter((one) => concerns(one.written))
      .map(
        (one) =>
          `${one.written} is no attribute of this element: ${one.meant} is probably meant. See docs/reference/element.md`,
      ),
  ];
}

/** A mode that no room of this kind has. */
export function turnsHint(turns: string): string {
  return (
    `turns="${quoted(turns)}" is no mode that the room has${guess(turns, TURN_MODES)}. ` +
    `Use one of: ${TURN_MODES.join(', ')}. See docs/reference/turn-modes.md`
  );
}

function choiceHint(name: string, value: string, choices: readonly string[]): string {
  return (
    `${name}="${quoted(value)}" is not understood${guess(value, choices)}. ` +
    `Use one of: ${choices.join(', ')}. See docs/reference/element.md`
  );
}

function missing(element: Embed): string[] {
  const { room } = element;
  if ((room?.trim() ?? '') === '') {
    return [
      `it has no room, so there is nothing to join: <odyssey-broadcast room="lobby">. ${DOCS}`,
    ];
  }
  if (serverOf(element) !== '') return [];
  return [
    'it does not know its room server, since it came with a bundle and not from there: ' +
      `<odyssey-broadcast room="${quoted(room ?? '')}" host="rooms.example.com">. ${DOCS}`,
  ];
}
