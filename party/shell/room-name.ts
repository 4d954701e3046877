/** `/parties/{party}/{room}`; PartyKit also takes `/party/{room}` for its main party. */
const PATH = /^\/(?:parties\/[^/]+|party)\/([^/]+)/;

/**
 * The room that an address means. Both platforms keep one object per spelling, so a name has one
 * spelling only; null for any other, which would be a room beside it with the same name and rights.
 */
export function roomName(url: string): string | null {
  const spelled = PATH.exec(new URL(url).pathname)?.[1];
  if (spelled === undefined) return null;
  try {
    const name = decodeURIComponent(spelled);
    return encodeURIComponent(name) === spelled ? name : null;
  } catch {
    return null;
  }
}
