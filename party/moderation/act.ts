import { ACT_ROLES, type Act, type ActName } from '../../src/protocol/acts.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { Role } from '../../src/protocol/view.js';
import { cleanText } from '../gate/text.js';
import { pause, resume, start, stop } from '../room/host-word.js';
import { changeRules } from '../room/mode.js';
import type { Step } from '../room/step-context.js';
import { announce } from './announce.js';
import { approvePrompt, refusePrompt } from './approvals.js';
import { type Audited, audit, DONE } from './audit.js';
import { ban, unban } from './bans.js';
import { invite, revoke } from './invites.js';
import { lock, unlock } from './locks.js';
import { mute, unmute } from './mute.js';
import { panic } from './panic.js';
import { remove } from './remove.js';
import { skip } from './skip.js';
import { undo } from './undo.js';

/** Who does something: known to the room or not, by a socket or over HTTP. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

type Acting<Name extends ActName> = (
  step: Step,
  act: Extract<Act, { act: Name }>,
  actor: Actor,
) => Audited;

/** The table of acts: the only place that knows what does which. */
const ACTS: { readonly [Name in ActName]?: Acting<Name> } = {
  start: (step) => ({ outcome: start(step) }),
  stop: (step) => ({ outcome: stop(step) }),
  pause: (step) => ({ outcome: pause(step) }),
  resume: (step) => ({ outcome: resume(step) }),
  rules: (step, { rules }) => {
    const outcome = changeRules(step, rules);
    return { ...DONE, outcome, about: JSON.stringify(rules) };
  },
  skip,
  lock,
  unlock,
  panic,
  undo,
  announce,
  invite,
  revoke,
  approve: approvePrompt,
  refuse: refusePrompt,
  remove,
  mute,
  unmute,
  ban,
  unban,
};

/** Does what a moderator or host asks for, if it is his to do, and writes it down. */
export function act(step: Step, actor: Actor, wanted: Act): Outcome {
  // Others read it: one line without anything that could pass for something else.
  const asked = 'why' in wanted ? { ...wanted, why: cleanText(wanted.why) } : wanted;
  if (!ACT_ROLES[asked.act].includes(actor.role)) return refuse('not-allowed');
  const perform = ACTS[asked.act] as Acting<ActName> | undefined;
  if (perform === undefined) return refuse('not-allowed');
  const done = perform(step, asked, actor);
  if (done.outcome.ok) audit(step, actor, asked, done);
  return done.outcome;
}
