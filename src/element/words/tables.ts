import type { Language, TableName } from './language.js';

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
