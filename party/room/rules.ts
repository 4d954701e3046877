import type { Rules, RulesPatch } from '../../src/protocol/rules.js';
import { changeRules } from './mode.js';
import type { Step } from './step-context.js';

/**
 * Rules in HTML are a proposal: the first embed that may set them sets them, and from then on the
 * room's own rules stand. Returns whether what the embed asked for is what the room does.
 */
export function adoptRules(step: Step, wanted: RulesPatch | null, maySet: boolean): boolean {
  const asked = Object.entries(wanted ?? {});
  const { rules } = step.state;
  if (maySet && !rules.adopted && wanted !== null && asked.length > 0) changeRules(step, wanted);
  return asked.every(([name, value]) => rules.values[name as keyof Rules] === value);
}
