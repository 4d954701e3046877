import type { ClientMessage, Hello } from '../../src/protocol/client-messages.js';
import type { ConductorReport } from '../../src/protocol/conducting.js';
import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import type { Role } from '../../src/protocol/view.js';
import { advance } from './advance.js';
import { performed } from './dispatch.js';
import type { Input } from './input.js';
import { isCurrent, LEASE_RESTART_GRACE_MS, tellToEnd } from './lease.js';
import {
  failOpening,
  goLive,
  lendCredentials,
  mintAnew,
  start,
  stop,
  streamEnded,
} from './life.js';
import { changeRules } from './mode.js';
import { allDropped, closed, joined, letGo, opened, renamed } from './participants.js';
import { refusedReceipt } from './prompts.js';
import { answer, type Step, send } from './step-context.js';
import { submit, withdraw } from './submit.js';
import { switchVote } from './switching.js';
import { policyOf, turnContext } from './turn-context.js';

/** What each input does to the room, before time has its say. */
export function handle(step: Step, input: Input): void {
  const { state } = step;
  switch (input.type) {
    case 'restarted':
      return restarted(step, input.entropy);
    case 'opened':
      return opened(step, input.connection);
    case 'joined':
      return joined(step, input.connection, input.visitor, input.hello);
    case 'closed':
      return closed(step, input.connection);
    case 'garbled':
      return answer(step, input.connection, input.id, refuse(input.reason));
    case 'said':
      return said(step, input.connection, input.message);
    case 'minted':
      return lendCredentials(step, input.epoch, input.credentials);
    case 'mint-failed':
      if (input.epoch === state.meta.epoch) failOpening(step, input.reason, input.retryAt);
      return;
    case 'woke':
      return letGo(step);
  }
}

/**
 * The room was gone for a while. First the clocks are stopped at the last moment it was there, so
 * that a turn goes on with the time it had; they run again when the conductor is back.
 */
function restarted(step: Step, entropy: string): void {
  const { meta } = step.state;
  // What an earlier version stored has no secret, and not every rule.
  meta.entropy ||= entropy;
  step.state.rules.values = { ...DEFAULT_RULES, ...step.state.rules.values };
  meta.boot += 1;
  if (meta.boot === 1) return;
  allDropped(step, LEASE_RESTART_GRACE_MS);
  if (meta.steppedAt < step.now) advance({ ...step, now: meta.steppedAt });
  mintAnew(step);
}

function said(step: Step, connection: string, message: Exclude<ClientMessage, Hello>): void {
  const { state, now } = step;
  const from = state.connections[connection];
  if (from === undefined) return;
  from.heardAt = now;
  const { who } = from;
  if (message.type === 'ping') return send(step, connection, { type: 'pong', now });
  if (who === null) {
    return answer(step, connection, 'id' in message ? message.id : null, refuse('hello-first'));
  }
  if (state.participants[who]?.role === 'viewer' && !MAY_VIEWERS.has(message.type)) {
    return refuseViewer(step, connection, message);
  }
  switch (message.type) {
    case 'prompt':
      return submit(step, connection, who, message.id, message.text);
    case 'withdraw':
      return withdraw(step, connection, who, message.id, message.promptId);
    case 'typing':
      policyOf(step).act(state.turns, who, message, turnContext(step));
      return;
    case 'rename':
      return renamed(step, who, message.name);
    case 'conductor':
      return reported(step, connection, message.report);
    case 'switch-vote':
      return answer(step, connection, message.id, switchVote(step, who, message.mode));
    case 'set-rules':
    case 'lock':
    case 'unlock':
    case 'start':
    case 'stop':
      return direct(step, connection, who, message);
    default: {
      const outcome = policyOf(step).act(state.turns, who, message, turnContext(step));
      return answer(step, connection, message.id, outcome);
    }
  }
}

/** What somebody may say whom the site lets only watch. */
const MAY_VIEWERS: ReadonlySet<ClientMessage['type']> = new Set([
  'typing',
  'rename',
  'conductor',
  'skip-vote',
  'switch-vote',
  'vote',
]);

function refuseViewer(step: Step, connection: string, message: ClientMessage): void {
  const { now } = step;
  const refusal = refuse('not-allowed');
  if (message.type === 'prompt') {
    const receipt = refusedReceipt(message.id, '', now, refusal);
    return send(step, connection, { type: 'receipt', now, receipt });
  }
  answer(step, connection, 'id' in message ? message.id : null, refusal);
}

type Direction = Extract<
  ClientMessage,
  { type: 'lock' | 'unlock' | 'start' | 'stop' | 'set-rules' }
>;

const NEEDED_ROLE: Readonly<Record<Direction['type'], readonly Role[]>> = {
  lock: ['moderator', 'host'],
  unlock: ['moderator', 'host'],
  start: ['host'],
  stop: ['host'],
  'set-rules': ['host'],
};

/** What only moderators and hosts may do. */
function direct(step: Step, connection: string, who: string, message: Direction): void {
  const { state, now } = step;
  const role = state.participants[who]?.role ?? 'viewer';
  if (!NEEDED_ROLE[message.type].includes(role)) {
    return answer(step, connection, message.id, refuse('not-allowed'));
  }
  switch (message.type) {
    case 'lock':
      state.lock = { until: message.seconds === 0 ? 0 : now + message.seconds * 1000 };
      break;
    case 'unlock':
      state.lock = null;
      break;
    case 'start':
      start(step);
      break;
    case 'stop':
      stop(step);
      break;
    case 'set-rules':
      return answer(step, connection, message.id, changeRules(step, message.rules));
  }
  answer(step, connection, message.id, ACCEPTED);
}

/** A conductor's word. From one whose epoch is over it only shows that it must be told to end. */
function reported(step: Step, connection: string, report: ConductorReport): void {
  const { state, now } = step;
  if (!isCurrent(state, connection, report) || state.lease === null) {
    if (report.report !== 'ended') tellToEnd(step, connection, report.epoch);
    return;
  }
  state.lease.heardAt = now;
  switch (report.report) {
    case 'heartbeat':
      return;
    case 'connected':
      step.effects.push({ type: 'spent', epoch: report.epoch });
      return;
    case 'broadcasting':
      return goLive(step, report);
    case 'performed':
      return performed(step, report.promptId, report.outcome);
    case 'ended':
      return streamEnded(step, report.reason);
  }
}
