import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = { readonly result: unknown } | { readonly code: number; readonly message: string };

/** As much of Cloudflare's API as a deployment needs; anything else is refused. */
export class FakeCloudflare {
  readonly asked: string[] = [];
  /** What the account's Worker has; null when there is none of that name. */
  secrets: readonly string[] | null = ['ODYSSEY_API_KEY'];
  bindings: readonly { name: string; type: string }[] = [
    { name: 'Main', type: 'durable_object_namespace' },
  ];
  /** Why it takes no upload; null when it does. */
  refusal: { code: number; message: string } | null = null;
  /** The secrets that were set. */
  readonly put: { name: string; text: string }[] = [];
  /** What was uploaded, as it came. */
  uploaded = '';
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    server.on('request', (request, response) => {
      const path = request.url ?? '';
      this.asked.push(`${request.method} ${path}`);
      let sent = '';
      request.on('data', (data: Buffer) => {
        sent += data;
      });
      request.on('end', () => {
        if (request.method === 'PUT' && path.endsWith('/secrets')) {
          this.put.push(JSON.parse(sent) as { name: string; text: string });
        } else if (request.method === 'PUT') this.uploaded = sent;
        const answer = this.answer(path.replace(/\?.*/, ''), request.method ?? 'GET');
        const isRefusal = 'code' in answer;
        const body = isRefusal
          ? { success: false, errors: [answer], messages: [], result: null }
          : { success: true, errors: [], messages: [], ...answer };
        response.writeHead(isRefusal ? 404 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
  }

  static async start(): Promise<FakeCloudflare> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeCloudflare(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/client/v4`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(path: string, method: string): Answer {
    const { secrets, bindings } = this;
    if (path.endsWith('/user/tokens/verify')) return { result: { id: 't', status: 'active' } };
    if (path.endsWith('/user')) return { result: { id: 'u', email: 'ada@example.org' } };
    if (path.endsWith('/accounts')) return { result: [{ id: 'account', name: 'Ada' }] };
    if (path.endsWith('/secrets') && method === 'PUT') {
      return { result: { name: this.put.at(-1)?.name, type: 'secret_text' } };
    }
    if (path.endsWith('/secrets')) {
      if (secrets === null) return { code: 10007, message: 'This Worker does not exist' };
      return { result: secrets.map((name) => ({ name, type: 'secret_text' })) };
    }
    if (path.endsWith('/deployments')) {
      const versions = [{ version_id: 'version-1', percentage: 100 }];
      return { result: { deployments: [{ id: 'd', versions, ...AUTHORED }] } };
    }
    if (path.endsWith('/versions/version-1')) {
      const resources = { bindings, script: { handlers: ['fetch'] }, script_runtime: {} };
      return { result: { id: 'version-1', number: 1, metadata: AUTHORED, resources } };
    }
    return this.refusal ?? upload(path);
  }
}

/** The steps of an upload that is taken. */
function upload(path: string): Answer {
  if (path.endsWith('/workers/scripts')) return { result: [] };
  if (path.endsWith('/assets-upload-session')) return { result: { jwt: 'done', buckets: [] } };
  if (path.endsWith('/workers/subdomain')) return { result: { subdomain: 'ada' } };
  if (path.endsWith('/subdomain')) return { result: { enabled: true, previews_enabled: true } };
  if (path.endsWith('/scripts/odyssey-broadcast')) {
    return {
      result: { id: 'odyssey-broadcast', available_on_subdomain: true, startup_time_ms: 5 },
    };
  }
  return { code: 10090, message: 'This does not exist' };
}

const AUTHORED = { author_email: 'ada@example.org', created_on: '2026-01-01T00:00:00Z' };
