import type { Element } from './element.js';
import { RULE_ATTRIBUTES, type RuleValues } from './rules.js';

/** An attribute as HTML takes it: one of the element's own, or a rule of the room. */
export interface Attribute {
  readonly name: string;
  /** Markdown without links. */
  readonly description: string;
  readonly values: RuleValues | { readonly kind: 'flag' };
  /** As TypeScript writes what a framework may set. */
  readonly type: string;
  readonly usual: string | null;
  /** The property behind it; rules have none. */
  readonly property: string | null;
  readonly isRule: boolean;
}

export function attributesOf({ properties }: Element): readonly Attribute[] {
  const own = properties.flatMap(({ attribute, name, type, usual, description }): Attribute[] => {
    if (attribute === null) return [];
    const values = valuesOf(type);
    return [
      {
        name: attribute.name,
        description,
        values,
        type,
        usual: usual === 'null' || usual === '' ? null : usual,
        property: name,
        isRule: false,
      },
    ];
  });
  const taken = new Set(own.map(({ name }) => name));
  const rules = RULE_ATTRIBUTES.filter(({ name }) => !taken.has(name)).map(
    ({ name, values, usual, meaning }): Attribute => ({
      name,
      description: `Rule of the room: ${inWords(meaning, values)}`,
      values,
      type: typeOf(values),
      usual: usual === '' ? null : usual,
      property: null,
      isRule: true,
    }),
  );
  return [...own, ...rules];
}

function valuesOf(type: string): Attribute['values'] {
  if (type === 'boolean') return { kind: 'flag' };
  const choices = type.split(' | ').flatMap((one) => /^'(.*)'$/.exec(one)?.[1] ?? []);
  if (choices.length > 0) return { kind: 'choice', choices, isOpen: false };
  return { kind: 'text', longest: null, example: null };
}

/** Numbers may be written as such, or as HTML has them. */
function typeOf(values: RuleValues): string {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a type of TypeScript.
  if (values.kind === 'number') return 'number | `${number}`';
  if (values.kind === 'text') return 'string';
  const choices = values.choices.map((one) => `'${one}'`).join(' | ');
  return values.isOpen ? `${choices} | (string & {})` : choices;
}

function inWords(meaning: string, values: RuleValues): string {
  const text = meaning.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  if (values.kind === 'number') {
    const unit = / seconds?\b/.test(text) || !values.fraction ? '' : ', fractions allowed';
    return `${text} From ${values.min} to ${values.max}${unit}.`;
  }
  if (values.kind === 'text' && values.example !== null)
    return `${text} Such as \`${values.example}\`.`;
  return text;
}
