/** Cloudflare's own codes, in a sentence each with what to do. */
const SENTENCES: Readonly<Record<string, string>> = {
  '10000':
    'Cloudflare does not accept who you are: run "npx wrangler login" again, or check CLOUDFLARE_API_TOKEN and its permission to edit Workers.',
  '10021': 'Cloudflare could not start the Worker: what it says is above.',
  '10027':
    'The Worker is larger than your plan allows: 3 MB compressed on the free one, 10 MB on the paid one.',
  '10034':
    'Your Cloudflare account’s e-mail address is not confirmed yet: confirm it, then deploy.',
  '10037': 'Your account has as many Workers as its plan allows: delete one, or change the plan.',
  '10063':
    'Your account has no workers.dev address yet: open "Workers & Pages" in the Cloudflare dashboard once and choose one, or add a route of your own domain.',
  '10079':
    'The stored rooms were made by other "migrations" than those in party/wrangler.jsonc: only ever add to that list, under a new tag. The rooms are untouched.',
  '10097':
    'Your plan has no such objects: the migrations must make "Main" and "Ledger" with "new_sqlite_classes", which the free plan includes.',
};

/** Why an upload failed, as far as its code tells; null where wrangler's own words have to do. */
export function explainFailure(words: string): string | null {
  const [, code = ''] = /\[code: (\d+)\]/.exec(words) ?? [];
  return SENTENCES[code === '10099' ? '10097' : code] ?? null;
}
