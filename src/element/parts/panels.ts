import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import type { Refusal } from '../../protocol/reasons.js';
import type { Draft } from '../draft.js';
import { roundedDuration } from '../durations.js';
import type { Actions, RoomFrame } from '../frame.js';
import { buttons } from '../styles/buttons.js';
import { composer as composerStyles } from '../styles/composer.js';
import { onStage } from '../styles/on-stage.js';
import { preferences } from '../styles/preferences.js';
import { turns as turnStyles } from '../styles/turns.js';
import type { Drawn, TurnsLook } from '../turns-look.js';
import { explain } from '../words.js';
import { announcement } from './announcement.js';
import { composer } from './composer.js';
import { line } from './line.js';
import { receipts } from './receipts.js';
import { transcript } from './transcript.js';
import { turnBar } from './turn-bar.js';

/** The preferences once more: they have the last word over these, too. */
export const panelStyles: readonly CSSResult[] = [
  buttons,
  onStage,
  composerStyles,
  turnStyles,
  preferences,
];

export interface PanelsModel {
  readonly look: TurnsLook;
  readonly actions: Actions;
  readonly draft: Draft;
  readonly watchOnly: boolean;
  /** Why the last thing asked for was refused. */
  readonly notice: Refusal | null;
  /** The moderators' panel, where the visitor is one of them. */
  readonly moderation: TemplateResult | null;
  /** The way to what happened before, for those who may. */
  readonly replay: Drawn;
}

/** Everything but the picture: the dock with what the visitor can do, and what others do beside. */
export function panels(frame: RoomFrame, model: PanelsModel): TemplateResult {
  const { look, actions, draft, watchOnly, notice, moderation, replay } = model;
  const write = look.hint === null ? whyNot(frame) : composer(frame, draft, look.hint);
  return html`
    <div class="dock">
      ${announcement(frame)} ${turnBar(look, frame, watchOnly)}
      ${notice === null ? nothing : refusal(notice, frame)} ${look.panel}
      ${watchOnly ? nothing : [write, receipts(frame, actions)]} ${look.below}
    </div>
    ${moderation}
    <div class="aside">
      ${look.line === null ? nothing : line(look.line, frame, actions, watchOnly)}
      ${transcript(frame, replay)}
    </div>
  `;
}

/** A visitor without a composer is told why, where the turn bar does not say it. */
function whyNot({ you, words }: RoomFrame): Drawn {
  return you.role === 'viewer' ? html`<p class="quiet">${words.hint.viewer}</p>` : nothing;
}

function refusal({ reason, limit, retryAt }: Refusal, { words, time }: RoomFrame): TemplateResult {
  const wait = retryAt === null ? 0 : time.until(retryAt);
  const inWords = wait > 0 ? roundedDuration(wait, words.locale) : null;
  return html`<p part="status" class="notice problem">
    ${explain(words, { reason, limit }, inWords)}
  </p>`;
}
