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
import type { LazyChunk } from './lazy-chunk.js';
import type { RoomUi } from './room-ui.js';
import { type Setup, tellAuthor } from './setup.js';

/** What the events tell of, as it is when they are dispatched. */
interface EventSources {
  readonly controller: Pick<RoomController, 'view' | 'playback'>;
  readonly ui: LazyChunk<RoomUi>;
}

/** Reports what happens: to the interface, to the page as events, to its author on the console. */
export class PageEvents implements RoomListener {
  private readonly page: EventTarget;
  private readonly sources: () => EventSources;

  constructor(page: EventTarget, sources: () => EventSources) {
    this.page = page;
    this.sources = sources;
  }

  viewChanged(before: ClientView, after: ClientView): void {
    for (const event of eventsBetween(before, after)) this.page.dispatchEvent(event);
    if (streamIdOf(before) !== streamIdOf(after)) this.playbackChanged();
    this.show(this.sources().ui.part, before, after);
  }

  /** Also called once the interface is loaded, for what it has missed. */
  show(ui: RoomUi | null, before: ClientView, after: ClientView): void {
    const problem = ui?.viewChanged(before, after) ?? null;
    if (problem !== null) this.page.dispatchEvent(new OdysseyErrorEvent(problem));
  }

  receiptChanged(receipt: Receipt): void {
    this.sources().ui.part?.receiptChanged(receipt);
    this.page.dispatchEvent(new OdysseyReceiptEvent({ receipt }));
  }

  playbackChanged(): void {
    const { playback, view } = this.sources().controller;
    this.page.dispatchEvent(new OdysseyStreamEvent({ playback, streamId: streamIdOf(view) }));
  }

  problemFound({ reason, message }: ClientProblem): void {
    this.wrong({ reason, message });
    if (reason !== 'bad-invite') return;
    void this.sources()
      .ui.load()
      .then((ui) => ui?.notify(refuse(reason)));
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
