import type { ClientProblem, ClientView } from '../client/index.js';
import { refuse } from '../protocol/reasons.js';
import type { Receipt } from '../protocol/receipt.js';
import type { RoomController, RoomListener } from './controller.js';
import {
  eventsBetween,
  OdysseyErrorEvent,
  OdysseyReceiptEvent,
  OdysseyStreamEvent,
  type ProblemInWords,
  streamIdOf,
} from './events.js';
import type { RoomUiLoader } from './room-ui-loader.js';
import { type Setup, tellAuthor } from './setup.js';

/** From what the news are made, as it is when they are. */
export interface PageNewsSources {
  room(): Pick<RoomController, 'view' | 'playback'>;
  inside(): RoomUiLoader;
}

/** Passes on what happens: to the interface, to the page as events, to its author on the console. */
export class PageNews implements RoomListener {
  private readonly page: EventTarget;
  private readonly sources: PageNewsSources;

  constructor(page: EventTarget, sources: PageNewsSources) {
    this.page = page;
    this.sources = sources;
  }

  viewChanged(before: ClientView, after: ClientView): void {
    for (const event of eventsBetween(before, after)) this.page.dispatchEvent(event);
    if (streamIdOf(before) !== streamIdOf(after)) this.playbackChanged();
    this.interfaceChanged(before, after);
  }

  /** Also for what the interface has missed while it was loaded. */
  interfaceChanged(before: ClientView, after: ClientView): void {
    const problem = this.sources.inside().ui?.viewChanged(before, after) ?? null;
    if (problem !== null) this.page.dispatchEvent(new OdysseyErrorEvent(problem));
  }

  receiptChanged(receipt: Receipt): void {
    this.sources.inside().ui?.receiptChanged(receipt);
    this.page.dispatchEvent(new OdysseyReceiptEvent({ receipt }));
  }

  playbackChanged(): void {
    const { playback, view } = this.sources.room();
    this.page.dispatchEvent(new OdysseyStreamEvent({ playback, streamId: streamIdOf(view) }));
  }

  problemFound({ reason, message }: ClientProblem): void {
    this.wrong({ reason, message });
    const inside = this.sources.inside();
    if (reason === 'bad-invite') void inside.load().then(() => inside.ui?.notify(refuse(reason)));
  }

  setupRead({ missing, notes }: Setup): void {
    for (const note of notes) tellAuthor(note);
    if (missing !== null) this.wrong(missing);
  }

  private wrong(problem: ProblemInWords): void {
    tellAuthor(problem.message);
    this.page.dispatchEvent(new OdysseyErrorEvent(problem));
  }
}
