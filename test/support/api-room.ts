import assert from 'node:assert/strict';
import * as v from 'valibot';
import { problemStatuses } from '../../party/http/openapi.js';
import { ProblemSchema } from '../../party/http/problem.js';
import { ROUTES } from '../../party/http/router.js';
import { shownStreamId } from '../../party/room/broadcast/stream-id.js';
import type { BudgetAccess } from '../../party/server/budget-client.js';
import type { RoomHost } from '../../party/server/room-host.js';
import { RoomServer } from '../../party/server/room-server.js';
import { MemoryStorage } from './memory-storage.js';
import { SECRET } from './tokens.js';

const BASE = 'http://rooms.example/parties/main/lobby';

export interface Ask {
  method?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Told {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A whole room server in memory, asked over HTTP alone. */
export class ApiRoom {
  readonly storage: MemoryStorage;
  readonly lines: string[] = [];
  readonly shell: RoomServer;

  private constructor(
    env: Record<string, string>,
    ledger: BudgetAccess | null,
    storage: MemoryStorage,
  ) {
    this.storage = storage;
    this.shell = new RoomServer({
      ledger: () => ledger,
      storage: this.storage,
      env: { ODYSSEY_API_KEY: 'local', ROOM_SECRET: SECRET, ...env },
      log: (line) => this.lines.push(line),
    });
  }

  static async start(
    env: Record<string, string> = {},
    ledger: BudgetAccess | null = null,
  ): Promise<ApiRoom> {
    return ApiRoom.startOn(new MemoryStorage(), env, ledger);
  }

  /** The same on what is stored already. */
  static async startOn(
    storage: MemoryStorage,
    env: Record<string, string> = {},
    ledger: BudgetAccess | null = null,
  ): Promise<ApiRoom> {
    const room = new ApiRoom(env, ledger, storage);
    await room.shell.start();
    return room;
  }

  request(path: string, { method = 'GET', token, body, headers = {} }: Ask = {}): Request {
    return new Request(BASE + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** The author of a prompt, by what the room has stored. */
  authorOf(promptId: string): string {
    const prompts = JSON.parse(this.storage.values.get('room/prompts/000') ?? '[]') as {
      id: string;
      by: string;
    }[];
    return prompts.find(({ id }) => id === promptId)?.by ?? '';
  }

  /** A stream's id as everybody is told it. */
  shownId(streamId: string): string {
    // A room that nobody came to has stored nothing, its secret included.
    const { current } = Reflect.get(this.shell, 'host') as RoomHost;
    return shownStreamId(current, streamId);
  }

  /** Asks, and holds the answer against what the table says of it. */
  async ask(path: string, ask: Ask = {}): Promise<Told> {
    const response = await this.shell.answer(this.request(path, ask));
    const text = await response.text();
    const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
    const body = isJson && text !== '' && !text.includes('\n') ? JSON.parse(text) : { text };
    asDescribed(ask.method ?? 'GET', path, response, body);
    return { status: response.status, headers: response.headers, body };
  }
}

/** Asserts that an answer is described in the table of routes, to the last field. */
export function asDescribed(method: string, path: string, response: Response, body: unknown): void {
  const { status } = response;
  const type = response.headers.get('Content-Type') ?? '';
  if (status >= 400) {
    assert.match(type, /^application\/problem\+json/);
    assert.deepEqual(v.parse(ProblemSchema, body), body);
    assert.match(String((body as { detail: string }).detail), /[.…]$|…"\.$/, 'a sentence');
    assert.equal((body as { status: number }).status, status);
  }
  const [plain = ''] = path.split('?');
  const fits = (pattern: string) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replace('{id}', '[\\w-]{1,64}')}$`).test(plain);
  const route = ROUTES.find((one) => one.method === method && fits(one.path));
  if (route === undefined) {
    assert.ok([204, 404, 405].includes(status), `${method} ${path} is not described`);
    return;
  }
  if (status >= 400) {
    assert.ok(
      problemStatuses(route).includes(status),
      `${method} ${path}: ${status} is not described`,
    );
    return;
  }
  const described = route.answers[status];
  assert.ok(described, `${method} ${path}: ${status} is not described`);
  const types = described.type ?? ['application/json'];
  assert.ok(types.length === 0 ? type === '' : types.some((one) => type.startsWith(one)), type);
  if (described.schema !== undefined && type.startsWith('application/json')) {
    assert.deepEqual(v.parse(described.schema, body), body, `${method} ${path}`);
  }
}
