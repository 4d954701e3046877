import type { Welcome } from '../../../src/protocol/messages.js';
import { USUAL_HEAD, USUAL_VIEW, USUAL_YOU } from '../../../src/protocol/patch.js';
import type { Receipt } from '../../../src/protocol/reasons.js';
import type { You } from '../../../src/protocol/view.js';
import { makePatch } from './make-patch.js';

/** What a welcome says beside the view. */
interface Own {
  readonly head: Omit<Welcome, 'snapshot'>;
  readonly you: You;
  readonly receipts: readonly Receipt[];
}

/** The public view as a text, and welcomes around it: written once for all who join before the next change. */
export class WrittenView {
  readonly text: string;
  private patch: string | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** In full, or without what is as usual for a page that knows what that is: see `RoomReader`. */
  welcome({ head, you, receipts }: Own, knowsUsual: boolean): string {
    if (!knowsUsual) return wrapped(head, this.text, { you, receipts });
    this.patch ??= JSON.stringify(makePatch(USUAL_VIEW, this.text));
    const own = receipts.length === 0 ? {} : { receipts };
    return wrapped(unusual(head, USUAL_HEAD), this.patch, { you: unusual(you, USUAL_YOU), ...own });
  }
}

function wrapped(head: object, room: string, own: object): string {
  const begin = JSON.stringify(head).slice(0, -1);
  return `${begin},"snapshot":{"room":${room},${JSON.stringify(own).slice(1)}}`;
}

function unusual(whole: object, usual: object): object {
  const known = new Map(Object.entries(usual).map(([name, one]) => [name, JSON.stringify(one)]));
  const entries = Object.entries(whole);
  return Object.fromEntries(
    entries.filter(([name, one]) => known.get(name) !== JSON.stringify(one)),
  );
}
