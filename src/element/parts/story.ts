import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { roomUrl } from '../../client/client-options.js';
import { reactionsOf, reactionsText } from '../../protocol/reactions.js';
import type { Change } from '../../protocol/view.js';
import type { Drawn } from '../modes/mode-display.js';
import type { RoomContext, RoomUiPort } from '../ports.js';
import { PICTURE_AFTER_MS } from '../replay-entry.js';
import type { SharedMoment } from '../share/share.js';
import { preferences } from '../styles/base.js';
import { storyStyles } from '../styles/story.js';
import type { Words } from '../words/words.js';
import { face } from './faces.js';
import { onPicture, saidOf } from './overlay.js';

/** So long the rows make room for a new one. */
const ROOM_MS = 240;

/** Rows below these are far: more than the highest screen shows of the list without scrolling. */
const NEAR_ROWS = 40;

type StoryPort = Pick<RoomUiPort, 'options'>;

interface Row {
  readonly change: Change;
  /** The world before it. */
  readonly before: string;
  readonly isMine: boolean;
  readonly isFar: boolean;
  readonly thought: (of: Change) => Drawn;
  readonly context: RoomContext;
}

/** What happened so far, newest first: who, when, what, and how it looked. */
export class Story {
  static readonly styles: readonly CSSResult[] = [storyStyles, preferences];

  private readonly host: { requestUpdate(): void; readonly updateComplete: Promise<unknown> };
  private readonly port: StoryPort;
  private readonly share: (moment: SharedMoment) => void;
  /** Prompts that have no thumbnail. */
  private readonly without = new Set<string>();
  private readonly list = createRef<HTMLElement>();
  /** The first row. */
  private newest: string | null = null;

  constructor(host: Story['host'], port: StoryPort, share: (moment: SharedMoment) => void) {
    this.host = host;
    this.port = port;
    this.share = share;
  }

  /** `thought`: what was thought of a change. */
  draw(context: RoomContext, replay: Drawn, thought: (of: Change) => Drawn): TemplateResult {
    const { room, words } = context;
    const settling = onPicture(context)?.id;
    const shown = room.changes.filter(({ id }) => id !== settling).reverse();
    const befores = new Map(room.changes.map(({ id }, at) => [id, room.changes[at - 1] ?? null]));
    const own = new Set(context.view.receipts.map(({ id }) => id));
    const rows = (some: readonly Change[], isFar: boolean) =>
      repeat(
        some,
        ({ id }) => id,
        (change) => {
          const before = befores.get(change.id)?.appliedText ?? '';
          const { id: who, name } = context.you;
          const isBy = change.by === undefined ? change.name === name : change.by === who;
          const isMine = isBy || own.has(change.id);
          return this.row({ change, before, isMine, isFar, thought, context });
        },
      );
    // Far ones need not be looked at for every key that is pressed.
    const minute = Math.floor(context.time.now() / 60_000);
    this.makeRoom(shown);
    return html`
      <div role="group" part="story" class="story" aria-labelledby="story">
        <div class="head"><h2 id="story">${words.story}</h2>${replay}</div>
        <div
          part="timeline"
          class="timeline"
          role="log"
          aria-relevant="additions"
          aria-labelledby="story"
          tabindex="0"
        >
          ${shown.length > 0 ? nothing : html`<p class="quiet">${settling === undefined ? words.storyEmpty : words.storyFirst}</p>`}
          <ul ${ref(this.list)}>
            ${rows(shown.slice(0, NEAR_ROWS), false)}
            ${guard([room, context.view.receipts, words, minute, this.without.size], () => rows(shown.slice(NEAR_ROWS), true))}
          </ul>
        </div>
      </div>
    `;
  }

  /** Rows glide from where they were: what one reads or is about to press does not jump away. */
  private makeRoom(shown: readonly Change[]): void {
    const came = shown.findIndex(({ id }) => id === this.newest);
    this.newest = shown[0]?.id ?? null;
    if (came <= 0) return;
    void this.host.updateComplete.then(() => {
      const list = this.list.value;
      const [first, before] = [list?.children[0], list?.children[came]];
      // Scrolled, the browser keeps them in their place.
      if (!list || !first || !before || list.parentElement?.scrollTop !== 0) return;
      const from = first.getBoundingClientRect().top - before.getBoundingClientRect().top;
      const less = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const steps = [{ transform: `translateY(${from}px)` }, { transform: 'none' }];
      // Two that come at once move it by both.
      const duration = less ? 1 : ROOM_MS;
      list.animate(steps, { duration, easing: 'ease-out', composite: 'add' });
    });
  }

