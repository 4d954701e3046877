import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { ClientView } from '../../client/index.js';
import {
  earlierChange,
  mostFirst,
  type ReactionSums,
  reactionsIn,
  reactionsOf,
  totalOf,
} from '../../protocol/reactions.js';
import type { Change, RoomView } from '../../protocol/view.js';
import { plainKey } from '../keys.js';
import type { Drawn } from '../modes/mode-display.js';
import { behindOf } from '../parts/overlay.js';
import { type RoomTime, type RoomUiPort, streamOf } from '../ports.js';
import { type Language, tableOf } from '../words/language.js';
import { Floats, hasGlyph } from './floats.js';
import { reactionStyles } from './styles.js';

/** Everything that the reactions say. */
const english = {
  toolbar: 'Reactions',
  /** Shows them where there is no room for all. */
  open: 'React',
  /** What an emoji is called; others are read out as they are. */
  names: {
    '👏': 'Clap',
    '❤️': 'Love',
    '😂': 'Haha',
    '😮': 'Wow',
    '🔥': 'Fire',
    '🎉': 'Hooray',
  },
  /** `count` is how often so far, as it is shown. */
  soFar: (name: string, count: string) => `${name}, ${count} so far`,
  key: (name: string, key: string) => `${name} (${key})`,
};

export type ReactionWords = typeof english;

/** The same in a language. */
export function reactionWordsFor(language: Language): ReactionWords {
  return tableOf(language, 'reactions', english);
}

/** A row of the story has room for so many. */
const SUMS_SHOWN = 3;

/** What came within a second is spread over the next. */
const SPREAD_MS = 900;

/**
 * What everybody thinks of the change on screen: a button for each emoji that the room offers, with its sum,
 * and emoji that rise over the picture. Loaded after the first frame.
 */
export class Reactions implements ReactiveController {
  static readonly styles = reactionStyles;
  private readonly host: LitElement;
  private readonly port: RoomUiPort;
  private readonly floats: Floats;
  private offered: readonly string[] = [];
  /** Which button the keyboard comes to. */
  private current = 0;
  /** Where there is no room for all, they are behind one button. */
  private isOpen = false;
  /** What the room has taken of this visitor and not told everybody yet: it has been drawn. */
  private own: Record<string, number> = {};
  private mayReact = false;
  private listening: AbortController | null = null;

  constructor(host: LitElement, port: RoomUiPort) {
    this.host = host;
    this.port = port;
    this.floats = new Floats((emoji) => this.nameOf(emoji));
    host.addController(this);
  }

  hostConnected(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.host.addEventListener('keydown', (event) => this.keyPressed(event), { signal });
    const close = (event: Event) => {
      if (this.isOpen && !event.composedPath().includes(this.host)) this.setOpen(false);
    };
    document.addEventListener('pointerdown', close, { signal });
  }

  hostDisconnected(): void {
    this.listening?.abort();
    this.floats.clear();
  }

  /** What came since the view before rises over the picture, but for what this visitor has seen rise. */
  came(sums: ReactionSums): void {
    const others = Object.entries(sums).map(([emoji, count]) => {
      return [emoji, count - (this.own[emoji] ?? 0)] as const;
    });
    this.own = {};
    this.floats.rise(Object.fromEntries(others), SPREAD_MS);
  }

  draw(view: ClientView, time: RoomTime, watchOnly: boolean): Drawn {
    const { room, you, connection } = view;
    const isLive = room !== null && streamOf(room.life) !== null;
    const isHeard = connection.status === 'connected' && you?.muted === null;
    this.offered = isLive ? reactionsIn(room.rules.reactions) : [];
    this.mayReact = isHeard && !watchOnly;
    if (room === null || this.offered.length === 0) return nothing;
    const sums = this.sumsOnScreen(room, time);
    return html`${this.floats.layer}
      ${this.mayReact ? this.bar(sums) : this.shownAlone(sums)}`;
  }

  /** What was thought of a change, the most frequent first; for a row of the story. */
  sumsOf(change: Change, room: RoomView): Drawn {
    const sums = mostFirst(reactionsOf(change, room));
    if (sums.length === 0) return nothing;
    return html`<span class="sums number"
      >${sums.slice(0, SUMS_SHOWN).map(([emoji, sum]) => {
        const named = hasGlyph(emoji) ? emoji : this.nameOf(emoji);
        return html`<span>${named} ${this.count(sum)}</span>`;
      })}</span
    >`;
  }

  /** Of the change that the visitor reacts to: the room's newest, unless their picture does not show it yet. */
  private sumsOnScreen(room: RoomView, time: RoomTime): ReactionSums {
    const behindMs = (behindOf(this.port.picture) ?? 0) * 1000;
    const id = earlierChange(room, time.now(), behindMs);
    if (id === null) return room.reactions.sums;
    // Drawn again once it does.
    time.until((room.changes.at(-1)?.at ?? 0) + behindMs);
    return room.changes.find((change) => change.id === id)?.reactions ?? {};
  }

