import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientView } from '../../client/client-state.js';
import type { DrawnMode, TurnsOf, TurnsView } from '../../protocol/view.js';
import type { Announcements } from '../announcer.js';
import type { RoomUiPort } from '../ports.js';
import { type Actions, leftOn, type RoomContext } from '../render-context.js';
import { modes } from '../styles/modes.js';
import { roundedDuration } from '../words/durations.js';
import type { Words } from '../words/words.js';
import { baton } from './baton.js';
import { curated } from './curated.js';
import { generic } from './generic.js';
import { DrawCheck, type ModeParts, type TurnsLook, wholeLook } from './mode-display.js';
import { modeName, modeNamesFor } from './mode-names.js';
import { modeWordsFor } from './mode-words.js';
import { open } from './open.js';
import { queueLook } from './queue.js';
import { raffle } from './raffle.js';
import { stage } from './stage.js';
import { switching } from './switching.js';
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
export type ModeHost = ReactiveControllerHost & Pick<Element, 'shadowRoot'>;

/** The interface of every way of taking turns but the queue. */
export class ModeUi implements ReactiveController {
  static readonly styles = [modes];

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
