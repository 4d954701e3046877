import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { ClientView } from '../client/index.js';
import { isStaff } from '../protocol/view.js';
import type { LazyChunk } from './lazy-chunk.js';
import type { RoomContext, RoomUiPort } from './ports.js';

/** Links to a moment are in the fragment of an address, which no server sees: by its place, or by its prompt. */
const NAME = 'odyssey-replay';
const PROMPT_NAME = 'odyssey-moment';

/** A moment: how far into which stream of a room's sequence. */
export interface Moment {
  readonly no: number;
  readonly ms: number;
}

/** A change is shown from so shortly before it takes effect. */
export const BEFORE_MS = 1_500;

/** A change's thumbnail is with the room by then, if there is one: taken after two seconds, and sent. */
export const PICTURE_AFTER_MS = 6_000;

/** A moment, or the prompt whose moment it is. */
export type Linked = Moment | { readonly promptId: string };

/** The moment of this room that an address's fragment leads to, if it is one. */
export function momentIn(fragment: string, room: string): Linked | null {
  const written = new URLSearchParams(fragment.replace(/^#/, ''));
  const [, where, promptId] = /^(.*),([\w-]{1,64})$/s.exec(written.get(PROMPT_NAME) ?? '') ?? [];
  if (where === room && promptId !== undefined) return { promptId };
  const [, named, no, ms] = /^(.*),(\d{1,10}),(\d{1,10})$/s.exec(written.get(NAME) ?? '') ?? [];
  return named === room ? { no: Number(no), ms: Number(ms) } : null;
}

/** The page's address with the moment of a prompt; the rest of its fragment is left out, as it may be private. */
export function linkToPrompt(address: string, room: string, promptId: string): string {
  const url = new URL(address);
  url.hash = `${PROMPT_NAME}=${encodeURIComponent(room)},${promptId}`;
  return url.href;
}

/** The page's address with this moment; the rest of its fragment is left out, as it may be private. */
export function linkTo(address: string, room: string, { no, ms }: Moment): string {
  const url = new URL(address);
  url.hash = `${NAME}=${encodeURIComponent(room)},${no},${Math.max(0, Math.round(ms))}`;
  return url.href;
}

/** What a replay needs from the element around it. */
export type ReplayPort = Pick<RoomUiPort, 'view' | 'client' | 'picture' | 'options' | 'language'>;

/** The dialog with the recordings. */
interface ReplayDialog {
  /** Shows it, from this moment on; without one, from where the last broadcast began. */
  open(moment: Linked | null): void;
  viewChanged(view: ClientView): void;
  close(): void;
}

/** The two ways into the replay: its button, and a link to one of its moments. */
export class ReplayEntry implements ReactiveController {
  /** The last link followed: of several elements for one room on a page, only one follows it. */
  private static followed = '';

  private readonly host: LitElement;
  private readonly port: ReplayPort;
  private readonly dialog: LazyChunk<ReplayDialog>;
  private wasAllowed = false;

  constructor(host: LitElement, port: ReplayPort, dialog: LazyChunk<ReplayDialog>) {
    this.host = host;
    this.port = port;
    this.dialog = dialog;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.followLink);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.followLink);
    this.dialog.part?.close();
  }

  viewChanged(view: ClientView): void {
    const isAllowed = mayReplay(view);
    if (isAllowed && !this.wasAllowed) this.followLink();
    this.wasAllowed = isAllowed;
    this.dialog.part?.viewChanged(view);
  }

  /** The button that opens it, for those who may. */
  draw({ view, words }: RoomContext): TemplateResult | typeof nothing {
    if (!mayReplay(view)) return nothing;
    const open = () => void this.open(null);
    return html`<button class="plain replay-open" aria-haspopup="dialog" @click=${open}>
      ${words.replay}
    </button>`;
  }

  private readonly followLink = (): void => {
    const { view, options } = this.port;
    const { hash } = location;
    if (options === null || !mayReplay(view) || ReplayEntry.followed === hash) return;
    const moment = momentIn(hash, options.room);
    if (moment === null) return;
    ReplayEntry.followed = hash;
    void this.open(moment);
  };

  private async open(moment: Linked | null): Promise<void> {
    if (this.dialog.status === 'loading') return;
    const dialog = await this.dialog.load();
    if (this.host.isConnected) dialog?.open(moment);
  }
}

/** Whether this visitor may see what happened here; the room decides again when it is asked. */
export function mayReplay({ room, you }: ClientView): boolean {
  const rule = room?.rules.replay;
  return rule === 'yes' || (rule === 'staff' && isStaff(you?.role));
}
