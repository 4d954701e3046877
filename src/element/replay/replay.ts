import { html, type LitElement, nothing, render, type TemplateResult } from 'lit';
import type { ClientView } from '../../client/index.js';
import type { ReplayStream } from '../../protocol/replay.js';
import type { Drawn } from '../modes/mode-display.js';
import type { ReplayPort } from '../replay-entry.js';
import { type Linked, linkTo, type Moment, PICTURE_AFTER_MS } from '../replay-entry.js';
import type { SharedMoment } from '../share/share.js';
import { Player, type Stop, StreamSequence } from './player.js';
import { type ReplayWords, replayWordsFor } from './replay-words.js';
import { Pictures, RoomHttp } from './room-http.js';
import { replayStyles } from './styles.js';
import {
  chapters,
  downloadLink,
  momentBeside,
  mostLoved,
  nowShown,
  promptAt,
  startOf,
  status,
  stopInWords,
  timeline,
  whenOf,
} from './timeline.js';
import { transport } from './transport.js';

/** Those who have it open do not all ask for what is new at once. */
const SPREAD_MS = 2_000;

/** Everything that lasts as long as the dialog is open. */
interface Showing {
  readonly room: string;
  readonly http: RoomHttp;
  readonly sequence: StreamSequence;
  readonly pictures: Pictures;
  readonly player: Player;
  /** Gives the live picture its sound back. */
  readonly unmute: () => void;
}

/** What happened in the room: a dialog with the recordings, one after the other, and their prompts. */
export class Replay {
  static readonly styles = replayStyles;

