import { css, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { ClientView } from '../../client/client-options.js';
import type { DrawnMode, TurnsOf, TurnsView } from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import type { Act } from '../parts/bar-state.js';
import { type Actions, leftOn, type RoomContext, type RoomUiPort } from '../ports.js';
import { roundedDuration } from '../words/language.js';
import type { Words } from '../words/words.js';
import { baton } from './baton.js';
import { curated } from './curated.js';
import { generic } from './generic.js';
import {
  DrawCheck,
  type ModeFrame,
  type ModeParts,
  offers,
  type TurnsLook,
  wholeLook,
} from './mode-display.js';
import { modeName, modeNamesFor } from './mode-names.js';
import { modeWordsFor } from './mode-words.js';
import { open, stage } from './open.js';
import { queueLook } from './queue.js';
import { raffle } from './raffle.js';
import { vote } from './vote.js';

/** The modes that show something of their own; without a row for each this does not compile. */
const DRAWN: { readonly [Mode in DrawnMode]: ModeParts<TurnsOf<Mode>> } = {
  queue: { look: (frame, turns) => queueLook(frame, frame.actions, turns) },
  open,
  vote,
  raffle,
  curated,
  baton,
  stage,
};

/** How the turns are drawn: as their mode says, or from the parts that any mode can show. */
export function partsOf({ mode }: TurnsView): ModeParts {
  const drawn: Readonly<Record<string, ModeParts>> = DRAWN;
  return (Object.hasOwn(drawn, mode) ? drawn[mode] : undefined) ?? generic;
}

/** The element as these parts see it. */
type ModeHost = ReactiveControllerHost & Pick<Element, 'shadowRoot'>;

/** Proposals with their votes, and the draw's proof. */
const modeStyles = css`
  .ballot {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
    border-radius: calc(var(--_radius) * 0.75);
  }

  .ballot > p {
    font-size: 0.8667em;
  }

  .ballot ul {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.375rem;
  }

  .ballot ul:empty {
    display: none;
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: 0.375rem;
  }

  .choice .said {
    position: relative;
    display: flex;
    flex: 1 1 12rem;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    min-inline-size: 0;
    min-block-size: 2.75rem;
    padding: 0.45rem 0.75rem;
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
    overflow: clip;
    text-align: start;
    font-weight: 400;
    line-height: 1.35;
  }

  .choice button.said[aria-disabled='true'][aria-disabled='true'] {
    color: inherit;
  }

  .choice .said[aria-pressed='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }

  .choice.won .said {
    border-color: var(--_good);
    box-shadow: inset 0 0 0 1px var(--_good);
  }

  .choice .words {
    position: relative;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .choice .what {
    display: block;
  }

  .choice .who {
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .choice .mark {
    font-weight: 600;
    color: var(--_text);
  }

  .choice .count {
    position: relative;
    flex: none;
    font-weight: 600;
  }

  /* Below the words, so that they keep their ground. */
  .choice .share {
    position: absolute;
    inset: auto 0 0;
    inline-size: 100%;
    block-size: 4px;
    fill: color-mix(in oklab, var(--_surface), var(--_text) 45%);
  }

  .choice [aria-pressed='true'] .share {
    fill: var(--_accent);
  }

  .choice .share rect {
    transition: width 300ms ease-out;
  }

  .choice .share:dir(rtl) {
    scale: -1 1;
  }

  .chooser {
    display: flex;
    gap: 0.25rem;
  }

  .proof {
    display: grid;
    justify-items: start;
    gap: 0.375rem;
    font-size: 0.8667em;
    color: var(--_quiet);
  }

  .proof code {
    font-family: ui-monospace, monospace;
    color: var(--_text);
  }

  .checked.holds {
    color: var(--_good);
  }

  .checked.fails {
    color: var(--_bad);
  }

  .ballot .head {
    display: flex;
    justify-content: space-between;
    gap: 0.75rem;
  }

  @media (forced-colors: active) {
    .choice .said[aria-pressed='true'],
    .choice.won .said {
      outline: 3px solid Highlight;
    }

    .choice .share {
      forced-color-adjust: none;
    }

    .choice .share rect {
      fill: Highlight;
    }
  }
`;

/** The interface of every way of taking turns but the queue. */
export class ModeUi implements ReactiveController {
  static readonly styles = [modeStyles];

  private readonly host: ModeHost;
  private readonly actions: Actions;
  private readonly port: Pick<RoomUiPort, 'language'>;
  private readonly draw: DrawCheck;
  private focused: HTMLElement | null = null;

  constructor(host: ModeHost, actions: Actions, port: Pick<RoomUiPort, 'language'>) {
    this.host = host;
    this.actions = actions;
    this.port = port;
    this.draw = new DrawCheck(host);
    host.addController(this);
  }

  look(roomFrame: RoomContext, watchOnly: boolean): TurnsLook {
    const { actions, draw } = this;
    const { language } = this.port;
    const said = { say: modeWordsFor(language), names: modeNamesFor(language) };
    const frame = { ...roomFrame, ...said, actions, draw, watchOnly };
    const { turns } = frame.room;
    const look = wholeLook(partsOf(turns).look(frame, turns));
    return { ...look, acts: [...look.acts, ...switching(frame)] };
  }

  /** What of the turns a screen reader is told besides what it is told of any. */
  news(before: ClientView, after: ClientView, now: number, words: Words): Announcements {
    const was = before.room?.turns;
    const is = after.room?.turns;
    if (was === undefined || is === undefined) return { polite: [], assertive: null };
    const changed = was.mode !== is.mode;
    const { language } = this.port;
    const say = modeWordsFor(language);
    const { polite = [], assertive = null } =
      partsOf(is).news?.({
        was: changed ? null : was,
        is,
        before,
        after,
        words,
        say,
        inWords: (clock) => roundedDuration(leftOn(clock, now), words.locale),
      }) ?? {};
    const mode = changed ? [say.changed(modeName(is.mode, modeNamesFor(language)))] : [];
    return { polite: [...mode, ...polite], assertive };
  }

  /** Proposals change places, and go when a round ends; the keyboard's place stays among them. */
  hostUpdate(): void {
    const focused = this.host.shadowRoot?.activeElement ?? null;
    const inBallot = focused instanceof HTMLElement && focused.closest('.ballot') !== null;
    this.focused = inBallot ? focused : null;
  }

  hostUpdated(): void {
    const root = this.host.shadowRoot;
    if (this.focused === null || root === null || root.activeElement !== null) return;
    const target = this.focused.isConnected
      ? this.focused
      : root.querySelector<HTMLElement>('.ballot');
    target?.focus({ preventScroll: true });
  }
}

/** The crowd's wish for another way of taking turns: seldom wanted. */
export function switching(frame: ModeFrame): readonly Act[] {
  const { room, actions, names } = frame;
  const say = frame.say.switching;
  const { switching: ways, mode } = room.turns;
  if (ways === null || ways.length === 0 || !offers(frame)) return [];
  const votes = ways.map((way) => ({
    label: say.vote(modeName(way.to, names), way.votes, way.needed),
    run: () => actions.switchTo(way.to),
  }));
  if (ways.every((way) => way.votes === 0)) return votes;
  return [...votes, { label: say.stay(modeName(mode, names)), run: () => actions.switchTo(mode) }];
}
