import type { TurnsView } from '../protocol/view.js';
import type { ModeUi } from './modes/mode-ui.js';

/** The chunk that `mode-parts.ts` makes. */
export type ModeParts = typeof import('./mode-parts.js');

export interface ModeLoaderPort {
  loaded(parts: ModeParts): ModeUi;
  missing(): void;
}

/** Brings the parts that only some ways of taking turns need, when a room first shows one. */
export class ModeLoader {
  /** @internal Tests put their own here. */
  static bring: () => Promise<ModeParts> = () => import('./mode-parts.js');

  /** Null until they are there. */
  ui: ModeUi | null = null;
  private readonly port: ModeLoaderPort;
  /** The mode that they were last asked for. */
  private askedFor: TurnsView['mode'] | null = null;
  private coming = false;

  constructor(port: ModeLoaderPort) {
    this.port = port;
  }

  /** Whether something has to be waited for; asks for it if nobody has. What fails shows a line. */
  isComing(turns: TurnsView): boolean {
    if (this.ui !== null || (turns.mode === 'queue' && turns.switching === null)) return false;
    if (!this.coming && this.askedFor !== turns.mode) {
      this.askedFor = turns.mode;
      this.coming = true;
      void this.load();
    }
    return this.coming;
  }

  private async load(): Promise<void> {
    try {
      this.ui = this.port.loaded(await ModeLoader.bring());
      this.coming = false;
    } catch {
      this.coming = false;
      this.port.missing();
    }
  }
}
