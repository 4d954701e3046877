import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Choice, Clock } from '../../protocol/view.js';
import { clockTimer } from '../parts/clock.js';
import { type Drawn, type ModeFrame, offers } from './mode-display.js';

/** The visitor's own proposal: the one that waits, or the one that has just won. */
export function ownProposal(choices: readonly Choice[], { you, view }: ModeFrame): string | null {
  if (you.standing.state === 'proposed') return you.standing.promptId;
  const mine = view.receipts.find(({ id }) => choices.some((choice) => choice.id === id));
  return mine?.id ?? null;
}

/** What a list of proposals shows of each besides its words. */
export interface ChoicesModel {
  readonly heading: string;
  /** What is said below it. */
  readonly lines: readonly string[];
  /** When this changes. */
  readonly clock: Clock | null;
  readonly choices: readonly Choice[];
  readonly more: number;
  /** The proposal that won. */
  readonly winner: string | null;
  /** The visitor's own proposal. */
  readonly own: string | null;
  /** How votes are shown; null where nobody votes. */
  readonly votes: VotesModel | null;
  /** Buttons beside a proposal. */
  buttons(choice: Choice): Drawn;
  /** What is said below them. */
  readonly below: Drawn;
}

interface VotesModel {
  /** Whether a vote counts now. */
  readonly open: boolean;
  /** The choice that the visitor votes for. */
  readonly mine: string | null;
  readonly mineWord: string;
  /** What pressing one does, for those who do not see that it is a button to vote with. */
  readonly verb: string;
}

/** Proposals; where there is a vote, each of them is the button that votes for it. */
export function choicesPanel(model: ChoicesModel, frame: ModeFrame): TemplateResult {
  const { choices, more, heading, lines, clock } = model;
  return html`
    <div role="group" part="ballot" class="ballot" aria-labelledby="ballot" tabindex="-1">
      <div class="head"><h2 id="ballot">${heading}</h2> ${clock === null ? nothing : clockTimer(clock, frame)}</div>
      ${lines.map((text) => html`<p class="quiet">${text}</p>`)}
      <ul @keydown=${arrowKeys}>
        ${repeat(
          choices,
          ({ id }) => id,
          (choice) => row(choice, model, frame),
        )}
      </ul>
      ${more > 0 ? html`<p class="quiet">${frame.say.choices.more(more)}</p>` : nothing}
      ${model.below}
    </div>
  `;
}

function row(choice: Choice, model: ChoicesModel, frame: ModeFrame): TemplateResult {
  const { winner, votes } = model;
  const won = choice.id === winner;
  return html`<li class="choice ${won ? 'won' : ''}">
    ${votes === null ? html`<div class="said">${words(choice, model, frame)}</div>` : voteButton(choice, votes, model, frame)}
    ${model.buttons(choice)}
  </li>`;
}

/** It stays a button when the ballot closes, so that the keyboard's place is not lost. */
function voteButton(
  choice: Choice,
  votes: VotesModel,
  model: ChoicesModel,
  frame: ModeFrame,
): TemplateResult {
  const { actions, watchOnly } = frame;
  const content = html`${bar(choice, model.choices)} ${words(choice, model, frame)}`;
  if (watchOnly) return html`<div class="said voted">${content}</div>`;
  const can = votes.open && offers(frame);
  return html`<button
    class="said voted"
    aria-pressed=${votes.open ? String(votes.mine === choice.id) : nothing}
    aria-disabled=${String(!can)}
    @click=${can ? () => actions.vote(choice.id) : nothing}
  >
    ${votes.open ? html`<span class="spoken">${votes.verb}</span>` : nothing} ${content}
  </button>`;
}

function words(choice: Choice, model: ChoicesModel, frame: ModeFrame): TemplateResult {
  const say = frame.say.choices;
  const { votes, winner } = model;
  const mark = (word: string) => html`<span class="mark">· ${word}</span>`;
  return html`<span class="words">
      <span class="what" dir="auto">${choice.text}</span>
      <span class="who">
        ${author(choice, model, say)}
        ${votes !== null && votes.mine === choice.id ? mark(votes.mineWord) : nothing}
        ${choice.id === winner ? mark(say.won) : nothing}
      </span>
    </span>
    ${
      votes === null
        ? nothing
        : html`<span class="count number"
            >${choice.votes} <span class="spoken">${say.votes(choice.votes)}</span></span
          >`
    }`;
}

function author(
  { id, by }: Choice,
  { own }: ChoicesModel,
  say: ModeFrame['say']['choices'],
): string {
  return id === own ? say.byYou : say.by(by);
}

/** Its length is an attribute, which a strict CSP allows. */
function bar({ votes }: Choice, choices: readonly Choice[]): TemplateResult {
  const all = choices.reduce((sum, choice) => sum + choice.votes, 0);
  const share = all === 0 ? 0 : (100 * votes) / all;
  return html`<svg class="share" aria-hidden="true">
    ${svg`<rect height="100%" width="${share.toFixed(1)}%" />`}
  </svg>`;
}

/** Up and down go from one proposal to the next, besides the Tab key. */
function arrowKeys(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const list = event.currentTarget;
  if (step === 0 || !(list instanceof HTMLElement)) return;
  const all = [...list.querySelectorAll<HTMLElement>('button.voted')];
  const at = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
  if (at === -1) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length]?.focus();
}
