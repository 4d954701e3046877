import type { ClientMessage } from '../../src/protocol/messages.js';
import { refuse } from '../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { LEASE_RESTART_GRACE_MS } from './broadcast/lease.js';
import { credentialsMinted, mintFailed, resumeMinting } from './broadcast/lifecycle.js';
import { reported } from './broadcast/reports.js';
import { measured, sessionOver, usageReported, usageUnreported } from './broadcast/usage.js';
import { answer, type Step, send } from './context.js';
import type { Asked, Input, Said, Visitor } from './input.js';
import { switchVote } from './mode.js';
import { act } from './moderation/actions.js';
import { type Actor, heardFromOutside } from './moderation/audit.js';
import { banOn, maySpeak } from './moderation/restrictions.js';
import { displayName } from './people/names.js';
import {
  allDropped,
  closed,
  joined,
  newParticipant,
  renamed,
  renewed,
} from './people/participants.js';
import { settleInFlight } from './prompts/dispatch.js';
import { findPrompt, receiptOf, refusedReceipt } from './prompts/prompts.js';
import { judged, resumeReviews } from './prompts/review.js';
import { submit, withdraw } from './prompts/submit.js';
import type { RoomState } from './state.js';
import { frameTaken } from './thumbnails.js';
import { settle, tick } from './tick.js';
import { policyOf, turnContext } from './turns.js';
import { openModeratorView } from './view/moderator-view.js';

/** What each input does to the room, before time has its say. */
export function handle(step: Step, input: Input): void {
  switch (input.type) {
    case 'restarted':
      return restarted(step, input);
    case 'joined':
      return joined(step, input.connection, input.visitor, input.hello);
    case 'closed':
      return closed(step, input.connection);
    case 'asked':
      return asked(step, input.request, input.caller, input.message);
    case 'renewed': {
      const outcome = renewed(step, input.connection, input.visitor);
      return answer(step, input.connection, input.id, outcome);
    }
    case 'judged':
      heardFromOutside(step, 'classifier', input.verdict.verdict !== 'none');
      return judged(step, input.promptId, input.verdict);
    case 'outside':
      return heardFromOutside(step, input.what, input.answers);
    case 'said':
      return said(step, input.connection, input.message);
    case 'minted':
      if (input.insteadOf !== undefined) sessionOver(step, input.insteadOf, step.now);
      return credentialsMinted(step, input.epoch, input.credentials);
    case 'mint-failed':
      return mintFailed(step, input.epoch, input.reason, input.retryAt);
    case 'handed-back':
      return sessionOver(step, input.epoch, step.now);
    case 'usage-reported':
      return usageReported(step, input.sessions, input.closes);
    case 'usage-unreported':
      return usageUnreported(step);
    case 'measured':
      return measured(step, input.epoch, input.no, input.seconds);
    case 'audience':
      step.state.audience.watching = input.watching;
      return;
    case 'woke':
      return;
  }
}

/**
 * The room was gone for a while. First the clocks are stopped at the last moment it was there, so
 * that a turn goes on with the time it had; they run again when the conductor is back.
 */
function restarted(step: Step, input: Extract<Input, { type: 'restarted' }>): void {
  const { entropy, hasClassifier = false, hasLedger = false, streamSeconds } = input;
  const { broadcast, clock, outside, usage } = step.state;
  // What an earlier version stored has no secret, and not every rule.
  step.state.entropy ||= entropy;
  step.state.rules.values = { ...DEFAULT_RULES, ...step.state.rules.values };
  outside.hasClassifier = hasClassifier;
  usage.hasLedger = hasLedger;
  if (streamSeconds !== undefined) broadcast.streamMs = streamSeconds * 1000;
  usage.askedAt = null;
  usage.retryAt = null;
  if (!hasLedger) usage.closes = null;
  clock.boot += 1;
  if (clock.boot === 1) return;
  allDropped(step, LEASE_RESTART_GRACE_MS);
  // Without a lease nobody is left to answer for it.
  if (step.state.lease === null) {
    settleInFlight(step, { status: 'unconfirmed', reason: 'stream-ended' });
  }
  const downMs = Math.max(0, step.now - clock.steppedAt);
  const before = { ...step, now: clock.steppedAt };
  if (downMs > 0) settle(before.now, () => tick(before));
  resumeReviews(step, downMs);
  resumeMinting(step);
}

