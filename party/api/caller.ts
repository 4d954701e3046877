import type { Visitor } from '../room/input.js';
import { type IdentityContext, identify } from '../shell/identity.js';

/** Who calls: somebody with a good token, nobody in particular, or one whose token is no good. */
export type Caller =
  | { readonly ok: true; readonly visitor: Visitor | null }
  | { readonly ok: false; readonly reason: 'bad-token' | 'token-expired' };

/** Reads the bearer token; a request without one is anybody's. */
export async function identifyCaller(request: Request, context: IdentityContext): Promise<Caller> {
  const header = request.headers.get('Authorization');
  if (header === null) return { ok: true, visitor: null };
  const [, token] = /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(header.trim()) ?? [];
  if (token === undefined) return { ok: false, reason: 'bad-token' };
  return identify({ identity: null, token, name: null }, context);
}
