import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../cli/token.js';
import { ROOT } from './wrangler.js';

/** Where the secret is kept that the deployment made, for its owner alone; `.gitignore` names it. */
const FILE = process.env['ROOM_SECRET_FILE'] ?? join(ROOT, '.room-secret');

/** The secret that signs tokens, as the owner has it here: nobody can read it from Cloudflare. */
export function knownSecret(): string | null {
  const given = process.env['ROOM_SECRET'] ?? '';
  if (given !== '') return given;
  return existsSync(FILE) ? readFileSync(FILE, 'utf8').trim() || null : null;
}

/** Makes one and keeps it. */
export function makeSecret(): string {
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(FILE, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** An address of the demo page at which one is the host of a room, for half a day. */
export async function hostLink(url: string, room: string, secret: string): Promise<string> {
  return `${url}/?room=${room}#token=${await hostPass([room], secret)}`;
}

/** A token with which one is the host of these rooms for half a day. */
export function hostPass(rooms: readonly string[], secret: string): Promise<string> {
  const named = rooms.flatMap((room) => ['--room', room]);
  const words = [...named, '--sub', 'host', '--name', 'Your host', '--role', 'host'];
  return token([...words, '--expires', '12h'], { ROOM_SECRET: secret });
}
