import { html, nothing, type TemplateResult } from 'lit';
import type { ReplayStream } from '../../protocol/replay.js';
import type { Moment } from '../replay-link.js';
import type { Chain } from './chain.js';
import type { Stop } from './player.js';
import type { ReplayWords } from './replay-words.js';
import { promptAt, whenOf } from './timeline.js';

export interface StatusModel {
  readonly say: ReplayWords;
  /** What is said once. */
  readonly notice: string;
  /** A link to be copied by hand, or nothing. */
  readonly link: string;
  /** What is on its way: the chain, or a part's recording. */
  readonly doing: 'chain' | 'part' | null;
  /** Why nothing plays, and at which part. */
  readonly stop: Stop | null;
  readonly stopped: ReplayStream | null;
  /** Nothing has ended yet. */
  readonly isEmpty: boolean;
  again(): void;
}

/** What may be different in a moment. */
const CURABLE: ReadonlySet<Stop> = new Set(['coming', 'away', 'broken']);

/** What goes on, or why nothing does, below the picture. */
export function status(model: StatusModel): TemplateResult {
  const { say, notice, link, stop, again } = model;
  const words = [notice, standing(model)].filter((text) => text !== '').join(' ');
  const field = html`<input
    readonly
    aria-label=${say.linkLabel}
    .value=${link}
    @focus=${selectAll}
  />`;
  const retry = html`<button @click=${again}>${say.tryAgain}</button>`;
  return html`<div class="status">
    <p role="status">${words}</p>
    ${link === '' ? nothing : field} ${stop !== null && CURABLE.has(stop) ? retry : nothing}
  </div>`;
}

function standing({ say, doing, stop, stopped, isEmpty }: StatusModel): string {
  if (stop !== null) return stopInWords(stop, stopped, say);
  if (doing === 'chain') return say.fetching;
  if (doing === 'part') return say.fetchingPart;
  return isEmpty ? say.nothing : '';
}

export function stopInWords(stop: Stop, stream: ReplayStream | null, say: ReplayWords): string {
  const words: Readonly<Record<Stop, string>> = {
    gone: say.goneAtEnd(whenOf(stream?.startedAt ?? 0, say.locale)),
    live: say.liveHint,
    coming: say.coming,
    off: say.off,
    away: say.away,
    broken: say.unplayable,
    end: say.end,
  };
  return words[stop];
}

/** The prompt that has made what is shown. */
export function nowShown(chain: Chain, moment: Moment | null, say: ReplayWords) {
  const prompt = moment === null ? null : promptAt(chain.find(moment.no), moment);
  if (prompt === null) return nothing;
  return html`<div class="now">
    <p class="said">${say.wished(prompt.name, prompt.text)}</p>
    <p class="made">${prompt.appliedText}</p>
  </div>`;
}

function selectAll({ target }: Event): void {
  if (target instanceof HTMLInputElement) target.select();
}
