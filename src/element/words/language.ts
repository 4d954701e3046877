/** Names of tables: one for each chunk that has words of its own. */
type TableName =
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

/** Nearer than this an hour means only one moment. */
const SAME_DAY_MS = 20 * 3_600_000;

/** Whole seconds still to go, counted as people do: the last second shows 1, the end shows 0. */
export function wholeSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1000));
}

/** For a clock's face: `0:24`. */
export function clockFace(ms: number): string {
  const seconds = wholeSeconds(ms);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** For a sentence, no more exact than anybody needs: `8 seconds`, `40 seconds`, `3 minutes`. */
export function roundedDuration(
  ms: number,
  locale: string,
  display: 'long' | 'short' = 'long',
): string {
  const seconds = wholeSeconds(ms);
  if (seconds < 10) return amount(seconds, 'second', locale, display);
  if (seconds <= 90) return amount(Math.round(seconds / 5) * 5, 'second', locale, display);
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? amount(minutes, 'minute', locale, display)
    : amount(Math.round(minutes / 60), 'hour', locale, display);
}

/** An instant as the visitor's clocks show it: `09:00`. */
export function timeOfDay(instant: number, locale: string): string {
  const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(locale, shape).format(instant);
}

/** Its day, where the time alone could mean another one: `Monday`. */
export function dayOf(instant: number, now: number, locale: string): string | null {
  if (instant - now < SAME_DAY_MS) return null;
  return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(instant);
}

/** The same where there is little room: `40 sec`, `3 min`. */
export function shortDuration(ms: number, locale: string): string {
  return roundedDuration(ms, locale, 'short');
}

function amount(
  count: number,
  unit: 'second' | 'minute' | 'hour',
  locale: string,
  unitDisplay: 'long' | 'short',
): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay }).format(count);
}

type Layer = Readonly<Record<string, unknown>>;

const made = new WeakMap<Language, Map<TableName, object>>();

/** The words of one chunk in a language; what the language lacks is English. Made once for each. */
export function tableOf<Table extends object>(
  language: Language,
  name: TableName,
  english: Table,
): Table {
  const tables = made.get(language) ?? new Map<TableName, object>();
  made.set(language, tables);
  const known = tables.get(name);
  if (known !== undefined) return known as Table;
  const layers = language.layers.map((layer) => layer[name]);
  const table = layered(
    [english as Layer, { locale: language.locale }, ...layers.filter(isLayer)],
    language.dir,
  );
  tables.set(name, table);
  return table as Table;
}

/** Later layers over earlier ones, key by key. */
function layered([first = {}, ...others]: readonly Layer[], dir: Language['dir']): Layer {
  return Object.fromEntries(
    Object.entries(first).map(([key, english]) => {
      const all = others.map((layer) => layer[key]).filter((value) => value !== undefined);
      return [key, entryOf(english, all, dir)];
    }),
  );
}

function entryOf(english: unknown, others: readonly unknown[], dir: Language['dir']): unknown {
  if (isLayer(english)) return layered([english, ...others.filter(isLayer)], dir);
  const entry = others.filter((other) => isLike(english, other)).at(-1) ?? english;
  if (Array.isArray(entry)) return entry.map((one) => spoken(one, dir));
  // A page's own text in place of a function: `{1}` stands for what the function would get first.
  const text = typeof english === 'function' && typeof entry === 'string' ? filled(entry) : entry;
  return spoken(text, dir);
}

/** Whether a page's own entry can stand in an entry's place; a wrong one is as good as none. */
function isLike(english: unknown, other: unknown): boolean {
  if (typeof english === 'function')
    return typeof other === 'function' || typeof other === 'string';
  return typeof other === typeof english && Array.isArray(other) === Array.isArray(english);
}

function filled(text: string): (...values: readonly unknown[]) => string {
  return (...values) => text.replace(/\{(\d)\}/g, (_, no) => String(values[Number(no) - 1] ?? ''));
}

function spoken(entry: unknown, dir: Language['dir']): unknown {
  if (typeof entry !== 'function') return entry;
  return (...values: readonly unknown[]) => entry(...values.map((value) => isolated(value, dir)));
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * Names and other people's texts stand in sentences, where one of the other direction would drag the
 * words beside it along: it is isolated (FSI, PDI). `<bdi>` can do so only in markup.
 */
function isolated(value: unknown, dir: Language['dir']): unknown {
  if (typeof value !== 'string' || value === '') return value;
  return dir === 'rtl' || RIGHT_TO_LEFT.test(value) ? `\u2068${value}\u2069` : value;
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