  /** There may be hundreds, and the room may speak ten times a second: what is as it was is not made again. */
  private row({ change, before, isMine, isFar, thought, context }: Row): unknown {
    const { room, words, time } = context;
    const { id, by = change.name, name, appliedText, at } = change;
    const text = saidOf(change, words);
    const when = ago(time.since(at), words.locale);
    const mayShare = room.rules.replay === 'yes';
    const isPictured = mayShare && time.until(at + PICTURE_AFTER_MS) === 0;
    const picture = isPictured ? this.pictureOf(id) : null;
    const sums = reactionsText(reactionsOf(change, room));
    const thoughts = thought(change);
    const isThought = thoughts !== nothing;
    const place = isFar ? 'change far' : 'change';
    const said = [
      place,
      name,
      text,
      appliedText,
      before,
      isMine,
      when,
      sums,
      isThought,
      mayShare,
      picture,
    ];
    return guard([words, ...said], () => {
      const told = html`
        <span class="thumb">${picture === null ? face(name, by) : this.thumbnail(id, picture)}</span>
        <div class="lines">
          <div class="who">
            <bdi>${name}</bdi>${isMine ? html` <span class="tag">(${words.you})</span>` : nothing}
            <time>${when}</time>${thoughts}
          </div>
          <div class="said" dir="auto">${text}</div>
        </div>
      `;
      const share = mayShare ? this.shareButton({ ...change, text }, words) : nothing;
      if (appliedText === change.text) return html`<li class=${place}>${told}${share}</li>`;
      return html`<li class=${place}>
        <details>
          <summary title=${words.rail.understood}>
            ${told}<span class="spoken">${words.rail.understood}</span>
          </summary>
          <p class="understood" dir="auto">${difference(before, appliedText)}</p>
        </details>
        ${share}
      </li>`;
    });
  }

  /** For what everybody may replay: the link is to lead others to it. */
  private shareButton({ id: promptId, by = '', name, text }: Change, words: Words): TemplateResult {
    const thumbnail = this.pictureOf(promptId);
    const share = () => this.share({ promptId, by, name, text, thumbnail });
    const label = words.rail.share(name, text);
    return html`<button class="plain share" aria-label=${label} title=${label} @click=${share}>
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="M12 15V4M8 8l4-4 4 4M6 12H5v8h14v-8h-1" />
      </svg>
    </button>`;
  }

  /** How it looked. */
  private thumbnail(id: string, address: string): TemplateResult {
    return html`<img
      src=${address}
      alt=""
      width="64"
      height="37"
      loading="lazy"
      decoding="async"
      @error=${() => this.hasNone(id)}
    />`;
  }

  private pictureOf(id: string): string | null {
    const { options } = this.port;
    if (options === null || this.without.has(id)) return null;
    const { host, party = 'main', room } = options;
    return `${roomUrl(host, party, room).replace(/^ws/, 'http')}/frames/${encodeURIComponent(id)}`;
  }

  private hasNone(id: string): void {
    this.without.add(id);
    this.host.requestUpdate();
  }
}

/** Making one takes far longer than using it. */
const formats = new Map<string, Intl.RelativeTimeFormat>();

/** "2 min ago", in the language of the element. */
function ago(ms: number, locale: string): string {
  const minutes = Math.floor(ms / 60_000);
  const format =
    formats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  formats.set(locale, format);
  if (minutes < 1) return format.format(0, 'second');
  if (minutes < 60) return format.format(-minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day');
}

/** A text with what is new in it marked: all but the words that it begins and ends with as the one before. */
function difference(before: string, after: string): TemplateResult {
  const old = before.split(' ');
  const now = after.split(' ');
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const upTo = now.length - end;
  const words = (from: number, to: number) => now.slice(from, to).join(' ');
  return html`${words(0, start)} <ins>${words(start, upTo)}</ins> ${words(upTo, now.length)}`;
}
