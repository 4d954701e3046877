import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

/** What a token opens: the API, one session, one stream's picture, or one recording. */
export type TokenKind = 'access' | 'session' | 'spectator' | 'recording';

/** Signs and checks the world's tokens. The secret dies with the process. */
export class Tokens {
  readonly #secret = randomBytes(32);

  sign(kind: TokenKind, subject: string, seconds: number): Promise<string> {
    // The SDK reads `session_id` out of a session's token, so it is a claim of its own there.
    const claims = kind === 'session' ? { session_id: subject } : {};
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(kind)
      .setSubject(subject)
      .setExpirationTime(new Date(Date.now() + seconds * 1000))
      .sign(this.#secret);
  }

  /** The token's subject, or undefined when it is not a valid token of that kind. */
  async read(kind: TokenKind, token: string | null | undefined): Promise<string | undefined> {
    if (!token) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.#secret, { audience: kind });
      return payload.sub;
    } catch {
      return undefined;
    }
  }
}
