/** Names of tables: one for each chunk that has words of its own. */
export type TableName =
  | 'words'
  | 'alerts'
  | 'ownName'
  | 'coach'
  | 'hall'
  | 'modes'
  | 'modeNames'
  | 'replay'
  | 'strip'
  | 'reactions'
  | 'moderation';

/** A language as it is spoken on one element: how `Intl` writes it, and the tables that it has. */
export interface Language {
  /** A BCP 47 tag for `Intl`. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** What differs from English, the later over the earlier: the translation, and then the page's own words. */
  readonly layers: readonly Readonly<Partial<Record<TableName, object>>>[];
}

export const ENGLISH: Language = { locale: 'en', dir: 'ltr', layers: [] };

/** How many strings a language has for a count: by its plural rules, `#` standing for the number. */
type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

export interface Counting {
  number(count: number): string;
  plural(count: number, forms: PluralForms): string;
}

/**
 * How a language counts.
 *
 * @example
 * const { plural } = counting('fr');
 * plural(1200, { one: '# voix', other: '# voix' }); // 1 200 voix
 */
export function counting(locale: string): Counting {
  const rules = new Intl.PluralRules(locale);
  const format = new Intl.NumberFormat(locale);
  const number = (count: number) => format.format(count);
  const plural = (count: number, forms: PluralForms) =>
    (forms[rules.select(count)] ?? forms.other).replaceAll('#', number(count));
  return { number, plural };
}
