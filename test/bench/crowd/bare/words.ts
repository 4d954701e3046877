/** What a server says that has no room behind it, in messages as long as a room's. */

const WELCOME = JSON.stringify({ type: 'welcome', identity: null, snapshot: 'x'.repeat(1_400) });

/** The answer to one alone; null for what all are to be told. */
export function answerOf(message: string): string | null {
  if (message.startsWith('{"type":"ping"')) return '{"type":"pong"}';
  return message.startsWith('{"type":"hello"') ? WELCOME : null;
}

/** A change as long as an announcement of the room. */
export function changeNow(): string {
  const room = { announcement: { text: 'x'.repeat(40), at: Date.now() } };
  return JSON.stringify({ type: 'delta', seq: 1, now: Date.now(), room });
}
