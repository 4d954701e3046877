import {
  type CSSResult,
  html,
  type LitElement,
  nothing,
  type ReactiveController,
  type TemplateResult,
} from 'lit';
import type { ClientOptions } from '../client/client-options.js';
import type { ClientView } from '../client/client-view.js';
import { isStaff } from '../protocol/view.js';
import type { RoomClient, RoomPlayback } from './controller.js';
import type { RoomFrame } from './render-context.js';
import { type Moment, momentIn } from './replay/link.js';
import type { Replay } from './replay/replay.js';

/** The chunk that `replay-parts.ts` makes. */
export type ReplayParts = typeof import('./replay-parts.js');

/** What a replay needs from the element around it. */
export interface ReplayPort {
  readonly view: ClientView;
  readonly client: Pick<RoomClient, 'now'> | null;
  readonly picture: RoomPlayback | null;
  readonly options: ClientOptions | null;
  readonly locale: string;
}

export interface ReplayLoaderPort {
  readonly port: ReplayPort;
  wear(styles: readonly CSSResult[]): void;
  missing(): void;
}

/** Brings the replay when somebody asks for it, or came by a link to one of its moments. */
export class ReplayLoader implements ReactiveController {
  /** @internal Tests put their own here. */
  static bring: () => Promise<ReplayParts> = () => import('./replay-parts.js');

  /** The link that was followed last: of several elements for a room on a page, one follows it. */
  private static followed = '';

  private readonly host: LitElement;
  private readonly port: ReplayLoaderPort;
  private replay: Replay | null = null;
  private coming = false;
  private wasAllowed = false;

  constructor(host: LitElement, port: ReplayLoaderPort) {
    this.host = host;
    this.port = port;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.followLink);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.followLink);
    this.replay?.close();
  }

  viewChanged(view: ClientView): void {
    const isAllowed = mayReplay(view);
    if (isAllowed && !this.wasAllowed) this.followLink();
    this.wasAllowed = isAllowed;
  }

  /** The button that opens it, for those who may. */
  draw({ view, words }: RoomFrame): TemplateResult | typeof nothing {
    if (!mayReplay(view)) return nothing;
    const open = () => void this.open(null);
    return html`<button class="plain replay-open" aria-haspopup="dialog" @click=${open}>
      ${words.replay}
    </button>`;
  }

  private readonly followLink = (): void => {
    const { view, options } = this.port.port;
    const { hash } = location;
    if (options === null || !mayReplay(view) || ReplayLoader.followed === hash) return;
    const moment = momentIn(hash, options.room);
    if (moment === null) return;
    ReplayLoader.followed = hash;
    void this.open(moment);
  };

  private async open(moment: Moment | null): Promise<void> {
    if (this.coming) return;
    this.coming = true;
    try {
      this.replay ??= await this.load();
      if (this.host.isConnected) this.replay.open(moment);
    } catch {
      this.port.missing();
    }
    this.coming = false;
  }

  private async load(): Promise<Replay> {
    const { Replay, replayStyles } = await ReplayLoader.bring();
    this.port.wear(replayStyles);
    return new Replay(this.host, this.port.port);
  }
}

/** Whether this visitor may see what happened here; the room decides again when it is asked. */
function mayReplay({ room, you }: ClientView): boolean {
  const rule = room?.rules.replay;
  return rule === 'yes' || (rule === 'staff' && isStaff(you?.role));
}
