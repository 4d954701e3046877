import type { HistoryEntry } from '../../../src/protocol/records.js';
import type { WorldLog } from '../../bench/measure/world-log.js';
import type { Asked } from './audience.js';
import type { Site } from './site.js';

/** What became of the prompts of one room, or of several. */
export interface Account {
  asked: number;
  applied: number;
  /** Refused, or expired before it was performed. */
  refused: number;
  unconfirmed: number;
  /** Without a final receipt; or accepted, and not in the history; or said to be applied, and not. */
  lost: number;
  /** Performed twice, in the history twice, or told two ends. */
  doubled: number;
  /** Said not to have been performed, and performed. */
  untrue: number;
  /** How many sessions at most performed prompts of one room between one another's first and last. */
  leaders: number;
  /** What was lost, doubled or untrue, in words. */
  readonly broken: string[];
}

export function noAccount(): Account {
  const counts = { asked: 0, applied: 0, refused: 0, unconfirmed: 0, lost: 0, doubled: 0 };
  return { ...counts, untrue: 0, leaders: 0, broken: [] };
}

/** Counts from the outside: what was told, what the world performed, and what the history says. */
export function addRoom(
  to: Account,
  asked: readonly Asked[],
  log: WorldLog,
  history: readonly HistoryEntry[],
): void {
  const performed = log.performed();
  const written = new Map<string, HistoryEntry[]>();
  for (const entry of history) written.set(entry.text, [...(written.get(entry.text) ?? []), entry]);
  for (const one of asked)
    addPrompt(to, one, performed.get(one.text) ?? 0, written.get(one.text) ?? []);
  const texts = new Set(asked.map(({ text }) => text));
  to.leaders = Math.max(
    to.leaders,
    leadersAtOnce(log.prompts().filter(({ text }) => texts.has(text))),
  );
}

function addPrompt(
  to: Account,
  { text, isAccepted, finals }: Asked,
  times: number,
  written: readonly HistoryEntry[],
): void {
  to.asked += 1;
  const [status = null] = finals.keys();
  if (status === 'applied' || status === 'unconfirmed') to[status] += 1;
  else if (status !== null) to.refused += 1;
  const breaks = (what: 'lost' | 'doubled' | 'untrue', why: string) => {
    to[what] += 1;
    const told = [...finals].map(([name, reason]) => `${name} (${reason})`).join(' and ');
    to.broken.push(`${text}: ${why}; told ${told || 'nothing'}, performed ${times} times`);
  };
  if (status === null) return breaks('lost', 'without a receipt');
  if (status === 'applied' && times === 0) return breaks('lost', 'not performed');
  if (isAccepted && written.length === 0) return breaks('lost', 'not in the history');
  if (times > 1 || finals.size > 1 || written.length > 1) return breaks('doubled', 'twice');
  if (written.some((entry) => entry.status !== status)) {
    return breaks('doubled', `the history says ${written[0]?.status}`);
  }
  const reason = finals.get(status);
  const isUntouched = !['applied', 'unconfirmed'].includes(status) && reason !== 'world-refused';
  if (isUntouched && times > 0) breaks('untrue', 'performed');
}

function leadersAtOnce(prompts: readonly { session: string; at: number }[]): number {
  const spans = new Map<string, { from: number; to: number }>();
  for (const { session, at } of prompts) {
    const span = spans.get(session) ?? { from: at, to: at };
    spans.set(session, { from: Math.min(span.from, at), to: Math.max(span.to, at) });
  }
  const all = [...spans.values()];
  return Math.max(
    0,
    ...all.map(({ from }) => all.filter((span) => span.from <= from && from <= span.to).length),
  );
}

export async function historyOf(site: Site, room: string): Promise<readonly HistoryEntry[]> {
  const all: HistoryEntry[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const path = `/prompts?limit=100&order=oldest&after=${after}`;
    const page = (await site.read(room, path)) as {
      prompts: HistoryEntry[];
      next: number | null;
    };
    all.push(...page.prompts);
    after = page.next;
  }
  return all;
}

/** The sessions that hold a place at the world, and since when. */
export function heldSessions(log: WorldLog): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const { event, session, at } of log.read()) {
    if (event === 'session-provisioned') held.set(String(session), at);
    if (event === 'session-ended') held.delete(String(session));
    if (event === 'killed') held.clear();
  }
  return held;
}
