import { html, type LitElement, nothing, type ReactiveController, render, svg } from 'lit';
import type { ClientView } from '../../client/index.js';
import type { Drawn } from '../modes/mode-display.js';
import { hueOf } from '../parts/faces.js';
import type { PastChange, Rewind } from '../replay/rewind.js';
import { BEFORE_MS, type ReplayPort } from '../replay-entry.js';
import { clockFace, type Language, tableOf } from '../words/language.js';
import { stripStyles } from './strip-styles.js';

/** Everything that the strip says. */
const english = {
  strip: 'Go back in the broadcast',
  live: 'Live',
  ago: (clock: string) => `−${clock}`,
  moment: (clock: string, name: string, text: string) => `${clock} ago. ${name}: ${text}`,
  beginning: (clock: string) => `${clock} ago`,
  backToLive: 'Back to live',
  stillRuns: 'This part still runs: here is its picture. It can be replayed when it is over.',
  fetching: 'Fetching the recording…',
  trouble: 'This part cannot be replayed at the moment.',
};

export type StripWords = typeof english;

/** The same in a language. */
export function stripWordsFor(language: Language): StripWords {
  return tableOf(language, 'strip', english);
}

/** So many ticks are drawn and remembered at most, the newest. */
const TICKS_MAX = 300;

/** Nearer than this share of the strip to its end is live. */
const LIVE_SHARE = 0.99;

/** With fewer, the strip is no shorter: the first change is not at its very beginning. */
const SPAN_MS_MIN = 60_000;

/**
 * The broadcast so far as a line under the live picture, with a tick for each change. The pointer or the
 * arrow keys look back: a thumbnail and the words; a tap plays the recording over the live picture, which goes
 * on beneath. Nothing is asked of the room before somebody looks back.
 */
export class Strip implements ReactiveController {
  static readonly styles = stripStyles;
  /** @internal Tests put their own here. */
  static loadRewind = () => import('../replay/rewind.js');

  private readonly host: LitElement;
  private readonly port: ReplayPort;
  private readonly root = document.createElement('div');
  private readonly seen = new Map<string, PastChange>();
  private rewind: Rewind | null = null;
  private loading: Promise<Rewind | null> | null = null;
  /** Where the pointer or the keyboard is, in the room's time; null for nowhere. */
  private lookedAt: number | null = null;
  private isAway = false;
  private room: string | null = null;

  constructor(host: LitElement, port: ReplayPort) {
    this.host = host;
    this.port = port;
    this.root.className = 'rewind';
    // It is a line of time, which runs from left to right in players of every script.
    this.root.dir = 'ltr';
    host.addController(this);
  }

  hostDisconnected(): void {
    this.end();
  }

  /** What lies over the picture; nothing while there is no broadcast, or nothing has changed yet. */
  draw(view: ClientView): Drawn {
    const { options } = this.port;
    const life = view.room?.life;
    const isOn = life?.phase === 'live' || life?.phase === 'renewing';
    if (options === null || !isOn) {
      this.end();
      return nothing;
    }
    if (this.room !== options.room) this.forget(options.room);
    for (const { id, name, text, at, by = name } of view.room?.changes ?? []) {
      this.seen.set(id, { id, by, name, text, at, from: at - BEFORE_MS });
    }
    for (const id of [...this.seen.keys()].slice(0, -TICKS_MAX)) this.seen.delete(id);
    if (this.seen.size === 0) return nothing;
    this.redraw();
    return html`${this.root}`;
  }

  private forget(room: string): void {
    this.end();
    this.room = room;
    this.seen.clear();
  }

  private end(): void {
    this.back();
    this.rewind?.end();
    this.rewind = null;
    this.loading = null;
    this.lookedAt = null;
  }

  private get say(): StripWords {
    return stripWordsFor(this.port.language);
  }

  private get now(): number {
    return this.port.client?.now() ?? Date.now();
  }

