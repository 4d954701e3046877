import type { RoomView } from '../../src/protocol/view.js';
import { type EnvironmentResult, isAllowedOrigin } from './environment.js';

/** The room over HTTP: for now its public view. Errors are problem details (RFC 9457). */
export function answerHttp(
  request: Request,
  settings: EnvironmentResult,
  view: () => RoomView,
): Response {
  if (!settings.ok) return problem(500, 'not-configured', settings.problem);
  const url = new URL(request.url);
  const origin = request.headers.get('Origin');
  if (!isAllowedOrigin(origin, url.host, settings.environment.origins)) {
    return problem(403, 'wrong-origin', 'Pages from this origin may not talk to this room.');
  }
  const headers = corsHeaders(origin);
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
  if (!url.pathname.endsWith('/state')) {
    return problem(404, 'not-found', 'There is no such resource. Try /state.', headers);
  }
  if (request.method !== 'GET') {
    return problem(405, 'method-not-allowed', '/state can only be read.', {
      ...headers,
      Allow: 'GET',
    });
  }
  return Response.json(publicState(view()), { headers });
}

/** Where to watch is for those who joined: the spectator token does not leave by this door. */
function publicState({ life, ...rest }: RoomView) {
  if (life.phase !== 'live') return { ...rest, life };
  const { watch: _watch, ...open } = life;
  return { ...rest, life: open };
}

function corsHeaders(origin: string | null): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    Vary: 'Origin',
    ...(origin === null
      ? {}
      : {
          'Access-Control-Allow-Origin': origin,
          'Access-Control-Allow-Methods': 'GET, OPTIONS',
          'Access-Control-Allow-Headers': 'Authorization, Content-Type',
        }),
  };
}

function problem(
  status: number,
  reason: string,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ title: reason, status, reason, detail }), {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
  });
}
