import type { Rules, RulesPatch } from '../../src/protocol/rules.js';
import { POLICIES } from '../turns/policies.js';
import type { RoomState } from './state.js';

/**
 * Rules in HTML are a proposal: the first embed that may set them sets them, and from then on the
 * room's own rules stand. Returns whether what the embed asked for is what the room does.
 */
export function adoptRules(state: RoomState, wanted: RulesPatch | null, maySet: boolean): boolean {
  const asked = Object.entries(wanted ?? {});
  const { rules } = state;
  if (maySet && !rules.adopted && asked.length > 0) {
    const before: string = rules.values.turns;
    Object.assign(rules.values, wanted);
    rules.adopted = true;
    if (rules.values.turns !== before) state.turns = POLICIES[rules.values.turns].start();
  }
  return asked.every(([name, value]) => rules.values[name as keyof Rules] === value);
}
