import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, QUIET, WRANGLER } from '../party/deploy/wrangler.js';
import type { Launch, RoomServerOptions } from './room-server.js';

/** `wrangler dev`: the runtime of Cloudflare Workers, offline, with the rooms in a folder. */
export async function launchWorkers(options: RoomServerOptions): Promise<Launch> {
  const folder = await mkdtemp(join(tmpdir(), 'odyssey-wrangler-'));
  // What is in a developer's .dev.vars is not meant for this one. And Cloudflare is not in front of it:
  // anybody could set its header.
  const vars = ['--env-file', '/dev/null'].concat(
    Object.entries({ ADDRESS_HEADER: '', ...options.env }).flatMap(([name, value]) => [
      '--var',
      `${name}:${value}`,
    ]),
  );
  const where = ['--ip', '127.0.0.1', '--port', String(options.port), '--inspector-port', '0'];
  const kept = ['--persist-to', options.persist ?? join(folder, 'rooms')];
  const config = ['--config', CONFIG, '--show-interactive-dev-session=false'];
  return {
    name: 'wrangler',
    program: WRANGLER,
    parameters: ['dev', ...config, ...where, ...kept, ...vars],
    env: {
      ...QUIET,
      WRANGLER_LOG_PATH: join(folder, 'log'),
      WRANGLER_REGISTRY_PATH: join(folder, 'registry'),
    },
    folder,
  };
}
