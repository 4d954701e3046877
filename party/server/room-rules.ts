import * as v from 'valibot';
import { guess } from '../../src/protocol/nearest.js';
import {
  KNOBS,
  misfit,
  RULE_NAMES,
  type RulesPatch,
  RulesSchema,
  switchableModes,
  toKebab,
} from '../../src/protocol/rules.js';
import { deadEntries, unmatchable } from '../room/text/word-list.js';
import type { Policies } from '../turns/policies.js';
import { isRoomPattern, nearestRoomPattern } from './admission.js';

/** Rules that the environment fixes, for the rooms whose names match. */
export interface FixedRules {
  readonly rooms: string;
  readonly rules: RulesPatch;
}

const NO_JSON = 'must be JSON such as {"opens":"visit","lobby":{"turn-seconds":20}}';

/**
 * What `ROOM_RULES` says. Its entries are rules, for all rooms, or the names of rooms with the rules of
 * these; a rule is no object, so one cannot be taken for the other. Names are as in HTML or as over HTTP.
 */
export const FixedRulesSchema = v.optional(
  v.pipe(
    v.unknown(),
    v.rawTransform<unknown, readonly FixedRules[]>(({ dataset, addIssue, NEVER }) => {
      const given = typeof dataset.value === 'string' ? jsonOf(dataset.value) : dataset.value;
      if (!isObject(given)) {
        addIssue({ message: NO_JSON });
        return NEVER;
      }
      const entries = Object.entries(given);
      const forAll = Object.fromEntries(entries.filter(([, value]) => !isObject(value)));
      const named = entries.filter(([, value]) => isObject(value));
      return [['*', forAll] as const, ...named].map(([rooms, those]) => {
        const { rules, problem } = readRules(those);
        if (problem !== null) addIssue({ message: problem });
        if (!isRoomPattern(rooms))
          addIssue({
            message: `has "${rooms}" with rules, which is the name of no room${nearestRoom(rooms)}`,
          });
        return { rooms, rules };
      });
    }),
  ),
  {},
);

/** A sentence that names a mode which this room server does not have; null where it has all. */
export function unknownMode(fixed: readonly FixedRules[], policies: Policies): string | null {
  const named = fixed.flatMap(({ rules: { turns, switchable = '' } }) => [
    ...(turns === undefined ? [] : [turns]),
    ...switchableModes({ switchable }),
  ]);
  const mode = named.find((name) => !policies.has(name));
  if (mode === undefined) return null;
  return `ROOM_RULES names the mode "${mode}", which is not known here${guess(mode, [...policies.keys()])}.`;
}

function readRules(given: object): { rules: RulesPatch; problem: string | null } {
  const rules: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(given)) {
    const name = RULE_NAMES.find((known) => known === written || toKebab(known) === written);
    if (name === undefined) {
      const meant = guess(written, RULE_NAMES.map(toKebab));
      return { rules, problem: `has "${written}", which is no rule${meant}` };
    }
    // A number may be written as in HTML.
    const isText = name in KNOBS && typeof value === 'string' && value.trim() !== '';
    const read = v.safeParse(RulesSchema.entries[name], isText ? Number(value) : value);
    if (!read.success) {
      const why = misfit(name, quoted(value));
      return { rules, problem: `has "${toKebab(name)}" with a value that ${why}` };
    }
    const [dead] = name === 'blockedWords' ? deadEntries(String(value)) : [];
    if (dead !== undefined) return { rules, problem: `has ${unmatchable(dead)}` };
    rules[name] = read.output;
  }
  return { rules, problem: null };
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nearestRoom(rooms: string): string {
  const better = nearestRoomPattern(rooms);
  return better === null ? '' : `: write "${better}"`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
