/** Invitations come in the part of an address that no server sees: `#odyssey-invite=…`. */
const INVITE = 'odyssey-invite';
const ROOM = 'odyssey-room';

/**
 * The invitation that the visitor followed, if it is one for this room; a link that names no room is
 * for the first one on the page. It is taken out of the address bar, which others may see.
 */
export function takeInvite(room: string): string | null {
  const hash = location.hash.slice(1);
  const named = new URLSearchParams(hash);
  const invite = named.get(INVITE);
  if (invite === null || (named.get(ROOM) ?? room) !== room) return null;
  const rest = hash.split('&').filter((part) => !/^odyssey-(invite|room)=/.test(part));
  const { pathname, search } = location;
  try {
    const address = `${pathname}${search}${rest.length === 0 ? '' : `#${rest.join('&')}`}`;
    history.replaceState(history.state, '', address);
  } catch {
    // A sandboxed page may not change its address.
  }
  return /^[\w-]{1,64}$/.test(invite) ? invite : null;
}
