import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { ReceiptStatus } from '../../src/protocol/receipt.js';
import type { PromptWay } from '../../src/protocol/records.js';
import { passGate } from '../gate/gate.js';
import { RATE_WINDOW_MS } from '../gate/rate.js';
import { cleanText } from '../gate/text.js';
import { findPrompt, moveOn, receiptOf, refusedReceipt } from './prompts.js';
import type { Participant, Prompt } from './state.js';
import { answer, type Step, send } from './step-context.js';
import { policyOf, turnContext } from './turn-context.js';

/** What did not reach the world may be asked for again; so may, by its author, what perhaps did not. */
const NEVER_CAME: ReadonlySet<ReceiptStatus> = new Set(['refused', 'withdrawn', 'expired']);

/** How many accepted ids a participant is remembered by. */
const ACCEPTED_KEPT = 20;

/** A visitor's prompt arrives: through the gate, then to the turn policy, with a receipt each way. */
export function submit(
  step: Step,
  connection: string,
  who: string,
  { id, text: raw }: { readonly id: string; readonly text: string },
  via: PromptWay = 'crowd',
): void {
  const { state, now } = step;
  const participant = state.participants[who];
  if (participant === undefined) return;
  const known = findPrompt(state, id);
  if (known !== null) return repeatReceipt(step, connection, who, known);
  if (participant.accepted.includes(id)) {
    // Long settled and forgotten: what became of it is not known any more, but it is not sent again.
    const receipt = refusedReceipt(id, '', now, refuse('id-taken'));
    return send(step, connection, { type: 'receipt', now, receipt });
  }
  const text = cleanText(raw);
  const outcome = judge(step, who, participant, id, text);
  participant.sentAt = [...participant.sentAt.filter((at) => at > now - RATE_WINDOW_MS), now].slice(
    -state.rules.values.promptsPerMinute,
  );
  if (!outcome.ok) {
    const receipt = refusedReceipt(id, text.slice(0, state.rules.values.maxLength), now, outcome);
    return send(step, connection, { type: 'receipt', now, receipt });
  }
  participant.accepted = [...participant.accepted, id].slice(-ACCEPTED_KEPT);
  state.prompts.push(newPrompt(id, { who, name: participant.name, via }, text, now));
  const prompt = findPrompt(state, id);
  if (prompt !== null) moveOn(step, prompt, { status: 'waiting' });
}

/** An author takes back a prompt that has not been sent. */
export function withdraw(
  step: Step,
  connection: string,
  who: string,
  id: string,
  promptId: string,
) {
  const prompt = findPrompt(step.state, promptId);
  const mine = prompt !== null && prompt.by === who && prompt.status === 'waiting';
  if (mine) moveOn(step, prompt, { status: 'withdrawn', reason: null });
  answer(step, connection, id, mine ? ACCEPTED : refuse('not-waiting'));
}

function judge(
  step: Step,
  who: string,
  { sentAt }: Participant,
  id: string,
  text: string,
): Outcome {
  const { state, now } = step;
  const recent = state.prompts.filter(
    ({ status, by }) => !NEVER_CAME.has(status) && !(status === 'unconfirmed' && by === who),
  );
  const lock = state.locks.prompts;
  const passed = passGate({ now, rules: state.rules.values, text, sentAt, recent, lock });
  return passed.ok ? policyOf(step).submit(state.turns, who, turnContext(step), id) : passed;
}

/** The same id again: a page that lost the answer asks for it, anyone else gets none. */
function repeatReceipt(step: Step, connection: string, who: string, known: Prompt): void {
  const { now } = step;
  const receipt =
    known.by === who ? receiptOf(known) : refusedReceipt(known.id, '', now, refuse('id-taken'));
  send(step, connection, { type: 'receipt', now, receipt });
}

export function newPrompt(
  id: string,
  { who, name, via }: { who: string; name: string; via: PromptWay },
  text: string,
  at: number,
): Prompt {
  const nothing = { appliedText: null, reason: null, retryAt: null, limit: null };
  return { id, by: who, name, via, text, status: 'waiting', held: null, ...nothing, at };
}
