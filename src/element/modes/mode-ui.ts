import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientView } from '../../client/client-view.js';
import type { Announcements } from '../announcer.js';
import type { Actions, RoomContext } from '../render-context.js';
import { modes } from '../styles/modes.js';
import type { Words } from '../words/words.js';
import { lookOf } from './looks.js';
import { DrawCheck } from './mode-context.js';
import { modeWordsFor } from './mode-words.js';
import { modeNews } from './news.js';
import type { TurnsLook } from './turn-display.js';

/** The element as these parts see it. */
export type ModeHost = ReactiveControllerHost & Pick<Element, 'shadowRoot'>;

/** The interface of every way of taking turns but the line. */
export class ModeUi implements ReactiveController {
  static readonly styles = [modes];

  private readonly host: ModeHost;
  private readonly actions: Actions;
  private readonly draw: DrawCheck;
  private focused: HTMLElement | null = null;

  constructor(host: ModeHost, actions: Actions) {
    this.host = host;
    this.actions = actions;
    this.draw = new DrawCheck(host);
    host.addController(this);
  }

  look(frame: RoomContext, watchOnly: boolean): TurnsLook {
    const { actions, draw } = this;
    const modeWords = modeWordsFor(frame.words.locale);
    return lookOf({ ...frame, modeWords, actions, draw, watchOnly });
  }

  news(before: ClientView, after: ClientView, now: number, words: Words): Announcements {
    return modeNews(before, after, now, words, modeWordsFor(words.locale));
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
