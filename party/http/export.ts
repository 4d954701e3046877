import * as v from 'valibot';
import type { HistoryEntry } from '../../src/protocol/records.js';
import type { Page, Records } from '../server/records.js';

/** Long lists over HTTP: in pages, or as a file that is written while it is read. */

export const EXPORT_TYPES = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
} as const;

const EXPORT_PAGE_LENGTH = 200;

const COLUMNS: Readonly<Record<string, (entry: HistoryEntry) => unknown>> = {
  no: ({ no }) => no,
  at: ({ at }) => new Date(at).toISOString(),
  id: ({ id }) => id,
  by: ({ by }) => by.id,
  name: ({ by }) => by.name,
  via: ({ via }) => via,
  mode: ({ mode }) => mode,
  status: ({ status }) => status,
  reason: ({ reason }) => reason,
  text: ({ text }) => text,
  appliedText: ({ appliedText }) => appliedText,
  stream: ({ stream }) => stream?.id,
  streamMs: ({ stream }) => stream?.atMs,
};

const LINES = {
  jsonl: (entry: HistoryEntry) => `${JSON.stringify(entry)}\n`,
  csv: (entry: HistoryEntry) => csvLine(Object.values(COLUMNS).map((read) => read(entry))),
};

export function exported(
  records: Records,
  format: keyof typeof LINES,
  order: 'newest' | 'oldest' | undefined,
  wanted: (entry: HistoryEntry) => boolean,
): Response {
  const encoder = new TextEncoder();
  let after: number | null = null;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (format === 'csv') controller.enqueue(encoder.encode(csvLine(Object.keys(COLUMNS))));
    },
    pull: async (controller) => {
      const page = { after, limit: EXPORT_PAGE_LENGTH, newestFirst: order !== 'oldest' };
      const { entries, next } = await records.read('history', page, wanted);
      const text = entries.map(LINES[format]).join('');
      if (text !== '') controller.enqueue(encoder.encode(text));
      after = next;
      if (next === null) controller.close();
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': `${EXPORT_TYPES[format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="prompts.${format}"`,
    },
  });
}

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** A leading apostrophe keeps a spreadsheet from reading a text as a formula. */
function csvCell(value: unknown): string {
  const text = String(value ?? '');
  const plain = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}

/** The query of a list that is read in pages, from either end. */
export const PAGE = {
  after: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.description('The number to go on after.')),
  ),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100), v.description('How many.')),
  ),
  order: v.optional(v.picklist(['newest', 'oldest'])),
};

const PAGE_LENGTH = 50;

export function pageOf({
  after,
  limit,
  order,
}: {
  after?: number | undefined;
  limit?: number | undefined;
  order?: 'newest' | 'oldest' | undefined;
}): Page {
  return { after: after ?? null, limit: limit ?? PAGE_LENGTH, newestFirst: order !== 'oldest' };
}

/** The header that leads to the next page, if there is one. */
export function nextPage(request: Request, next: number | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(request.url);
  url.searchParams.set('after', String(next));
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}
