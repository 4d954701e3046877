import type { Launch, RoomServerOptions } from './room-server.js';

/** `partykit dev`: offline, and in memory alone unless told where to keep the rooms. */
export async function launchPartyKit(options: RoomServerOptions): Promise<Launch> {
  const vars = Object.entries(options.env).flatMap(([name, value]) => [
    '--var',
    `${name}=${value}`,
  ]);
  const flags = ['--disable-request-cf-fetch', '--no-hotkeys'];
  const kept = ['--persist', options.persist ?? 'false', '--port', String(options.port)];
  return {
    name: 'partykit',
    program: 'node_modules/partykit/dist/bin.mjs',
    parameters: ['dev', ...flags, ...kept, ...vars],
    env: { NODE_ENV: 'production' },
  };
}
