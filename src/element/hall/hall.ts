import { css, html, nothing, svg, type TemplateResult } from 'lit';
import type { Clock } from '../../protocol/view.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import { strokeOffset } from '../parts/clock.js';
import { faces } from '../parts/faces.js';
import type { Crowd } from '../parts/panels.js';
import type { RoomContext, RoomUiPort } from '../ports.js';
import { preferences } from '../styles/base.js';
import type { Language } from '../words/language.js';
import { joinCode } from './join-code.js';

/** A screen that is read from far away: everything by its height, on the picture alone. */
const hallStyles = css`
  .frame.screen {
    display: grid;
    grid-template: 'stage' minmax(0, 1fr) / minmax(0, 1fr);
  }

  .screen > :is(.stage, .hall) {
    display: grid;
    grid-area: stage;
  }

  .screen .caption {
    gap: 0.5em;
    padding: 2em 34cqb 1.25em 2cqb;
    font-size: min(4cqb, 6cqi);
  }

  .screen .caption .who {
    font-size: 0.65em;
  }

  .screen .caption .face {
    inline-size: 2em;
    block-size: 2em;
    font-size: 0.8em;
  }

  .screen :is(.top, .overlay, .breath) {
    font-size: max(1rem, 2.4cqb);
  }

  .screen .controls {
    display: none;
  }

  .screen .reactions {
    align-self: start;
    justify-items: start;
    margin-block-start: 8cqb;
    font-size: 3cqb;
  }

  .hall {
    z-index: 2;
    grid-template: 'people people' auto 'panel join' minmax(0, 1fr) / minmax(0, 1fr) auto;
    gap: 2cqb;
    min-block-size: 0;
    padding: 2cqb 2cqb 3cqb;
    color-scheme: dark;
    color: #f3f1ec;
    font-size: max(0.875rem, min(3cqb, 4.5cqi));
    pointer-events: none;
  }

  @container box (orientation: portrait) {
    .hall {
      grid-template: 'people people' auto 'panel panel' minmax(0, 1fr) '. join' auto / minmax(0, 1fr) auto;
    }

    .screen .caption {
      padding-inline-end: 2cqb;
      margin-block-end: 30cqb;
    }
  }

  .hall-people {
    grid-area: people;
    justify-self: end;
    --_size: max(1.75rem, 5.5cqb);
  }

  .hall-people .faces {
    grid-auto-columns: calc(var(--_size) * 1.2);
    block-size: calc(var(--_size) * 1.5);
  }

  .hall-people .faces .person {
    inline-size: calc(var(--_size) * 1.5);
    block-size: calc(var(--_size) * 1.5);
  }

  .hall-people .faces .face {
    inline-size: var(--_size);
    block-size: var(--_size);
    font-size: calc(var(--_size) * 0.38);
  }

  .hall-people .faces .holds {
    margin-inline-end: calc(var(--_size) * 0.4);
  }

  .hall-people .faces .more {
    padding-inline-start: calc(var(--_size) * 0.5);
    font-size: 1em;
    color: inherit;
    text-shadow: 0 0 0.4em #000000;
  }

  .hall-people .clock circle {
    stroke: #ffffff40;
  }

  .hall-people .clock .left {
    stroke: #ffa468;
  }

  .hall-panel {
    grid-area: panel;
    align-self: start;
    justify-self: end;
    inline-size: min(100%, 30em);
    max-block-size: 60cqb;
    overflow: hidden;
    --_surface: #14171e;
    --_raised: #1f2229;
    --_text: #f3f1ec;
    --_quiet: #b9bdc7;
    --_line: #eceae633;
  }

  .hall-panel > * {
    padding: 0.5em 0.75em 0.75em;
    border-radius: var(--_radius);
    background: #0d1017d9;
    font-size: 1em;
  }

  .hall .join {
    grid-area: join;
    align-self: end;
    display: grid;
    justify-items: center;
    gap: 0.25em;
    inline-size: min(24cqb, 40cqi);
    padding: 1cqb;
    border-radius: var(--_radius);
    background: #ffffff;
    color: #14161b;
    text-align: center;
  }

  .hall .join .call {
    font-weight: 650;
  }

  .hall .join .address {
    max-inline-size: 100%;
    font-size: 0.6em;
    font-weight: 600;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }

  .hall .join.problem {
    font-size: max(0.75rem, 2cqb);
  }

  .code {
    display: block;
    inline-size: 100%;
    aspect-ratio: 1;
  }

  .edge {
    position: absolute;
    inset: auto 0 0;
    inline-size: 100%;
    block-size: max(4px, 1cqb);
    fill: none;
    stroke: #ffa468;
    stroke-width: 1;
  }

  .edge path {
    transition: stroke-dashoffset 1s linear;
  }

  [dir='rtl'] .edge {
    transform: scaleX(-1);
  }

  /* Over somebody else's picture: nothing but what is said. */
  :host([theme='transparent'][layout='screen']) .stage {
    background: none;
  }

  :host([theme='transparent'][layout='screen']) :is(.poster, video, .still, .spinner) {
    display: none;
  }

  :host([theme='transparent'][layout='screen']) .overlay {
    background: none;
    text-shadow: 0 0 0.5em #000000, 0 0 0.15em #000000;
  }
`;

