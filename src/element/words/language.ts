/** Names of tables: one for each chunk that has words of its own. */
export type TableName = 'words' | 'modes' | 'modeNames' | 'replay' | 'moderation';

/** A language as it is spoken on one element: how `Intl` writes it, and the tables that it has. */
export interface Language {
  /** A BCP 47 tag for `Intl`. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** What differs from English, the later over the earlier: the translation, and then the page's own words. */
  readonly layers: readonly Readonly<Partial<Record<TableName, object>>>[];
}

export const ENGLISH: Language = { locale: 'en', dir: 'ltr', layers: [] };
