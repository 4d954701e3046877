import * as v from 'valibot';
import {
  KNOBS,
  type KnobName,
  RULE_NAMES,
  type Rules,
  type RulesPatch,
  RulesSchema,
  TURN_MODES,
} from './rules.js';

/** `turnSeconds` as HTML and HTTP callers write it: `turn-seconds`. */
export function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A rule that was not taken, in words for the embed's author. */
export interface RuleProblem {
  readonly attribute: string;
  readonly message: string;
}

/**
 * Reads rules written as text, as HTML attributes give them (keys in kebab case). What is absent
 * stays absent; what is wrong is left out and named.
 */
export function rulesFromText(text: Readonly<Record<string, string | null>>): {
  rules: RulesPatch;
  problems: RuleProblem[];
} {
  const rules: Record<string, unknown> = {};
  const problems: RuleProblem[] = [];
  for (const name of RULE_NAMES) {
    const attribute = toKebab(name);
    const written = text[attribute];
    if (written === null || written === undefined) continue;
    const value = name in KNOBS ? (written.trim() === '' ? Number.NaN : Number(written)) : written;
    const result = v.safeParse(RulesSchema.entries[name], value);
    if (result.success) rules[name] = result.output;
    else problems.push({ attribute, message: explain(name, written) });
  }
  return { rules: rules as RulesPatch, problems };
}

/** What has a form of its own, which a list of choices cannot show. */
export const RULE_EXAMPLES = {
  hours: 'mo-fr 09:00-18:00, sa 20:00-02:00',
  timeZone: 'Europe/Berlin',
};

/** Whether a rule is one of those. */
export function isOfOwnForm(name: string): name is keyof typeof RULE_EXAMPLES {
  return name in RULE_EXAMPLES;
}

function explain(name: keyof Rules, written: string): string {
  const attribute = toKebab(name);
  if (name in KNOBS) {
    const { min, max, default: usual } = KNOBS[name as KnobName];
    return `${attribute}="${written}" is not a number from ${min} to ${max}; the usual ${usual} is used.`;
  }
  if (isOfOwnForm(name)) {
    const example = RULE_EXAMPLES[name];
    return `${attribute}="${written.slice(0, 40)}" is not understood. Write it like "${example}".`;
  }
  const schema = RulesSchema.entries[name];
  const options = name === 'turns' ? TURN_MODES : 'options' in schema ? schema.options : [];
  const choices = options.length > 0 ? ` Use one of: ${options.join(', ')}.` : '';
  return `${attribute}="${written.slice(0, 40)}" is not understood.${choices}`;
}
