/** An id for a message or a prompt that came without one; nobody can guess it. */
export function newMessageId(): string {
  return crypto.randomUUID();
}

/** The id of a prompt by its author's key: the same every time, and nobody else's. */
export async function idFromKey(who: string, key: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${who}\n${key}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `k-${[...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
