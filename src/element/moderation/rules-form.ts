import { html, type TemplateResult } from 'lit';
import {
  KNOBS,
  type Rules,
  type RulesPatch,
  switchableModes,
  TURN_MODES,
} from '../../protocol/rules.js';
import {
  isOfOwnForm,
  RULE_EXAMPLES,
  rulesFromText,
  toKebab,
} from '../../protocol/rules-from-text.js';
import type { PanelRule } from './moderation-words.js';
import type { Panel } from './panel.js';

const NUMBERS = ['turnSeconds', 'claimSeconds', 'idleSeconds', 'cooldownSeconds'] as const;
type NumberRule = (typeof NUMBERS)[number] | 'lingerSeconds';

type TextRule = keyof typeof RULE_EXAMPLES;

/**
 * The rules being edited. What the host has not touched follows the room; what he has touched stays
 * his until the room has taken it, and only that is sent.
 */
export class RulesForm {
  private touched: Partial<Record<PanelRule, string>> = {};

  draw(panel: Panel): TemplateResult {
    const { say, room, tell } = panel;
    const field = (name: PanelRule, control: TemplateResult) => html`<label>
      <span>${say.ruleNames[name]}</span>${control}
    </label>`;
    const choose = (name: PanelRule, choices: Readonly<Record<string, string>>) =>
      field(name, this.select(name, choices, panel));
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
      ${choose('turns', modesOf(panel))}
      ${choose('approval', say.approvals)} ${choose('requireModerator', say.yesNo)}
      ${NUMBERS.map((name) => field(name, this.number(name, panel)))}
      ${choose('opens', say.openers)} ${field('hours', this.text('hours', panel))}
      ${field('timeZone', this.text('timeZone', panel))}
      ${field('lingerSeconds', this.number('lingerSeconds', panel))}
      ${choose('replay', say.replayers)}
      <button>${say.apply}</button>
    </form>`;
  }

  private select(
    name: PanelRule,
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

  private number(name: NumberRule, panel: Panel): TemplateResult {
    const { min, max } = KNOBS[name];
    const { rules } = panel.room;
    return html`<input
        name=${name}
        type="number"
        inputmode="numeric"
        min=${min}
        max=${max}
        aria-invalid=${this.isGood(name, rules) ? 'false' : 'true'}
        .value=${this.written(name, rules)}
        @input=${(event: Event) => this.touch(name, event, panel)}
      />
      <small>${panel.say.range(min, max)}</small>`;
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
    const names = Object.keys(this.touched) as PanelRule[];
    const wrong = names.find((name) => !this.isGood(name, room.rules));
    if (wrong === undefined) return null;
    if (isOfOwnForm(wrong)) return say.notUnderstood(say.ruleNames[wrong], RULE_EXAMPLES[wrong]);
    const { min, max } = KNOBS[wrong as NumberRule];
    return say.outOfRange(say.ruleNames[wrong], min, max);
  }

  private touch(name: PanelRule, { target }: Event, { redraw }: Panel): void {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
    this.touched[name] = target.value;
    redraw();
  }

  private written(name: PanelRule, rules: Rules): string {
    return this.touched[name] ?? String(rules[name]);
  }

  private isGood(name: PanelRule, rules: Rules): boolean {
    const written = this.written(name, rules).trim();
    return rulesFromText({ [toKebab(name)]: written }).problems.length === 0;
  }

  private changed(rules: Rules): RulesPatch {
    const changes = Object.entries(this.touched)
      .map(([name, text]) => [name, name in KNOBS ? Number(text) : text] as const)
      .filter(([name, value]) => rules[name as PanelRule] !== value);
    return Object.fromEntries(changes) as RulesPatch;
  }
}

/** Every way of taking turns that is known of here: the usual ones, and those of this very room. */
function modesOf({ room, say }: Panel): Record<string, string> {
  const names = new Set([...TURN_MODES, room.rules.turns, ...switchableModes(room.rules)]);
  return Object.fromEntries([...names].map((name) => [name, say.mode(name)]));
}
