import { type Attribute, attributesOf } from './attributes.js';
import type { Element } from './element.js';

/** What VS Code completes and explains in HTML: its setting `html.customData` takes the file. */
export function vscodeOf(element: Element): object {
  return {
    version: 1.1,
    tags: [
      {
        name: element.tag,
        description: { kind: 'markdown', value: described(element) },
        attributes: attributesOf(element).map(({ name, description, values }) => ({
          name,
          description: { kind: 'markdown', value: description },
          ...(values.kind === 'choice' && { values: values.choices.map((one) => ({ name: one })) }),
          ...(values.kind === 'flag' && { valueSet: 'v' }),
        })),
      },
    ],
  };
}

/** The same for the IDEs of JetBrains, which find it by `web-types` in package.json. */
export function webTypesOf(element: Element, version: string): object {
  const typed = ({ name, description, type }: Element['properties'][number]) => ({
    name,
    description,
    type,
  });
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name: 'odyssey-broadcast',
    version,
    'description-markup': 'markdown',
    'js-types-syntax': 'typescript',
    contributions: {
      html: {
        elements: [
          {
            name: element.tag,
            description: described(element),
            attributes: attributesOf(element).map((attribute) => ({
              name: attribute.name,
              description: attribute.description,
              ...(attribute.usual !== null && { default: attribute.usual }),
              value: writtenAs(attribute),
            })),
            slots: element.slots,
            js: {
              properties: element.properties.filter(({ isStatic }) => !isStatic).map(typed),
              events: element.events.map(({ name, description, type }) => ({
                name,
                description,
                type,
              })),
            },
            css: {
              properties: element.variables.map(({ usual, ...variable }) => ({
                ...variable,
                ...(usual !== null && { default: usual }),
              })),
              parts: element.parts,
            },
          },
        ],
      },
    },
  };
}

function writtenAs({ values, type }: Attribute): object {
  if (values.kind === 'flag') return { kind: 'no-value', type: 'boolean' };
  return { kind: 'plain', required: true, type: values.kind === 'number' ? 'number' : type };
}

function described({ summary, description }: Element): string {
  return `${summary}\n\n${description}`;
}
