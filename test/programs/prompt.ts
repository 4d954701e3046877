import jwt from 'jsonwebtoken';
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

/** Prompts a room, waits for what becomes of it, and exports the history; prints what it got. */

declare const process: { readonly argv: readonly string[] };
const [address = '', secret = '', text = ''] = process.argv.slice(2);
const room = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');

function clientOf(subject: string, claims: object) {
  const token = jwt.sign({ room, ...claims }, secret, { subject, expiresIn: '5m' });
  return createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });
}

const bot = clientOf('bot', { scope: 'prompt' });
const host = clientOf('boss', { role: 'host' });

const sent = await bot.POST('/prompts', {
  params: { header: { 'Idempotency-Key': text } },
  body: { text },
});
if (sent.data === undefined) throw new Error(problemOf(sent.error));
const settled = await bot.GET('/prompts/{id}', {
  params: { path: { id: sent.data.id }, query: { wait: 30 } },
});
if (settled.data === undefined) throw new Error(problemOf(settled.error));
const history = await host.GET('/prompts', { params: { query: { order: 'newest', limit: 5 } } });
const texts: string[] | undefined = history.data?.prompts.map((prompt) => prompt.text);
const lines = await host.GET('/prompts.jsonl', { parseAs: 'text' });
const csv = await host.GET('/prompts.csv', { parseAs: 'text' });
const refused = await bot.GET('/audit');
const state = await bot.GET('/state');
const phase: string | undefined = state.data?.life.phase;

console.log(
  JSON.stringify({
    ...{ status: settled.data.status, texts, phase },
    lines: lines.data?.trim().split('\n').length,
    csv: csv.data?.split('\r\n')[0],
    refused: refused.error?.reason,
  }),
);

function problemOf(error: components['schemas']['Problem'] | undefined): string {
  return `${error?.reason ?? 'no answer'}: ${error?.detail ?? ''}`;
}