/**
 * What a screen in a hall shows over the picture: who is next, the ballot, how much time is left, and the
 * way to take part. Nobody can touch it.
 */
export class Hall {
  static readonly styles = [hallStyles, preferences];
  private readonly port: Pick<RoomUiPort, 'language'>;
  /** A code is made once for each address and language. */
  private made: {
    readonly language: Language | null;
    readonly joinUrl: string | null;
    readonly code: Drawn;
  } = { language: null, joinUrl: null, code: nothing };

  constructor(port: Hall['port']) {
    this.port = port;
  }

  draw(
    context: RoomContext,
    look: TurnsLook,
    crowd: Crowd,
    joinUrl: string | null,
  ): TemplateResult {
    return html`<div class="hall">
      <div class="hall-people">${faces(context, look, crowd, true)}</div>
      <div class="hall-panel">${look.panel}</div>
      ${this.code(joinUrl)} ${edge(look, context)}
    </div>`;
  }

  private code(joinUrl: string | null): Drawn {
    const { language } = this.port;
    if (this.made.language !== language || this.made.joinUrl !== joinUrl) {
      const code = joinUrl === null ? nothing : joinCode(joinUrl, language);
      this.made = { language, joinUrl, code };
    }
    return this.made.code;
  }
}

/** The time that is left, along the bottom edge. */
function edge(look: TurnsLook, context: RoomContext): Drawn {
  const { clock, wholeMs } = clockOf(look, context);
  if (clock === null) return nothing;
  const { time, words } = context;
  return html`<svg part="timer" class="edge" role="timer" aria-label=${words.timeLeft} viewBox="0 0 100 1" preserveAspectRatio="none">
    ${svg`<path d="M0 .5H100" pathLength="100" stroke-dasharray="100"
      stroke-dashoffset=${strokeOffset(clock, wholeMs, time)} />`}
  </svg>`;
}

/** The clock that everybody waits for: of the turn, or of the round. */
function clockOf(
  { line }: TurnsLook,
  { room }: RoomContext,
): { clock: Clock | null; wholeMs: number } {
  const { turns, rules } = room;
  if (line?.holder != null) return line.holder;
  if ('round' in turns && turns.round !== null) {
    const { phase, clock } = turns.round;
    const seconds = phase === 'propose' ? rules.submitSeconds : rules.voteSeconds;
    return { clock, wholeMs: seconds * 1000 };
  }
  const countdown = 'countdown' in turns ? turns.countdown : null;
  return { clock: countdown?.clock ?? null, wholeMs: (countdown?.seconds ?? 1) * 1000 };
}
