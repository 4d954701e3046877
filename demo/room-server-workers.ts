import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Launch, RoomServerOptions } from './room-server.js';

/** Everything by which wrangler would ask or tell somebody on the internet something. */
export const WRANGLER_OFFLINE = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  // With its banner it asks whether there is a newer version.
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
} as const;

/** `wrangler dev`: the runtime of Cloudflare Workers, offline, with the rooms in a folder. */
export async function launchWorkers(options: RoomServerOptions): Promise<Launch> {
  const folder = await mkdtemp(join(tmpdir(), 'odyssey-wrangler-'));
  // What is in a developer's .dev.vars is not meant for this one.
  const vars = ['--env-file', '/dev/null'].concat(
    Object.entries(options.env).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
  );
  const where = ['--ip', '127.0.0.1', '--port', String(options.port), '--inspector-port', '0'];
  const kept = ['--persist-to', options.persist ?? join(folder, 'rooms')];
  const config = ['--config', 'party/wrangler.jsonc', '--show-interactive-dev-session=false'];
  return {
    name: 'wrangler',
    program: 'node_modules/wrangler/bin/wrangler.js',
    parameters: ['dev', ...config, ...where, ...kept, ...vars],
    env: {
      ...WRANGLER_OFFLINE,
      WRANGLER_LOG_PATH: join(folder, 'log'),
      WRANGLER_REGISTRY_PATH: join(folder, 'registry'),
    },
    folder,
  };
}
