import { jwtVerify } from 'jose';

/**
 * Stands in for what was just deployed: its rooms answer with this problem, or with none, and know tokens
 * of no other secret than this one.
 */
globalThis.fetch = async (_url, init) => {
  const token = new Headers(init?.headers).get('Authorization')?.replace('Bearer ', '');
  const secret = process.env['DEPLOYED_SECRET'];
  if (token !== undefined && secret !== undefined) {
    const key = new TextEncoder().encode(secret);
    const isGood = await jwtVerify(token, key).then(
      () => true,
      () => false,
    );
    return new Response(null, { status: isGood ? 200 : 401 });
  }
  const detail = process.env['ROOM_PROBLEM'];
  return Response.json(detail === undefined ? {} : { reason: 'not-configured', detail });
};