  private readonly host: LitElement;
  private readonly port: ReplayPort;
  private readonly share: (moment: SharedMoment) => void;
  private readonly dialog = document.createElement('dialog');
  private readonly video = document.createElement('video');
  private showing: Showing | null = null;
  private fetching = false;
  /** What is said once: a part that was left out, a link that was copied. */
  private notice = '';
  /** A link that could not be copied, to be copied by hand. */
  private link = '';
  /** Why the sequence cannot be read. */
  private trouble: Stop | null = null;
  private scrolledTo = '';
  /** What had happened when the sequence was read. */
  private known = '';
  private reading: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement, port: ReplayPort, share: (moment: SharedMoment) => void) {
    this.host = host;
    this.port = port;
    this.share = share;
    this.dialog.className = 'replay';
    this.dialog.setAttribute('part', 'replay');
    this.dialog.setAttribute('aria-labelledby', 'replay-title');
    for (const type of ['keydown', 'keyup', 'keypress']) {
      // A page's hotkeys are for the page.
      this.dialog.addEventListener(type, (event) => event.stopPropagation());
    }
    // The event is late: it may be open again by then.
    this.dialog.addEventListener('close', () => !this.dialog.open && this.closed());
    Object.assign(this.video, { playsInline: true, preload: 'auto', tabIndex: 0 });
    this.video.addEventListener('click', () => this.showing?.player.toggle());
    this.video.addEventListener('keydown', (event) => {
      if (event.key !== ' ' && event.key !== 'Enter') return;
      event.preventDefault();
      this.showing?.player.toggle();
    });
  }

  /** Shows it, from this moment on; without one, from where the last broadcast began. */
  open(moment: Linked | null): void {
    const { options, view } = this.port;
    if (options === null) return;
    if (this.showing === null) {
      const isOpen = view.room?.rules.replay === 'yes';
      this.showing = this.show(options.room, new RoomHttp(options, isOpen));
      this.host.shadowRoot?.append(this.dialog);
      this.draw();
      this.dialog.showModal();
      const newestAt = view.room?.changes.at(-1)?.at ?? 0;
      const isFresh = (this.port.client?.now() ?? Date.now()) < newestAt + PICTURE_AFTER_MS;
      this.known = isFresh ? '' : newestOf(view);
      this.viewChanged(view);
    }
    void this.begin(this.showing, moment);
  }

  /** What happens while it is open comes into it, once its picture is there. */
  viewChanged(view: ClientView): void {
    if (this.showing === null || this.reading !== undefined || newestOf(view) === this.known)
      return;
    const delay = PICTURE_AFTER_MS + Math.random() * SPREAD_MS;
    this.reading = setTimeout(() => this.readAgain(), delay);
  }

  private async readAgain(): Promise<void> {
    const { showing } = this;
    this.known = newestOf(this.port.view);
    await showing?.sequence.load();
    if (this.showing !== showing) return;
    this.reading = undefined;
    this.draw();
    this.viewChanged(this.port.view);
  }

  close(): void {
    this.dialog.close();
    this.closed();
  }

  private show(room: string, http: RoomHttp): Showing {
    const sequence = new StreamSequence(http);
    const { picture } = this.port;
    const wasMuted = picture?.muted ?? true;
    if (!wasMuted) picture?.setMuted(true);
    // If the live picture is muted, so is the recording, until the visitor turns it on.
    this.video.muted = wasMuted;
    const player = new Player({
      video: this.video,
      sequence,
      now: () => this.port.client?.now() ?? Date.now(),
      changed: () => this.draw(),
      skipped: ({ startedAt }) => this.tell(this.say.gone(whenOf(startedAt, this.say.locale))),
    });
    const unmute = () => picture?.setMuted(wasMuted);
    return {
      room,
      http,
      sequence,
      player,
      unmute,
      pictures: new Pictures(http, () => this.draw()),
    };
  }

  private async begin(showing: Showing, linked: Linked | null): Promise<void> {
    const { sequence, player } = showing;
    this.fetching = true;
    this.tell('');
    const got = await sequence.load();
    const moment = linked === null ? null : await placeOf(linked, sequence);
    if (this.showing !== showing) return;
    this.fetching = false;
    this.trouble = got.ok ? null : got.why;
    if (got.ok && linked !== null && moment === null) this.tell(this.say.notThere);
    const start = moment ?? momentOf(sequence.lastBroadcast());
    this.draw();
    if (start !== null) await player.go(start, linked !== null || !wantsLittleMotion());
  }

  /** Also what the Escape key leads to. */
  private closed(): void {
    const { showing } = this;
    if (showing === null) return;
    this.showing = null;
    clearTimeout(this.reading);
    this.reading = undefined;
    showing.player.close();
    showing.pictures.close();
    showing.unmute();
    this.dialog.remove();
  }

  private get say(): ReplayWords {
    return replayWordsFor(this.port.language);
  }

  private tell(notice: string, link = ''): void {
    this.notice = notice;
    this.link = link;
    this.draw();
  }

  private go(moment: Moment, plays = true): void {
    this.tell('');
    void this.showing?.player.go(moment, plays);
  }

  private draw(): void {
    if (this.showing === null) return;
    render(this.content(this.showing), this.dialog, { host: this });
    this.keepInSight();
  }

  private content({ sequence, player, pictures, http }: Showing): TemplateResult {
    const { say } = this;
    const { moment } = player;
    const hasVideo = player.state.at === 'part';
    this.video.setAttribute('aria-label', say.recording);
    const { orientation } = this.port.view.room?.rules ?? {};
    this.dialog.classList.toggle('portrait', orientation === 'portrait');
    const model = {
      ...{ say, moment, streams: sequence.streams, gone: sequence.gone },
      picture: (id: string) => pictures.address(id),
      go: (to: Moment) => this.go(to),
    };
    return html`
      <header>
        <h2 id="replay-title">${say.title}</h2>
        <button class="plain close" aria-label=${say.close} @click=${() => this.close()}>✕</button>
      </header>
      <div class="screen">
        <div class=${hasVideo ? 'video' : 'video none'}>${this.video}</div>
        ${transport({
          say,
          moment,
          video: this.video,
          streams: sequence.streams,
          plays: player.isPlaying,
          loved: new Set(mostLoved(sequence.streams).map(({ id }) => id)),
          toggle: () => player.toggle(),
          go: (to) => this.go(to, player.isPlaying),
          redraw: () => this.draw(),
        })}
        ${this.status(sequence, player)}
        <div class="tools">
          <button aria-label=${say.previousLabel} @click=${() => this.step(-1)}>
            ${say.previous}
          </button>
          <button aria-label=${say.nextLabel} @click=${() => this.step(1)}>${say.next}</button>
          <button class="plain" aria-label=${say.copyLabel} @click=${() => this.copyLink()}>
            ${say.copy}
          </button>
          ${this.shareButton(sequence, moment, pictures)}
        </div>
        ${nowShown(sequence, moment, say)}
      </div>
      <div class="track" role="group" aria-label=${say.track} tabindex="0">
        ${
          sequence.hasOlder
            ? html`<button class="plain" @click=${() => this.showOlder()}>${say.earlier}</button>`
            : nothing
        }
        ${chapters(model)} ${timeline(model)}
      </div>
      <footer>
        ${downloadLink(http, say, () => this.tell(this.say.away))}
      </footer>
    `;
  }

  /** For what everybody may replay: the link is to lead others to it. */
  private shareButton(sequence: StreamSequence, moment: Moment | null, pictures: Pictures): Drawn {
    const prompt = moment && promptAt(sequence.find(moment.no), moment);
    if (prompt === null || this.port.view.room?.rules.replay !== 'yes') return nothing;
    const { id, by, name, text, frame } = prompt;
    const thumbnail = frame ? pictures.address(id) : null;
    const share = () => this.share({ promptId: id, by, name, text, thumbnail, video: this.video });
    return html`<button class="plain" @click=${share}>${this.say.shareLabel}</button>`;
  }

  private status(sequence: StreamSequence, { state }: Player): TemplateResult {
    const { notice, link, trouble } = this;
    const isEmpty = sequence.streams.every(({ endedAt }) => endedAt === null);
    return status({
      ...{ say: this.say, notice, link, isEmpty },
      doing: this.fetching ? 'sequence' : state.at === 'fetching' ? 'part' : null,
      stop: trouble ?? (state.at === 'stopped' ? state.why : null),
      stopped: state.at === 'stopped' ? sequence.find(state.moment.no) : null,
      again: () => this.again(),
    });
  }

  private again(): void {
    const { showing } = this;
    if (showing === null) return;
    if (this.trouble !== null) void this.begin(showing, null);
    else showing.player.again();
  }

  /** To the prompt before or after what is shown. */
  private step(by: 1 | -1): void {
    if (this.showing === null) return;
    const { sequence, player } = this.showing;
    const target = momentBeside(sequence.streams, player.moment ?? { no: 0, ms: 0 }, by);
    if (target !== null) this.go(target);
  }

  private async showOlder(): Promise<void> {
    const { showing } = this;
    const got = await showing?.sequence.loadOlder();
    if (got?.ok === false) this.tell(stopInWords(got.why, null, this.say));
    this.draw();
  }

  private async copyLink(): Promise<void> {
    const { showing } = this;
    const moment = showing?.player.moment ?? null;
    if (showing === null || moment === null) return;
    const link = linkTo(location.href, showing.room, moment);
    try {
      await navigator.clipboard.writeText(link);
      this.tell(this.say.copied);
    } catch {
      this.tell(this.say.notCopied, link);
    }
  }

  /** What is shown now stays in sight in the timeline, and only when it has changed. */
  private keepInSight(): void {
    const current = this.dialog.querySelector<HTMLElement>('[aria-current]');
    const track = this.dialog.querySelector<HTMLElement>('.track');
    const key = `${this.showing?.player.moment?.no} ${current?.textContent}`;
    if (current === null || track === null || key === this.scrolledTo) return;
    this.scrolledTo = key;
    const { top, bottom } = current.getBoundingClientRect();
    const frame = track.getBoundingClientRect();
    if (top < frame.top || bottom > frame.bottom) track.scrollTop += top - frame.top - 40;
  }
}

/** Where a link leads, going back as far as needed; null if that is not kept any more. */
async function placeOf(linked: Linked, sequence: StreamSequence): Promise<Moment | null> {
  if ('no' in linked) return (await sequence.reach(linked.no)) === null ? null : linked;
  const found = await sequence.reachPrompt(linked.promptId);
  return found === null ? null : startOf(found.stream, found.prompt);
}

/** What of a room is in the sequence: its changes, and that a stream is over. */
function newestOf({ room }: ClientView): string {
  return `${room?.life.phase} ${room?.changes.at(-1)?.id}`;
}

function momentOf(stream: ReplayStream | null): Moment | null {
  return stream && { no: stream.no, ms: 0 };
}

function wantsLittleMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
