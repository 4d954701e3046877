import { css, html, type LitElement, nothing, render, type TemplateResult } from 'lit';
import { type ReplayWords, replayWordsFor } from '../replay/replay-words.js';
import { linkToPrompt, type ReplayPort } from '../replay-entry.js';
import { preferences } from '../styles/base.js';
import { drawMoment } from './picture.js';

/** What is shared: a change of the world, and how it looked. */
export interface SharedMoment {
  readonly promptId: string;
  /** The participant's id. */
  readonly by: string;
  readonly name: string;
  readonly text: string;
  /** The address of its thumbnail; null where there is none. */
  readonly thumbnail: string | null;
  /** What shows it larger, if that may be drawn. */
  readonly video?: HTMLVideoElement;
}

const FILE = 'moment.jpg';

const shareStyles = css`
  .share-moment {
    inline-size: min(30rem, 100vw - 1.5rem);
    max-block-size: calc(100dvh - 1.5rem);
    margin: auto;
    padding: 0 var(--_gap) var(--_gap);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
  }

  .share-moment::backdrop {
    background: #0a0c10b8;
  }

  .share-moment header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline-end: -0.75rem;
  }

  .share-moment h2 {
    font-size: 1.0667em;
    color: var(--_text);
  }

  .share-moment canvas {
    display: block;
    max-inline-size: 100%;
    max-block-size: 60dvh;
    margin-inline: auto;
    border-radius: calc(var(--_radius) / 2);
  }

  .share-moment .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
  }

  .share-moment .tools > * {
    flex: 1 1 auto;
  }

  .share-moment p:not(:empty) {
    margin-block-start: 0.5rem;
  }

  .share-moment input {
    inline-size: 100%;
    min-block-size: 2.75rem;
    margin-block-start: 0.5rem;
    padding-inline: 0.75rem;
    border: 1px solid var(--_field);
    border-radius: calc(var(--_radius) / 2);
    background: none;
    color: inherit;
    font: inherit;
    font-size: max(16px, 1em);
  }
`;

/** A moment to share: a picture that is made in the page, and a link that opens the replay at it. */
export class Share {
  static readonly styles = [shareStyles, preferences];

  private readonly host: LitElement;
  private readonly port: ReplayPort;
  private readonly dialog = document.createElement('dialog');
  private canvas = document.createElement('canvas');
  private moment: SharedMoment | null = null;
  private file: File | null = null;
  private notice = '';
  private showsLink = false;

  constructor(host: LitElement, port: ReplayPort) {
    this.host = host;
    this.port = port;
    this.dialog.className = 'share-moment';
    this.dialog.setAttribute('aria-labelledby', 'share-title');
    for (const type of ['keydown', 'keyup', 'keypress']) {
      // A page's hotkeys are for the page.
      this.dialog.addEventListener(type, (event) => event.stopPropagation());
    }
    this.dialog.addEventListener('close', () => !this.dialog.open && this.closed());
  }

  async open(moment: SharedMoment): Promise<void> {
    this.moment = moment;
    this.canvas = document.createElement('canvas');
    Object.assign(this, { file: null, notice: '', showsLink: false });
    this.host.shadowRoot?.append(this.dialog);
    this.draw();
    this.dialog.showModal();
    const { canvas } = this;
    drawMoment(canvas, this.pictureOf(moment, await frameOf(moment)));
    const blob = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', 0.9),
    );
    if (this.moment !== moment || blob === null) return;
    this.file = new File([blob], FILE, { type: 'image/jpeg' });
    this.draw();
  }

  close(): void {
    this.dialog.close();
    this.closed();
  }

  private closed(): void {
    this.moment = null;
    this.dialog.remove();
  }

  private pictureOf(
    { by, name, text }: SharedMoment,
    frame: HTMLImageElement | HTMLVideoElement | null,
  ) {
    const { options, view } = this.port;
    return {
      ...{ by, name, text, frame, room: options?.room ?? '' },
      portrait: view.room?.rules.orientation === 'portrait',
      font: getComputedStyle(this.host).fontFamily,
    };
  }

  private get say(): ReplayWords['share'] {
    return replayWordsFor(this.port.language).share;
  }

  private get link(): string {
    const { moment, port } = this;
    return linkToPrompt(location.href, port.options?.room ?? '', moment?.promptId ?? '');
  }

  private draw(): void {
    const { moment } = this;
    if (moment !== null) render(this.content(moment), this.dialog, { host: this });
  }

  private content({ name, text }: SharedMoment): TemplateResult {
    const { say, canvas, file } = this;
    const canShare = file !== null && navigator.canShare?.({ files: [file] }) === true;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${name}: ${text}`);
    return html`
      <header>
        <h2 id="share-title">${say.title}</h2>
        <button class="plain close" aria-label=${say.close} @click=${() => this.close()}>✕</button>
      </header>
      <div class="shown">${canvas}</div>
      <div class="tools">
        ${
          canShare
            ? html`<button class="primary" @click=${() => this.share(file)}>${say.share}</button>`
            : nothing
        }
        <button aria-disabled=${file === null ? 'true' : nothing} @click=${() => this.save()}>
          ${say.save}
        </button>
        <button @click=${() => this.copy()}>${say.copy}</button>
      </div>
      <p role="status">${this.notice}</p>
      ${
        this.showsLink
          ? html`<input readonly aria-label=${say.copy} .value=${this.link} @focus=${selectAll} />`
          : nothing
      }
    `;
  }

  private async share(file: File): Promise<void> {
    const { text, name } = this.moment ?? { text: '', name: '' };
    try {
      await navigator.share({ files: [file], text: `${name}: ${text}`, url: this.link });
    } catch (error) {
      // A visitor who thinks better of it needs no word about it.
      if (Object(error).name !== 'AbortError') this.tell(this.say.notShared);
    }
  }

  private save(): void {
    if (this.file === null) return;
    const href = URL.createObjectURL(this.file);
    Object.assign(document.createElement('a'), { href, download: FILE }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    this.tell(this.say.saved);
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.link);
      this.tell(this.say.copied);
    } catch {
      this.showsLink = true;
      this.tell(this.say.notCopied);
    }
  }

  private tell(notice: string): void {
    this.notice = notice;
    this.draw();
  }
}

/** The larger picture where the browser lets it be read, else the thumbnail. */
async function frameOf({ video, thumbnail }: SharedMoment) {
  if (video !== undefined && isReadable(video)) return video;
  if (thumbnail === null) return null;
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = thumbnail;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

/** A recording of another origin may be shown and not be read. */
function isReadable(video: HTMLVideoElement): boolean {
  if (video.videoWidth === 0) return false;
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  try {
    context?.drawImage(video, 0, 0, 1, 1);
    return context?.getImageData(0, 0, 1, 1) !== undefined;
  } catch {
    return false;
  }
}

function selectAll({ target }: Event): void {
  if (target instanceof HTMLInputElement) target.select();
}