  private bar(sums: ReactionSums): TemplateResult {
    const { offered, words, isOpen } = this;
    const toggle = () => this.setOpen(!isOpen);
    return html`<div part="reactions" class="reactions ${isOpen ? 'open' : ''}">
      <div role="toolbar" aria-label=${words.toolbar} class="emoji-row">
        ${offered.map((emoji, index) => this.button(emoji, index, sums[emoji] ?? 0))}
      </div>
      <button
        class="react all"
        aria-label=${this.withCount(words.open, this.count(totalOf(sums)))}
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${toggle}
      >
        ${this.most(sums)}
      </button>
    </div>`;
  }

  private button(emoji: string, index: number, sum: number): TemplateResult {
    const { words, current, offered } = this;
    const name = namesIn(words)[emoji] ?? emoji;
    const count = this.count(sum);
    return html`<button
      class="react"
      aria-label=${this.withCount(name, count)}
      aria-keyshortcuts=${index + 1}
      title=${words.key(name, String(index + 1))}
      tabindex=${index === Math.min(current, offered.length - 1) ? 0 : -1}
      @click=${() => this.react(emoji)}
      @focus=${() => this.comeTo(index)}
      @keydown=${(event: KeyboardEvent) => this.arrowPressed(event, index)}
    >
      ${this.glyph(emoji)} <span class="sum number">${count}</span>
    </button>`;
  }

  /** The emoji that was chosen most, with the sum of all. */
  private most(sums: ReactionSums): TemplateResult {
    const { words, offered } = this;
    const [most] = mostFirst(sums);
    const [emoji] = most ?? offered;
    const total = this.count(totalOf(sums));
    return html`${this.glyph(emoji ?? '', words.open)} <span class="sum number">${total}</span>`;
  }

  /** For those who cannot react: what others think. */
  private shownAlone(sums: ReactionSums): Drawn {
    if (Object.keys(sums).length === 0) return nothing;
    return html`<div part="reactions" class="reactions alone">${this.most(sums)}</div>`;
  }

  /** One that the room takes rises at once; a refusal is silent, for there is nothing to be done about it. */
  private react(emoji: string): void {
    void this.port.client?.react(emoji).then(({ ok }) => {
      if (!ok) return;
      this.own[emoji] = (this.own[emoji] ?? 0) + 1;
      this.floats.rise({ [emoji]: 1 }, 0);
    });
  }

  private keyPressed(event: KeyboardEvent): void {
    const key = plainKey(event);
    if (key === 'Escape' && this.isOpen) {
      this.setOpen(false);
      return event.preventDefault();
    }
    const emoji = key !== null && /^[1-6]$/.test(key) ? this.offered[Number(key) - 1] : undefined;
    if (emoji === undefined || !this.mayReact) return;
    event.preventDefault();
    // A page has hotkeys of its own.
    event.stopPropagation();
    this.react(emoji);
  }

  private arrowPressed(event: KeyboardEvent, index: number): void {
    const isRtl = getComputedStyle(this.host).direction === 'rtl';
    const steps: Record<string, number> = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
    const step = steps[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const { length } = this.offered;
    const buttons = event.target.parentElement?.querySelectorAll('button');
    buttons?.[(index + step + length) % length]?.focus();
  }

  private comeTo(index: number): void {
    this.current = index;
    this.host.requestUpdate();
  }

  private setOpen(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.host.requestUpdate();
  }

  /** An emoji, or in its place a word where the device has no picture of it. */
  private glyph(emoji: string, name = this.nameOf(emoji)): TemplateResult {
    return hasGlyph(emoji)
      ? html`<span class="emoji" aria-hidden="true">${emoji}</span>`
      : html`<span class="name" aria-hidden="true">${name}</span>`;
  }

  /** What an emoji is called; one without a name goes by its key. */
  private nameOf(emoji: string): string {
    return namesIn(this.words)[emoji] ?? String(this.offered.indexOf(emoji) + 1);
  }

  private withCount(name: string, count: string): string {
    return count === '' ? name : this.words.soFar(name, count);
  }

  /** A number that fits a button; none for nothing. */
  private count(sum: number): string {
    const { locale } = this.port.language;
    return sum === 0 ? '' : new Intl.NumberFormat(locale, { notation: 'compact' }).format(sum);
  }

  private get words(): ReactionWords {
    return reactionWordsFor(this.port.language);
  }
}

/** The room may offer others. */
function namesIn({ names }: ReactionWords): Readonly<Record<string, string>> {
  return names;
}
