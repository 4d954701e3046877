import { type LitElement, nothing } from 'lit';
import type { LazyChunk } from '../lazy-chunk.js';
import type { Drawn, TurnsLook } from '../modes/mode-display.js';
import type { RoomContext } from '../render-context.js';
import type { FaceEvents } from './faces.js';
import type { People } from './people.js';

/** What opens by a press: the card of a person, and the rail where it lies over the picture. */
export class Crowd implements FaceEvents {
  /** Matters only where the rail lies over the picture. */
  isRailOpen = false;
  private readonly host: LitElement;
  private readonly people: LazyChunk<People>;

  constructor(host: LitElement, people: LazyChunk<People>) {
    this.host = host;
    this.people = people;
  }

  readonly peek = async (who: string, { currentTarget }: Event): Promise<void> => {
    const people = await this.people.load();
    people?.peek(who, currentTarget as HTMLElement);
  };

  readonly leave = (): void => this.people.part?.leave();

  readonly press = async (who: string | null, { currentTarget }: Event): Promise<void> => {
    const people = await this.people.load();
    people?.press(who, currentTarget as HTMLElement);
  };

  /** The rail, where it is hidden behind this; else the names of everybody who has one. */
  readonly show = (event: Event): void => {
    const { rail } = this;
    if (rail === null || getComputedStyle(rail).position === 'static') {
      void this.press(null, event);
      return;
    }
    this.isRailOpen = !this.isRailOpen;
    this.host.requestUpdate();
    if (this.isRailOpen) void this.host.updateComplete.then(() => rail.focus());
  };

  readonly close = (): void => {
    this.isRailOpen = false;
    this.host.requestUpdate();
    this.host.renderRoot.querySelector<HTMLElement>('button.crowd')?.focus();
  };

  readonly keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isRailOpen) return;
    event.preventDefault();
    this.close();
  };

  card(context: RoomContext, look: TurnsLook, watchOnly: boolean): Drawn {
    return this.people.part?.draw(context, look, watchOnly) ?? nothing;
  }

  private get rail(): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>('.rail');
  }
}
