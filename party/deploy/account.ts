import * as v from 'valibot';
import type { Configuration } from './configuration.js';
import { wrangler } from './wrangler.js';

/** What the deployment must know of the owner's Cloudflare account. */
interface Account {
  readonly loggedIn: boolean;
  /** The answer to "which secrets does the Worker have", or the words of the refusal. */
  readonly secrets: Answer;
  /** What the Worker of that name consists of now; null when there is none. */
  readonly present: unknown;
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly words: string };

const Secrets = v.array(v.looseObject({ name: v.string() }));
const Version = v.looseObject({
  resources: v.looseObject({
    bindings: v.array(v.looseObject({ name: v.string(), type: v.string() })),
  }),
});

/** The first thing that is missing and only the owner has, in a sentence; null when nothing is. */
export function checkAccount(
  { name }: Pick<Configuration, 'name'>,
  account: Account,
): string | null {
  if (!account.loggedIn) {
    return 'You are not logged in to Cloudflare: run "npx wrangler login", or set CLOUDFLARE_API_TOKEN.';
  }
  const { secrets } = account;
  if (!secrets.ok) {
    if (/more than one account/i.test(secrets.words)) {
      return 'You have more than one Cloudflare account: add "account_id" to party/wrangler.jsonc, or set CLOUDFLARE_ACCOUNT_ID.';
    }
    if (!/not found/i.test(secrets.words)) return `Cloudflare does not answer: ${secrets.words}`;
    return missingKey(name);
  }
  if (isForeign(account.present)) {
    return `Your account already has another Worker called "${name}", which this would replace: choose another "name" in party/wrangler.jsonc.`;
  }
  return hasSecret(account, 'ODYSSEY_API_KEY') ? null : missingKey(name);
}

/** Whether the Worker has a secret of this name; nobody can read which. */
export function hasSecret({ secrets }: Pick<Account, 'secrets'>, name: string): boolean {
  return secrets.ok && v.parse(Secrets, secrets.value).some((secret) => secret.name === name);
}

function missingKey(name: string): string {
  return `The Worker "${name}" has no ODYSSEY_API_KEY: set it with "npm run secret -- ODYSSEY_API_KEY".`;
}

/** A Worker that is neither one of ours nor the empty one that setting a secret makes. */
function isForeign(present: unknown): boolean {
  const read = v.safeParse(Version, present);
  if (!read.success) return false;
  const { bindings } = read.output.resources;
  const isRoom = bindings.some(
    ({ type, name }) => type === 'durable_object_namespace' && name === 'Main',
  );
  return !isRoom && bindings.some(({ type }) => type !== 'secret_text');
}

/** Asks Cloudflare, through wrangler. */
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
