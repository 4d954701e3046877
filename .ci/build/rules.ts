import type * as v from 'valibot';
import {
  DEFAULT_RULES,
  KNOBS,
  type KnobName,
  RULE_EXAMPLES,
  RULE_NAMES,
  type Rules,
  RulesSchema,
  TURN_MODES,
  toKebab,
} from '../../src/protocol/rules.js';
import { RULE_MEANINGS } from '../docs/meanings.js';

/** What may be written for a rule. */
export type RuleValues =
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly fraction: boolean;
    }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly isOpen: boolean }
  | { readonly kind: 'text'; readonly longest: number | null; readonly example: string | null };

/** A rule as the attribute that it can be. */
export interface RuleAttribute {
  readonly name: string;
  readonly rule: keyof Rules;
  readonly values: RuleValues;
  readonly usual: string;
  /** In Markdown, with links within docs/reference. */
  readonly meaning: string;
}

export const RULE_ATTRIBUTES: readonly RuleAttribute[] = RULE_NAMES.map((rule) => ({
  name: toKebab(rule),
  rule,
  values: valuesOf(rule),
  usual: String(DEFAULT_RULES[rule]),
  meaning: RULE_MEANINGS[rule],
}));

function valuesOf(rule: keyof Rules): RuleValues {
  if (rule in KNOBS) {
    const { min, max, ...knob } = KNOBS[rule as KnobName];
    return { kind: 'number', min, max, fraction: 'fraction' in knob };
  }
  // A site may add modes of its own.
  if (rule === 'turns') return { kind: 'choice', choices: TURN_MODES, isOpen: true };
  const schema: v.GenericSchema & { options?: unknown; pipe?: unknown } = RulesSchema.entries[rule];
  if (Array.isArray(schema.options)) {
    return { kind: 'choice', choices: schema.options as string[], isOpen: false };
  }
  const steps = Array.isArray(schema.pipe)
    ? (schema.pipe as { type: string; requirement?: unknown }[])
    : [];
  const longest = steps.find(({ type }) => type === 'max_length')?.requirement;
  return {
    kind: 'text',
    longest: typeof longest === 'number' ? longest : null,
    example: rule in RULE_EXAMPLES ? RULE_EXAMPLES[rule as keyof typeof RULE_EXAMPLES] : null,
  };
}
