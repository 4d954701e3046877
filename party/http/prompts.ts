import * as v from 'valibot';
import {
  isSettled,
  RECEIPT_STATUSES,
  type Receipt,
  ReceiptSchema,
} from '../../src/protocol/reasons.js';
import { type HistoryEntry, HistoryEntrySchema } from '../../src/protocol/records.js';
import type { Visitor } from '../room/input.js';
import { findPrompt, receiptOf } from '../room/prompts/prompts.js';
import { cleanText } from '../room/text/visible.js';
import { receiptOfEntry } from '../server/records.js';
import { MODERATORS } from './actions.js';
import { EXPORT_TYPES, exportHistory, nextPage, PAGE, pageOf } from './export.js';
import { problem, refusal } from './problem.js';
import { mayModerate, mayRead, reachedWorld } from './public.js';
import { idFromKey, newMessageId, type RoomPort, type Route, route } from './route.js';

const KEY_LENGTH_MAX = 255;

const WAIT = {
  wait: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(30),
      v.description('Answer when the prompt has settled, or after so many seconds.'),
    ),
  ),
};

const ORDER = { order: PAGE.order };

/** Which prompts are meant. */
const FILTER = {
  status: v.optional(v.picklist(RECEIPT_STATUSES)),
  by: v.optional(v.pipe(v.string(), v.maxLength(64), v.description('Whose: a person’s id.'))),
};

/** Prompts: sending one, what became of it, and the history. */
export const PROMPT_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/prompts',
    summary: 'Prompts the world, in the share that programs have',
    access: 'program',
    query: v.object(WAIT),
    body: v.strictObject({ text: v.string() }),
    headers: {
      'Idempotency-Key': 'The same key again performs nothing again, and is answered alike.',
    },
    answers: {
      200: { description: 'The key was used before: its receipt.', schema: ReceiptSchema },
      202: { description: 'Taken: the receipt so far.', schema: ReceiptSchema },
    },
    refusals: [409, 429],
    handle: async ({ room, caller, body, query, request, base }) => {
      if (caller === null) return problem(403, 'not-allowed', 'Your token does not allow this.');
      const key = request.headers.get('Idempotency-Key');
      if (key !== null && (key === '' || key.length > KEY_LENGTH_MAX)) {
        const detail = `The Idempotency-Key does not fit: 1 to ${KEY_LENGTH_MAX} characters.`;
        return problem(422, 'does-not-fit', detail);
      }
      const id = key === null ? newMessageId() : await idFromKey(caller.id, key);
      const written = key === null ? null : await room.records.find(id, caller.id);
      // From here to `send` nothing is awaited, so that two requests with one key are handled in turn.
      const known = findPrompt(room.state(), id) ?? written;
      if (known !== null && known.text !== cleanText(body.text)) {
        const detail = 'This Idempotency-Key was used before, for another text.';
        return problem(422, 'idempotency-mismatch', detail);
      }
      if (known === null) {
        const refused = send(room, caller, id, body.text);
        if (refused !== null) return refused;
      }
      const receipt = await settledReceipt(room, id, caller, query.wait ?? 0);
      if (receipt === null) return notFound();
      const status = known === null ? 202 : 200;
      return Response.json(receipt, { status, headers: { Location: `${base}/prompts/${id}` } });
    },
  }),
  route({
    method: 'GET',
    path: '/prompts',
    summary: 'The prompts that settled; what never reached the world only to author and moderators',
    access: 'anyone',
    query: v.object({
      ...PAGE,
      ...FILTER,
      format: v.optional(
        v.pipe(
          v.picklist(['json', 'jsonl', 'csv']),
          v.description('For old programs: leads to `/prompts.jsonl` or `/prompts.csv`.'),
        ),
      ),
    }),
    answers: {
      200: {
        description: 'A page; `Link` leads to the next.',
        schema: v.object({ prompts: v.array(HistoryEntrySchema), next: v.nullable(v.number()) }),
      },
      308: { description: 'The file is at `Location`.', type: [] },
    },
    handle: async ({ room, caller, query, request, base }) => {
      const { format = 'json' } = query;
      if (format !== 'json') {
        const { search } = new URL(request.url);
        const headers = { Location: `${base}/prompts.${format}${search}` };
        return new Response(null, { status: 308, headers });
      }
      const wanted = readableBy(caller, query);
      const { entries, next } = await room.records.read('history', pageOf(query), wanted);
      return Response.json({ prompts: entries, next }, { headers: nextPage(request, next) });
    },
  }),
  exportRoute('jsonl', 'All prompts that settled, as JSON lines'),
  exportRoute('csv', 'All prompts that settled, as a spreadsheet'),
  route({
    method: 'GET',
    path: '/prompts/{id}',
    summary: 'What became of a prompt',
    access: 'anyone',
    query: v.object(WAIT),
    answers: { 200: { description: 'Its receipt.', schema: ReceiptSchema } },
    refusals: [404],
    handle: async ({ room, caller, id, query }) => {
      const receipt = await settledReceipt(room, id, caller, query.wait ?? 0);
      return receipt === null ? notFound() : Response.json(receipt);
    },
  }),
  route({
    method: 'DELETE',
    path: '/prompts/{id}',
    summary: 'Takes back a prompt of one’s own that has not been sent',
    access: 'token',
    answers: { 200: { description: 'Its receipt.', schema: ReceiptSchema } },
    refusals: [404, 409],
    handle: async ({ room, caller, id }) => {
      if (caller === null || (await receiptFor(room, id, caller)) === null) return notFound();
      const message = { type: 'withdraw', id: newMessageId(), promptId: id } as const;
      const refused = refusalAmong(room.ask(caller, message), room.now());
      const receipt = await receiptFor(room, id, caller);
      return refused ?? (receipt === null ? notFound() : Response.json(receipt));
    },
  }),
];

