import { refuse } from '../../src/protocol/reasons.js';
import type { Rules, RulesPatch } from '../../src/protocol/rules.js';
import { changeRules, unknownRules } from './mode.js';
import { answer, type Step } from './step-context.js';

/**
 * Rules in HTML are a proposal: the first embed that may set them sets them, and from then on the
 * room's own rules stand. A mode that the room does not have is left out, and named. Returns
 * whether what the embed asked for is what the room does.
 */
export function adoptRules(
  step: Step,
  connection: string,
  wanted: RulesPatch | null,
  maySet: boolean,
): boolean {
  const asked = Object.entries(wanted ?? {});
  const { rules } = step.state;
  if (maySet && !rules.adopted && wanted !== null && asked.length > 0) {
    const unknown: readonly string[] = unknownRules(step.policies, wanted);
    const known = asked.filter(([name]) => !unknown.includes(name));
    if (unknown.length > 0) answer(step, connection, null, refuse('unknown-mode'));
    if (known.length > 0) changeRules(step, Object.fromEntries(known));
  }
  return asked.every(([name, value]) => rules.values[name as keyof Rules] === value);
}