function said(step: Step, connection: string, message: Said): void {
  const { state, now } = step;
  const from = state.connections[connection];
  if (from === undefined) return;
  // The timer may be a moment late: nobody is heard after their token has expired.
  if (from.expiresAt !== null && from.expiresAt <= now) return;
  const { who } = from;
  from.heardAt = now;
  if (message.type === 'here') return;
  if (state.participants[who]?.role === 'viewer' && !MAY_VIEWERS.has(message.type)) {
    return refuseViewer(step, connection, message);
  }
  if (LINES_UP.has(message.type)) {
    const outcome = maySpeak(state, who, now);
    if (!outcome.ok) return answer(step, connection, 'id' in message ? message.id : null, outcome);
  }
  switch (message.type) {
    case 'prompt':
      return submit(step, connection, who, message);
    case 'withdraw':
      return withdraw(step, connection, who, message.id, message.promptId);
    case 'typing':
      policyOf(step).act(state.turns, who, message, turnContext(step));
      return;
    case 'rename':
      return renamed(step, who, message.name);
    case 'conductor':
      return reported(step, connection, message.report);
    case 'frame':
      return frameTaken(step, connection, message.promptId, message.jpeg);
    case 'switch-vote':
      return answer(step, connection, message.id, switchVote(step, who, message.mode));
    case 'act':
      return answer(step, connection, message.id, act(step, actorOf(state, who), message.act));
    case 'desk':
      return answer(
        step,
        connection,
        message.id,
        openModeratorView(state, connection, message.open),
      );
    default: {
      const outcome = policyOf(step).act(state.turns, who, message, turnContext(step));
      return answer(step, connection, message.id, outcome);
    }
  }
}

/** What viewers may say. */
const MAY_VIEWERS: ReadonlySet<ClientMessage['type']> = new Set([
  'typing',
  'rename',
  'conductor',
  'frame',
  'skip-vote',
  'switch-vote',
  'vote',
]);

/** What leads to a prompt, and so is not for the muted; the gate checks the prompts themselves. */
const LINES_UP: ReadonlySet<ClientMessage['type']> = new Set(['request-turn', 'take-turn']);

function refuseViewer(step: Step, connection: string, message: ClientMessage): void {
  const { now } = step;
  const refusal = refuse('not-allowed');
  if (message.type === 'prompt') {
    const receipt = refusedReceipt(message.id, '', now, refusal);
    return send(step, connection, { type: 'receipt', now, receipt });
  }
  answer(step, connection, 'id' in message ? message.id : null, refusal);
}

function actorOf({ participants }: RoomState, id: string): Actor {
  const { name = '', role = 'viewer' } = participants[id] ?? {};
  return { id, name, role };
}

/** Somebody asks over HTTP; the server has checked that they may ask at all. */
function asked(step: Step, request: string, caller: Visitor, message: Asked): void {
  const { state, now } = step;
  const { id, role } = caller;
  const name = displayName(caller.name, id);
  if (banOn(state, caller, now) !== null) {
    return answer(step, request, message.id, refuse('banned'));
  }
  if (message.type === 'act') {
    return answer(step, request, message.id, act(step, { id, name, role }, message.act));
  }
  if (message.type === 'withdraw') return withdraw(step, request, id, message.id, message.promptId);
  if (!caller.isProgram) return answer(step, request, message.id, refuse('not-allowed'));
  state.participants[id] ??= { ...newParticipant(now), name, role };
  submit(step, request, id, message, 'api');
  const prompt = findPrompt(state, message.id);
  if (prompt?.by !== id) return;
  send(step, request, { type: 'receipt', now, receipt: receiptOf(prompt) });
}
