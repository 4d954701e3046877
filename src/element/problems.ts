import type { ClientView } from '../client/index.js';
import type { ProblemInWords } from './events.js';
import { explain, type Words } from './words.js';

/** A failure that began with this change. */
export function problemBetween(
  before: ClientView,
  after: ClientView,
  words: Words,
): ProblemInWords | null {
  const reason = failureOf(after);
  if (reason === null || reason === failureOf(before)) return null;
  return { reason, message: explain(words, { reason }, null) };
}

function failureOf({ connection, room }: ClientView) {
  if (connection.status === 'refused') return connection.reason;
  return room?.life.phase === 'failed' ? room.life.reason : null;
}
