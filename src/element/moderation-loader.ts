import type { CSSResult, LitElement, TemplateResult } from 'lit';
import type { ClientView } from '../client/client-view.js';
import { isStaff } from '../protocol/view.js';
import type { Moderation, ModerationPort } from './moderation/moderation.js';
import type { RoomFrame } from './render-context.js';

/** The chunk that `moderation-parts.ts` makes. */
export type ModerationParts = typeof import('./moderation-parts.js');

export interface ModerationLoaderPort {
  readonly port: ModerationPort;
  wear(styles: readonly CSSResult[]): void;
  missing(): void;
}

/** Brings the moderators' panel once the room says that the visitor is one of them. */
export class ModerationLoader {
  /** @internal Tests put their own here. */
  static bring: () => Promise<ModerationParts> = () => import('./moderation-parts.js');

  private readonly host: LitElement;
  private readonly port: ModerationLoaderPort;
  private asked = false;
  /** Null until it is there. */
  private panel: Moderation | null = null;

  constructor(host: LitElement, port: ModerationLoaderPort) {
    this.host = host;
    this.port = port;
  }

  viewChanged(view: ClientView): void {
    this.panel?.viewChanged(view);
    if (this.asked || !isStaff(view.you?.role)) return;
    this.asked = true;
    void this.load();
  }

  /** The panel for those whom it is for. */
  draw(frame: RoomFrame): TemplateResult | null {
    return isStaff(frame.you.role) ? (this.panel?.draw(frame) ?? null) : null;
  }

  private async load(): Promise<void> {
    try {
      const { Moderation, moderationStyles } = await ModerationLoader.bring();
      this.port.wear(moderationStyles);
      this.panel = new Moderation(this.host, this.port.port);
    } catch {
      this.port.missing();
    }
    this.host.requestUpdate();
  }
}
