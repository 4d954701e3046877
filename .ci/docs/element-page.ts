import { attributesOf } from '../build/attributes.js';
import { readElement, type Typed } from '../build/element.js';
import { code, page, table } from './markdown.js';

export function elementPage(): string {
  const element = readElement();
  const attributes = attributesOf(element).filter(({ isRule }) => !isRule);
  const named = (entries: readonly { readonly name: string; readonly description: string }[]) =>
    entries.map(({ name, description }) => [code(name), description]);
  return page(
    'The element',
    'the doc comments of `src/element/odyssey-broadcast.ts`',
    '## Attributes',
    table(
      ['attribute', 'values', 'meaning'],
      attributes.map(({ name, values, type, description }) => [
        code(name),
        values.kind === 'choice'
          ? values.choices.map(code).join(', ')
          : code(type.replace(' | null', '')),
        description,
      ]),
    ),
    'Every [rule](rules.md) is an attribute too.',
    '## Properties',
    'Each attribute is also a property, in camelCase; that of `load` is `loading`. Besides:',
    table(
      ['property', 'type', 'meaning'],
      element.properties
        .filter(({ attribute }) => attribute === null)
        .map(({ name, type, description, isStatic }) => [
          code(isStatic ? `${element.className}.${name}` : name),
          code(type),
          description,
        ]),
    ),
    '## Methods',
    '`prompt()` resolves with the settled [receipt](reasons.md), the other requests with `{ ok: true }` or a refusal. None of them rejects.',
    table(
      ['method', 'meaning', 'parameters'],
      element.methods.map(({ name, description, parameters }) => [
        code(
          `${name}(${parameters.map((one) => (one.isOptional ? `${one.name}?` : one.name)).join(', ')})`,
        ),
        description,
        parameters.flatMap((one) => (one.description === '' ? [] : one.description)).join(' '),
      ]),
    ),
    '## Events',
    'All events bubble and are composed. Only `odyssey-prompt` can be cancelled.',
    table(
      ['event', 'when', 'fields'],
      element.events.map(({ name, description, fields }) => [
        code(name),
        description,
        fields.map(fieldText).join(', '),
      ]),
    ),
    '## Slots',
    table(['slot', 'where'], named(element.slots)),
    '## Parts',
    'For `::part(…)`.',
    table(['part', 'what'], named(element.parts)),
    '## Custom states',
    'For `:state(…)`.',
    table(['state', 'when'], named(element.states)),
    '## CSS variables',
    table(
      ['variable', 'default', 'meaning'],
      element.variables.map(({ name, usual, description }) => [
        code(name),
        code(usual ?? ''),
        description,
      ]),
    ),
  );
}

function fieldText({ name, type }: Typed): string {
  return code(`${name}: ${type}`);
}
