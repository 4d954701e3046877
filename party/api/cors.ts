/** Headers that pages of other origins may send, and read. */
const SENT = 'Authorization, Content-Type, Idempotency-Key';
const READ = 'Link, Location, Retry-After, WWW-Authenticate';

/** What every answer has; whether an origin may be here at all was decided before. */
export function corsHeaders(origin: string | null): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    Vary: 'Origin',
    ...(origin === null
      ? {}
      : { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': READ }),
  };
}

/** The answer to a browser that asks first. */
export function preflight(origin: string | null, methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      'Access-Control-Allow-Methods': [...methods, 'OPTIONS'].join(', '),
      'Access-Control-Allow-Headers': SENT,
      'Access-Control-Max-Age': '600',
    },
  });
}
