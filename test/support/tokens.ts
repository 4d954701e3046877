import { SignJWT } from 'jose';

/** What the site and its room share in tests. */
export const SECRET = 'a secret of the owner';

export type Claims = Readonly<Record<string, unknown>>;

/** A token as a site would sign it: for the lobby and an hour, unless the claims say otherwise. */
export function signed(claims: Claims = {}, secret = SECRET): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return new SignJWT({ sub: 'ada@example.org', room: 'lobby', exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

/** The same for one account, whose name it is too; `ends` counts from now, as jose writes times. */
export function tokenOf(
  sub: string,
  claims: Claims = {},
  { ends = '1h', secret = SECRET }: { ends?: string; secret?: string } = {},
): Promise<string> {
  return new SignJWT({ sub, room: 'lobby', name: sub, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(ends)
    .sign(new TextEncoder().encode(secret));
}

/** What a moderator's program sends with a request to a room. */
export async function asModerator(room: string): Promise<{ headers: Record<string, string> }> {
  const token = await signed({ room, role: 'moderator' });
  return { headers: { Authorization: `Bearer ${token}` } };
}

/** A token whose header lies: no signature at all, or an algorithm that nobody agreed on. */
export function unsigned(claims: Claims, alg = 'none', signature = ''): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg })}.${part(claims)}.${signature}`;
}
