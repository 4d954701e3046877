import { toHex } from '../../src/protocol/encoding.js';

/**
 * The script as PartyKit serves it. A file of PartyKit's served folder is sent at its own path, without a header field
 * of ours, so the script's files lie there under another name than the one asked for, and are sent from here: with the
 * header fields that `demo/page/_headers` gives them on Workers. The platform compresses what it is given, on both.
 */

/** Where pages ask for the script. */
const ADDRESS = '/cdn/';
/** Where its files are in PartyKit's served folder; `vite.config.ts` lays them out. */
const FOLDER = '/cdn-files/';

/** What the script consists of. No part of a name begins with a dot, and none is encoded: nothing leads out. */
const FILE = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.(js|json|map)$/;

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
};

/** Any site may embed the script, and it is what its type says. */
const ALWAYS = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** How long a file is good, by its name; a chunk never changes under its own. */
const GOOD_FOR = [
  { files: /^chunks\//, field: 'public, max-age=31536000, immutable' },
  { files: /^odyssey-broadcast[^/]*\.js$/, field: 'public, max-age=300, must-revalidate' },
] as const;
/** As Workers has it for all others. */
const ASKED_EACH_TIME = 'public, max-age=0, must-revalidate';

/** Of a request what the answer depends on: types of requests differ between the platforms. */
export interface FileRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}

/** The files of the folder that PartyKit serves, by their path: `lobby.assets`. */
export interface ServedFiles {
  fetch(path: string): Promise<Response | null>;
}

/** Answers a request for a file of the script; null for any other request. */
export async function answerScript(
  { url, method, headers }: FileRequest,
  files: ServedFiles,
): Promise<Response | null> {
  const { pathname } = new URL(url);
  if (!pathname.startsWith(ADDRESS)) return null;
  if (method !== 'GET' && method !== 'HEAD') {
    const allowed = { ...ALWAYS, Allow: 'GET, HEAD' };
    return new Response('Method not allowed', { status: 405, headers: allowed });
  }
  const name = pathname.slice(ADDRESS.length);
  const type = TYPES[FILE.exec(name)?.[1] ?? ''];
  const file = type === undefined ? null : await files.fetch(FOLDER + name);
  if (type === undefined || !file?.ok) {
    return new Response('Not found', { status: 404, headers: ALWAYS });
  }
  const body = await file.arrayBuffer();
  const tag = `"${toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)))}"`;
  const found = {
    ...ALWAYS,
    'Cache-Control': GOOD_FOR.find((one) => one.files.test(name))?.field ?? ASKED_EACH_TIME,
    // A weak one: compressed and plain, the file has the same.
    ETag: `W/${tag}`,
    Vary: 'Accept-Encoding',
  };
  if (isKnown(headers.get('If-None-Match'), tag)) {
    return new Response(null, { status: 304, headers: found });
  }
  const sent = method === 'HEAD' ? null : body;
  return new Response(sent, { headers: { ...found, 'Content-Type': type } });
}

/** Whether one of the tags in `If-None-Match` is this one, weak or not (RFC 9110, 13.1.2). */
function isKnown(given: string | null, tag: string): boolean {
  if (given?.trim() === '*') return true;
  return (given ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}
