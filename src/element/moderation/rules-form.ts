import { html, nothing, type TemplateResult } from 'lit';
import {
  isOfOwnForm,
  KNOB_NAMES,
  KNOBS,
  type KnobName,
  RULE_EXAMPLES,
  type Rules,
  type RulesPatch,
  rulesFromText,
  switchableModes,
  TURN_MODES,
  toKebab,
} from '../../protocol/rules.js';
import { TURN_MODE_DISPLAY } from '../../protocol/turn-modes.js';
import { modeName } from '../modes/mode-names.js';
import { ruleLabel } from './moderation-words.js';
import type { Panel } from './panel.js';

type TextRule = keyof typeof RULE_EXAMPLES;
type ChoiceRule = 'approval' | 'requireModerator' | 'opens' | 'replay';
/** The rules that the form can change: all numbers, and what else a host needs while a room runs. */
type FormRule = KnobName | TextRule | ChoiceRule;

/** How far an arrow key moves a share. */
const SHARE_STEP = 0.05;

/** Drawn beside what it belongs to, rather than among the numbers of every mode. */
const BESIDE_HOURS = 'lingerSeconds' satisfies KnobName;

/**
 * The rules being edited. What the host has not touched follows the room; what they have touched
 * stays theirs until the room has taken it, and only that is sent.
 */
export class RulesForm {
  private touched: Partial<Record<FormRule, string>> = {};

  draw(panel: Panel): TemplateResult {
    const { say, room, tell } = panel;
    const choose = (name: ChoiceRule, choices: Readonly<Record<string, string>>) =>
      field(name, say, this.select(name, choices, panel));
    const submit = async (event: Event) => {
      event.preventDefault();
      const wrong = this.wrong(panel);
      if (wrong !== null) return tell(wrong);
      const changed = this.changed(room.rules);
      if (Object.keys(changed).length === 0) return tell(say.nothingChanged);
      if ((await panel.act({ act: 'rules', rules: changed })) === null) this.touched = {};
      panel.redraw();
    };
    return html`<form class="fields" novalidate @submit=${submit}>
      ${choose('approval', say.approvals)} ${choose('requireModerator', say.yesNo)}
      ${groupsOf(panel).map(({ of, title, rules }) =>
        this.group(title, rules, of === room.rules.turns, panel),
      )}
      ${choose('opens', say.openers)} ${field('hours', say, this.text('hours', panel))}
      ${field('timeZone', say, this.text('timeZone', panel))}
      ${field(BESIDE_HOURS, say, this.number(BESIDE_HOURS, panel))}
      ${choose('replay', say.replayers)}
      <button>${say.apply}</button>
    </form>`;
  }

  /** The numbers of one mode, open while that is the mode of the room. */
  private group(title: string, rules: readonly KnobName[], open: boolean, panel: Panel) {
    if (rules.length === 0) return nothing;
    return html`<details class="wide" ?open=${open}>
      <summary>${title}</summary>
      <div class="fields">${rules.map((name) => field(name, panel.say, this.number(name, panel)))}</div>
    </details>`;
  }

  private select(
    name: ChoiceRule,
    choices: Readonly<Record<string, string>>,
    panel: Panel,
  ): TemplateResult {
    const now = this.written(name, panel.room.rules);
    return html`<select name=${name} @change=${(event: Event) => this.touch(name, event, panel)}>
      ${Object.entries(choices).map(
        ([value, label]) =>
          html`<option value=${value} .selected=${value === now}>${label}</option>`,
      )}
    </select>`;
  }

  private number(name: KnobName, panel: Panel): TemplateResult {
    const knob = KNOBS[name];
    const isShare = 'fraction' in knob;
    const { rules } = panel.room;
    return html`<input
        name=${name}
        type="number"
        inputmode=${isShare ? 'decimal' : 'numeric'}
        min=${knob.min}
        max=${knob.max}
        step=${isShare ? SHARE_STEP : 1}
        aria-invalid=${this.isGood(name, rules) ? 'false' : 'true'}
        .value=${this.written(name, rules)}
        @input=${(event: Event) => this.touch(name, event, panel)}
      />
      <small>${panel.say.ruleMeanings[name]} ${panel.say.range(knob.min, knob.max, knob.default)}</small>`;
  }

  private text(name: TextRule, panel: Panel): TemplateResult {
    const { rules } = panel.room;
    return html`<input
      name=${name}
      autocomplete="off"
      placeholder=${RULE_EXAMPLES[name]}
      aria-invalid=${this.isGood(name, rules) ? 'false' : 'true'}
      .value=${this.written(name, rules)}
      @input=${(event: Event) => this.touch(name, event, panel)}
    />`;
  }

  /** What cannot be sent as it is written, and how it is to be written; null when all is well. */
  private wrong({ say, room }: Panel): string | null {
    const names = Object.keys(this.touched) as FormRule[];
    const wrong = names.find((name) => !this.isGood(name, room.rules));
    if (wrong === undefined) return null;
    if (isOfOwnForm(wrong)) return say.notUnderstood(ruleLabel(wrong, say), RULE_EXAMPLES[wrong]);
    const { min, max } = KNOBS[wrong as KnobName];
    return say.outOfRange(ruleLabel(wrong, say), min, max);
  }

  private touch(name: FormRule, { target }: Event, { redraw }: Panel): void {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    this.touched[name] = target.value;
    redraw();
  }

  private written(name: FormRule, rules: Rules): string {
    return this.touched[name] ?? String(rules[name]);
  }

  private isGood(name: FormRule, rules: Rules): boolean {
    const written = this.written(name, rules).trim();
    return rulesFromText({ [toKebab(name)]: written }).problems.length === 0;
  }

  private changed(rules: Rules): RulesPatch {
    const changes = Object.entries(this.touched)
      .map(([name, text]) => [name, name in KNOBS ? Number(text) : text] as const)
      .filter(([name, value]) => rules[name as FormRule] !== value);
    return Object.fromEntries(changes) as RulesPatch;
  }
}

function field(name: FormRule, say: Panel['say'], control: TemplateResult): TemplateResult {
  return html`<label><span>${ruleLabel(name, say)}</span>${control}</label>`;
}

/** Every known way of taking turns: the package's, and those that this room has besides. */
export function modesOf(rules: Rules): readonly string[] {
  return [...new Set([...TURN_MODES, rules.turns, ...switchableModes(rules)])];
}

/** All numbers: those of each mode, and those that matter in every mode. */
function groupsOf({ say, names }: Panel) {
  const isKnob = (name: keyof Rules): name is KnobName => name in KNOBS;
  const ofModes = TURN_MODES.map((of) => {
    const { rules } = TURN_MODE_DISPLAY[of];
    return { of, title: modeName(of, names), rules: rules.filter(isKnob) };
  });
  const placed = new Set<KnobName>([BESIDE_HOURS, ...ofModes.flatMap(({ rules }) => rules)]);
  const others = KNOB_NAMES.filter((name) => !placed.has(name));
  return [...ofModes, { of: null, title: say.everyMode, rules: others }];
}
