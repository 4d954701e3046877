import * as v from 'valibot';
import { type ClientOptions, roomUrl } from '../../client/client-options.js';

/** A response's value, or why there is none. */
export type Got<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: Trouble };

/** `off`: not for this visitor. `live`: it still runs. `coming`: it is being written. */
export type Trouble = 'gone' | 'live' | 'coming' | 'off' | 'away';

const TROUBLES: Readonly<Record<number, Trouble>> = {
  401: 'off',
  403: 'off',
  404: 'gone',
  409: 'live',
  410: 'gone',
};

/** Requests to the room over HTTP: without credentials where that is enough, else with the token. */
export class RoomHttp {
  private readonly options: ClientOptions;
  private readonly asAnybody: boolean;

  constructor(options: ClientOptions, asAnybody: boolean) {
    this.options = options;
    this.asAnybody = asAnybody || options.token == null;
  }

  /** The address, if it works without a token; else null. */
  openAddress(path: string): string | null {
    return this.asAnybody ? this.address(path) : null;
  }

  async read<Value>(schema: v.GenericSchema<unknown, Value>, path: string): Promise<Got<Value>> {
    try {
      const response = await this.get(path);
      if (!response.ok) return { ok: false, why: await troubleIn(response) };
      const parsed = v.safeParse(schema, await response.json());
      return parsed.success ? { ok: true, value: parsed.output } : { ok: false, why: 'away' };
    } catch {
      return { ok: false, why: 'away' };
    }
  }

  /** A file as a blob address, which the caller revokes; null if there is none. */
  async readFile(path: string): Promise<string | null> {
    try {
      const response = await this.get(path);
      return response.ok ? URL.createObjectURL(await response.blob()) : null;
    } catch {
      return null;
    }
  }

  private async get(path: string): Promise<Response> {
    if (this.asAnybody) return fetch(this.address(path));
    const { token } = this.options;
    const shown = typeof token === 'function' ? await token() : token;
    return fetch(this.address(path), { headers: { Authorization: `Bearer ${shown}` } });
  }

  private address(path: string): string {
    const { host, party = 'main', room } = this.options;
    return roomUrl(host, party, room).replace(/^ws/, 'http') + path;
  }
}

async function troubleIn(response: Response): Promise<Trouble> {
  const known = TROUBLES[response.status];
  if (known !== undefined) return known;
  const problem: unknown = await response.json().catch(() => null);
  return Object(problem).reason === 'recording-coming' ? 'coming' : 'away';
}

/** The addresses of prompts' thumbnails: the room's own, or blob copies where a token is needed. */
export class Pictures {
  private readonly http: RoomHttp;
  private readonly came: () => void;
  private readonly copies = new Map<string, string | null>();

  constructor(http: RoomHttp, came: () => void) {
    this.http = http;
    this.came = came;
  }

  address(promptId: string): string | null {
    const path = `/frames/${encodeURIComponent(promptId)}`;
    const open = this.http.openAddress(path);
    if (open !== null) return open;
    if (!this.copies.has(promptId)) void this.copy(promptId, path);
    return this.copies.get(promptId) ?? null;
  }

  close(): void {
    for (const address of this.copies.values()) if (address !== null) URL.revokeObjectURL(address);
    this.copies.clear();
  }

  private async copy(promptId: string, path: string): Promise<void> {
    this.copies.set(promptId, null);
    const address = await this.http.readFile(path);
    if (address === null) return;
    if (!this.copies.has(promptId)) return URL.revokeObjectURL(address);
    this.copies.set(promptId, address);
    this.came();
  }
}
