import type { Account, Answer } from './account.js';
import { wrangler } from './wrangler.js';

/** Asks Cloudflare, through wrangler, what the deployment has to know. */
export async function readAccount(): Promise<Account> {
  const { ok: loggedIn } = await wrangler(['whoami', '--json']);
  if (!loggedIn) return { loggedIn, secrets: { ok: false, words: '' }, present: null };
  const secrets = await ask(['secret', 'list', '--format', 'json']);
  return { loggedIn, secrets, present: secrets.ok ? await presentVersion() : null };
}

/** What runs under that name now; null when nothing was ever deployed. */
async function presentVersion(): Promise<unknown> {
  const status = await ask(['deployments', 'status', '--json']);
  const id = status.ok
    ? /"version_id":\s*"([\w-]+)"/.exec(JSON.stringify(status.value))?.[1]
    : null;
  if (id == null) return null;
  const version = await ask(['versions', 'view', id, '--json']);
  return version.ok ? version.value : null;
}

async function ask(parameters: readonly string[]): Promise<Answer> {
  const { ok, output, words } = await wrangler(parameters);
  try {
    if (ok) return { ok, value: JSON.parse(output) };
  } catch {}
  return { ok: false, words: words || output };
}
