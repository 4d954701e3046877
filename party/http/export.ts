import * as v from 'valibot';
import { reactionsText } from '../../src/protocol/reactions.js';
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
  reactions: ({ reactions }) => reactionsText(reactions ?? {}),
};

const LINES = {
  jsonl: (entry: HistoryEntry) => `${JSON.stringify(entry)}\n`,
  csv: (entry: HistoryEntry) => csvLine(Object.values(COLUMNS).map((read) => read(entry))),
};

/** The history as a file, without what is not `wanted`. */
export function exportHistory(
  records: Records,
  format: keyof typeof LINES,
  order: 'newest' | 'oldest' | undefined,
  wanted: (entry: HistoryEntry) => boolean,
): Response {
  async function* parts() {
    // Spreadsheets read UTF-8 only behind a byte order mark.
    if (format === 'csv') yield `\ufeff${csvLine(Object.keys(COLUMNS))}`;
    let after: number | null = null;
    do {
      const page: Page = { after, limit: EXPORT_PAGE_LENGTH, newestFirst: order !== 'oldest' };
      const { entries, next } = await records.read('history', page, wanted);
      yield entries.map(LINES[format]).join('');
      after = next;
    } while (after !== null);
  }
  return fileResponse(`prompts.${format}`, EXPORT_TYPES[format], parts());
}

/** A file that is written while it is read, so that it is never all in memory. */
export function fileResponse(
  name: string,
  type: string,
  parts: AsyncGenerator<string, void>,
): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      // A pull that enqueues nothing is not repeated, so empty parts are skipped here.
      for (;;) {
        const { done, value } = await parts.next();
        if (done) return controller.close();
        if (value !== '') return controller.enqueue(encoder.encode(value));
      }
    },
    cancel: async () => {
      await parts.return();
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
    },
  });
}

function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** A leading apostrophe keeps a spreadsheet from reading a text as a formula, which may begin with a wide sign. */
function csvCell(value: unknown): string {
  const text = String(value ?? '');
  const plain =
    typeof value === 'string' && /^\s*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
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