/** Sends a prompt to the room; null when it was accepted. */
function send(room: RoomPort, caller: Visitor, id: string, text: string): Response | null {
  return refusalAmong(room.ask(caller, { type: 'prompt', id, text }), room.now());
}

/** The refusal among the room's messages; null when there is none. */
function refusalAmong(said: ReturnType<RoomPort['ask']>, now: number): Response | null {
  for (const message of said) {
    if (message.type === 'answer' && !message.ok) {
      const { reason, retryAt, limit } = message;
      return refusal({ reason: reason ?? 'not-allowed', retryAt, limit }, now);
    }
    if (message.type === 'receipt' && message.receipt.status === 'refused') {
      const { reason, retryAt, limit } = message.receipt;
      return refusal({ reason: reason ?? 'not-allowed', retryAt, limit }, now);
    }
  }
  return null;
}

/** A prompt's receipt once it has settled, or as it is after so many seconds. */
async function settledReceipt(
  room: RoomPort,
  id: string,
  caller: Visitor | null,
  seconds: number,
): Promise<Receipt | null> {
  const receipt = await receiptFor(room, id, caller);
  if (receipt === null || seconds === 0 || isSettled(receipt.status)) return receipt;
  const settled = room.waits.settled(id, room.now() + seconds * 1000);
  room.reschedule();
  await settled;
  return receiptFor(room, id, caller);
}

/** A prompt's receipt, from the room or else from its records; null for a caller who may not read it. */
async function receiptFor(
  room: RoomPort,
  id: string,
  caller: Visitor | null,
): Promise<Receipt | null> {
  const prompt = findPrompt(room.state(), id);
  if (prompt !== null) {
    const isShown = prompt.status === 'performing' || reachedWorld(prompt);
    const may = isShown || mayModerate(caller) || prompt.by === caller?.id;
    return may ? receiptOf(prompt) : null;
  }
  const entry = await room.records.find(id);
  if (entry === null || !mayRead(entry, caller)) return null;
  return receiptOfEntry(entry);
}

function notFound(): Response {
  return problem(404, 'not-found', 'There is no such prompt, or it is not yours to read.');
}

/** A file has a path of its own, so that programs made from the description know its type. */
function exportRoute(format: keyof typeof EXPORT_TYPES, summary: string): Route {
  return route({
    method: 'GET',
    path: `/prompts.${format}`,
    summary,
    access: MODERATORS,
    query: v.object({ ...ORDER, ...FILTER }),
    answers: {
      200: { description: 'The file, written while it is read.', type: [EXPORT_TYPES[format]] },
    },
    handle: ({ room, caller, query }) =>
      exportHistory(room.records, format, query.order, readableBy(caller, query)),
  });
}

/** Tells the prompts that are meant, and that somebody may read. */
function readableBy(
  caller: Visitor | null,
  { status, by }: v.InferOutput<v.ObjectSchema<typeof FILTER, undefined>>,
) {
  return (entry: HistoryEntry) =>
    mayRead(entry, caller) &&
    (status === undefined || entry.status === status) &&
    (by === undefined || entry.by.id === by);
}
