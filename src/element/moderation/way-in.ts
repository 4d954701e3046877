import { css, html, nothing, type ReactiveControllerHost, svg, type TemplateResult } from 'lit';
import { LazyChunk } from '../lazy-chunk.js';
import type { RoomUiPort } from '../ports.js';
import type { ModerationWords } from './moderation-words.js';
import { copied } from './more.js';

/** The address for those who are to come: of the page alone, since a token or an invitation is behind the `#`. */
function addressOf(joinUrl: string | null): string {
  return joinUrl ?? location.href.split('#')[0] ?? '';
}

const ICON = svg`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
  <path fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"
    d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500H14zM17.500 17.500H20V20h-2.500z" />
</svg>`;

/** The way into the room as a code to scan from this page, which it fills; a thumb closes it. */
export class WayIn {
  private readonly host: ReactiveControllerHost;
  private readonly port: Pick<RoomUiPort, 'language' | 'joinUrl'>;
  private readonly code: LazyChunk<typeof import('../hall/join-code.js')>;
  private isOpen = false;
  /** Whether the address was copied, as a sentence. */
  private told = '';

  constructor(host: ReactiveControllerHost, port: WayIn['port'], failed: () => void) {
    this.host = host;
    this.port = port;
    this.code = new LazyChunk(host, {
      fetch: () => import('../hall/join-code.js'),
      create: (all) => all,
      failed,
    });
  }

  /** What opens it. */
  button(say: ModerationWords): TemplateResult {
    return html`<button class="plain way-in" aria-haspopup="dialog" @click=${this.open}>
      ${ICON} ${say.showQr}
    </button>`;
  }

  draw(say: ModerationWords): TemplateResult {
    const { language, joinUrl } = this.port;
    const address = addressOf(joinUrl);
    const copy = () => void copied(address, say).then((told) => this.tell(told));
    const close = ({ currentTarget }: Event) =>
      (currentTarget as HTMLElement).closest('dialog')?.close();
    const content = () => html`
      ${this.code.part?.joinCode(address, language)}
      <bdi class="as-text" dir="ltr" tabindex="0">${address}</bdi>
      <p class="quiet" role="status">${this.told}</p>
      <button @click=${copy}>${say.copy}</button>
      <button class="primary" autofocus @click=${close}>${say.close}</button>
    `;
    return html`<dialog class="way-in" aria-label=${say.showQr} @close=${this.closed}>
      ${this.isOpen ? content() : nothing}
    </dialog>`;
  }

  /** To be called once it is drawn. */
  drawn(root: ShadowRoot): void {
    const box = root.querySelector<HTMLDialogElement>('dialog.way-in');
    if (box !== null && this.isOpen && !box.open) box.showModal();
  }

  private readonly open = async (): Promise<void> => {
    this.isOpen = (await this.code.load()) !== null;
    this.tell('');
  };

  private readonly closed = (): void => {
    this.isOpen = false;
    this.host.requestUpdate();
  };

  private tell(told: string): void {
    this.told = told;
    this.host.requestUpdate();
  }
}

export const wayInStyles = css`
  .moderation button.way-in {
    justify-content: start;
    inline-size: 100%;
    padding-inline: 0.2rem;
    border-radius: 0;
    border-block-start: 1px solid var(--_line);
    color: var(--_text);
    font-size: 1em;
    font-weight: 600;
  }

  /* As large as the page allows, for phones across a table; its buttons where a thumb is. */
  .moderation dialog.way-in {
    inline-size: min(100vw - 1rem, 34rem);
    max-inline-size: none;
  }

  .moderation dialog.way-in[open] {
    display: grid;
    gap: 0.625rem;
  }

  .way-in .join {
    display: grid;
    justify-items: center;
    gap: 0.25rem;
    padding: 0.5rem;
    border-radius: var(--_radius);
    text-align: center;
  }

  .way-in .join:has(.code) {
    background: #ffffff;
    color: #14161b;
  }

  .way-in .call {
    font-size: 1.25em;
    font-weight: 650;
  }

  .way-in .code {
    display: block;
    inline-size: min(100%, 100dvh - 18rem);
    min-inline-size: 8rem;
    aspect-ratio: 1;
  }

  .way-in .address {
    max-inline-size: 100%;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  /* Only where there is no code of it. */
  .way-in .as-text {
    display: none;
  }

  .way-in .problem ~ .as-text {
    display: block;
    max-block-size: 10rem;
    overflow-y: auto;
    overflow-wrap: anywhere;
    user-select: all;
  }

  .way-in p:empty {
    display: none;
  }

  .moderation dialog.way-in button {
    min-block-size: 3.5rem;
  }
`;