  /** What the whole strip stands for. */
  private get span(): { readonly from: number; readonly to: number } {
    const { now } = this;
    const first = this.changes[0]?.from ?? now;
    const from = Math.min(this.rewind?.beganAt ?? first, first, now - SPAN_MS_MIN);
    return { from, to: now };
  }

  /** Oldest first. */
  private get changes(): readonly PastChange[] {
    const all = new Map((this.rewind?.changes ?? []).map((change) => [change.id, change]));
    for (const [id, change] of this.seen) if (!all.has(id)) all.set(id, change);
    const began = this.rewind?.beganAt ?? Number.NEGATIVE_INFINITY;
    return [...all.values()]
      .filter(({ at }) => at >= began)
      .sort((one, other) => one.at - other.at)
      .slice(-TICKS_MAX);
  }

  /** The change that had made what was shown then. */
  private changeAt(at: number): PastChange | null {
    return this.changes.filter(({ from }) => from <= at).at(-1) ?? null;
  }

  private redraw(): void {
    const { root, rewind, isAway } = this;
    root.classList.toggle('away', isAway);
    const shownAt = isAway ? (rewind?.at ?? null) : null;
    render(
      html`${isAway && rewind !== null ? this.picture(rewind) : nothing}
        ${isAway ? this.backButton(shownAt) : nothing} ${this.line(shownAt)}
        ${this.lookedAt === null ? nothing : this.peek(this.lookedAt)}`,
      root,
      { host: this },
    );
  }

  private line(shownAt: number | null): Drawn {
    const { say } = this;
    const { from, to } = this.span;
    const percent = (at: number) => `${((100 * (at - from)) / (to - from)).toFixed(2)}%`;
    const at = this.lookedAt ?? shownAt ?? to;
    const change = this.changeAt(at);
    const clock = clockFace(to - at);
    const where =
      at >= to
        ? say.live
        : change === null
          ? say.beginning(clock)
          : say.moment(clock, change.name, change.text);
    return html`<div
      class="strip"
      role="slider"
      tabindex="0"
      aria-label=${say.strip}
      aria-valuemin=${Math.round((from - to) / 1000)}
      aria-valuemax="0"
      aria-valuenow=${Math.round((at - to) / 1000)}
      aria-valuetext=${where}
      @pointerenter=${this.interested}
      @pointermove=${this.pointed}
      @pointerleave=${this.left}
      @pointerdown=${this.held}
      @pointerup=${this.tapped}
      @focus=${this.interested}
      @blur=${this.left}
      @keydown=${this.keyPressed}
    >
      <svg aria-hidden="true">
        ${this.changes.map(
          (one) =>
            svg`<rect class=${`h${hueOf(one.by)}`} x=${percent(one.at)} width="3" height="100%" rx="1"></rect>`,
        )}
        ${shownAt === null ? nothing : svg`<rect class="here" width=${percent(shownAt)} height="100%"></rect>`}
      </svg>
    </div>`;
  }

  /** The thumbnail and the words of what was there. */
  private peek(at: number): Drawn {
    const { say } = this;
    const { from, to } = this.span;
    const change = this.changeAt(at);
    const source = change === null ? null : (this.rewind?.pictureOf(change.id) ?? null);
    const share = ((at - from) / (to - from)).toFixed(4);
    return html`<div class="peek" .style=${`--_at:${share}`} aria-hidden="true">
      ${source === null ? nothing : html`<img src=${source} alt="" decoding="async" />`}
      <div class="who">
        <bdi>${change?.name}</bdi>
        <span class="number">${at >= to ? say.live : say.ago(clockFace(to - at))}</span>
      </div>
      ${change === null ? nothing : html`<div class="said" dir="auto">${change.text}</div>`}
    </div>`;
  }

