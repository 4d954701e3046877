/**
 * What a participant's id says of them. The id of those without a site's token is one that the room
 * issued; the page keeps it. The id of those with a token is derived from the token's subject. The
 * prefixes are stored and shown on the wire, so they never change.
 */
const ANONYMOUS_PREFIX = 'a-';
const SIGNED_PREFIX = 't-';

export function anonymousId(unique: string): string {
  return `${ANONYMOUS_PREFIX}${unique}`;
}

export function signedId(publicId: string): string {
  return `${SIGNED_PREFIX}${publicId}`;
}

/** Whether nobody but the participant says who they are: they choose their name and no role. */
export function isAnonymous(id: string): boolean {
  return id.startsWith(ANONYMOUS_PREFIX);
}
