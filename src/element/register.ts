import { isServer } from 'lit';
import { OdysseyBroadcast } from './odyssey-broadcast.js';
import { scriptsIn } from './page.js';

export const TAG = 'odyssey-broadcast';

/** One of the scripts on a page that bring the element. */
export interface Copy {
  readonly version: string;
  define(): void;
}

/** Of all copies on a page, in the order in which they ran. */
const COPIES = Symbol.for('odyssey-broadcast.copies');

const own: Copy = {
  version: OdysseyBroadcast.version,
  define: () => customElements.define(TAG, OdysseyBroadcast),
};

/** Registers the tag. Where a page has several scripts of it, the newest is taken. */
export function register(): void {
  if (customElements.get(TAG) === OdysseyBroadcast) return;
  const shared = globalThis as { [COPIES]?: Copy[] };
  shared[COPIES] ??= [];
  const copies = shared[COPIES];
  copies.push(own);
  const isAlone = copies.length === 1 && (isServer || scriptsIn(document).length < 2);
  if (isAlone && customElements.get(TAG) === undefined) return own.define();
  const choose = import('./register-newest.js').then((chunk) => chunk.registerNewest(copies));
  choose.catch(() => {
    if (customElements.get(TAG) === undefined) own.define();
  });
}