  private picture(rewind: Rewind): Drawn {
    const { say } = this;
    const { state, at, video } = rewind;
    const change = at === null ? null : this.changeAt(at);
    const still = state === 'still' && change !== null ? rewind.pictureOf(change.id) : null;
    const words = {
      playing: '',
      fetching: say.fetching,
      still: say.stillRuns,
      trouble: say.trouble,
    };
    return html`<div class="rewound">
      ${state === 'playing' ? video : nothing}
      ${still === null ? nothing : html`<img src=${still} alt="" />`}
      <p role="status" class="told">${words[state]}</p>
      ${
        change === null || state === 'fetching'
          ? nothing
          : html`<p class="change"><bdi>${change.name}</bdi> <span dir="auto">${change.text}</span></p>`
      }
    </div>`;
  }

  private backButton(shownAt: number | null): Drawn {
    const { say } = this;
    return html`<button class="back" @click=${this.back}>
      ${shownAt === null ? nothing : html`<span class="number">${say.ago(clockFace(this.now - shownAt))}</span> ·`}
      ${say.backToLive}
    </button>`;
  }

  /** Loads what it takes to look back, the first time that somebody does. */
  private readonly interested = async (): Promise<void> => {
    this.loading ??= this.load();
    const rewind = await this.loading;
    await rewind?.load();
    this.redraw();
  };

  private async load(): Promise<Rewind | null> {
    try {
      const { Rewind } = await Strip.loadRewind();
      if (!this.host.isConnected) return null;
      const redraw = () => this.redraw();
      this.rewind = new Rewind(this.port, redraw, this.back);
      return this.rewind;
    } catch {
      this.loading = null;
      return null;
    }
  }

  private readonly pointed = (event: PointerEvent): void => {
    this.look(this.instantAt(event));
  };

  private readonly held = (event: PointerEvent): void => {
    const { currentTarget, pointerId } = event;
    if (currentTarget instanceof Element) currentTarget.setPointerCapture(pointerId);
    this.pointed(event);
  };

  private readonly tapped = (event: PointerEvent): void => {
    const at = this.instantAt(event);
    this.look(event.pointerType === 'mouse' ? at : null);
    this.go(at);
  };

  private readonly left = (): void => this.look(null);

  private instantAt({ currentTarget, clientX }: PointerEvent): number {
    const { from, to } = this.span;
    if (!(currentTarget instanceof Element)) return to;
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (clientX - left) / width));
    return share >= LIVE_SHARE ? to : from + share * (to - from);
  }

  private look(at: number | null): void {
    this.lookedAt = at;
    this.redraw();
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { now } = this;
    const here = this.lookedAt ?? (this.isAway ? (this.rewind?.at ?? now) : now);
    const starts = this.changes.map(({ from }) => from);
    switch (event.key) {
      case 'ArrowLeft':
      case 'ArrowDown':
        this.look(starts.filter((start) => start < here).at(-1) ?? this.span.from);
        break;
      case 'ArrowRight':
      case 'ArrowUp':
        this.look(starts.find((start) => start > here) ?? now);
        break;
      case 'Home':
        this.look(this.span.from);
        break;
      case 'End':
        this.look(now);
        break;
      case 'Enter':
      case ' ':
        this.go(here);
        break;
      case 'Escape':
        if (!this.isAway && this.lookedAt === null) return;
        this.back();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  private go(at: number): void {
    if (at >= this.now) return this.back();
    this.isAway = true;
    this.redraw();
    void this.start(at);
  }

  private async start(at: number): Promise<void> {
    await this.interested();
    if (!this.isAway) return;
    if (this.rewind === null) return this.back();
    await this.rewind.go(at);
    this.redraw();
  }

  private readonly back = (): void => {
    const { root, isAway } = this;
    if (!isAway) {
      if (this.lookedAt !== null) this.look(null);
      return;
    }
    const hadFocus = root.contains((root.getRootNode() as ShadowRoot).activeElement);
    this.isAway = false;
    this.lookedAt = null;
    this.rewind?.close();
    this.redraw();
    if (hadFocus) root.querySelector<HTMLElement>('.strip')?.focus({ preventScroll: true });
  };
}
