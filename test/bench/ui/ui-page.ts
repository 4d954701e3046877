import { change, crowd } from '../../element/support/crowd-views.js';
import { clearPage, type Mounted, mount } from '../../element/support/mount.js';
import { HELD, OTTER, roomView, view } from '../../element/support/views.js';

/** What is measured inside a page: an element whose room the page plays. */

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly previousRect: DOMRect; readonly currentRect: DOMRect }[];
}
interface Interaction extends PerformanceEventTiming {
  readonly interactionId: number;
}

/** Shorter ones are not told by the browser (ms). */
const SHORTEST_MS = 16;

let mounted: Mounted | null = null;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/**
 * What 50 prompts, 20 who line up and 12 proposals move on the page, in all; and where, the worst first. That
 * the way of taking turns changes is the host's doing, and is not counted.
 */
async function shifts() {
  clearPage();
  mounted = await mount({ scene: 'watching' });
  const seen: LayoutShift[] = [];
  const observer = new PerformanceObserver((list) =>
    seen.push(...(list.getEntries() as LayoutShift[])),
  );
  let shown = 0;
  let mode: string | undefined;
  for (const next of crowd()) {
    if (next.room?.turns.mode !== mode) {
      seen.push(...(observer.takeRecords() as LayoutShift[]));
      observer.disconnect();
      await mounted.show(next);
      await frame();
      await frame();
      observer.observe({ type: 'layout-shift', buffered: false });
    } else {
      await mounted.show(next);
      await frame();
      // Two prompts are seconds apart.
      for (const animation of mounted.root.getAnimations()) {
        if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
      }
      await frame();
    }
    mode = next.room?.turns.mode;
    shown += 1;
  }
  await frame();
  seen.push(...(observer.takeRecords() as LayoutShift[]));
  observer.disconnect();
  const total = seen.reduce((sum, { value }) => sum + value, 0);
  const worst = [...seen]
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ value, sources }) => {
      const boxes = sources.map(
        ({ previousRect: a, currentRect: b }) =>
          `${Math.round(a.x)},${Math.round(a.y)} → ${Math.round(b.x)},${Math.round(b.y)}`,
      );
      return `${value.toFixed(4)}: ${boxes.join('; ')}`;
    });
  return { total, count: seen.length, shown, worst };
}

const interactions = new Map<number, number>();
let updates = 0;

/** So many changes in the history, and so many updates a second, until `calm`. */
async function lively(changes: number, perSecond: number): Promise<void> {
  clearPage();
  mounted = await mount({ scene: 'watching' });
  const { ports, one } = mounted;
  interactions.clear();
  updates = 0;
  let last = changes;
  const next = () => {
    updates += 1;
    last += 1;
    const all = Array.from({ length: changes }, (_, at) => change(last - changes + at));
    const room = roomView({
      turns: HELD,
      changes: all,
      typing: updates % 2 === 0 ? [OTTER.id] : [],
      audience: { watching: 1_000 + updates },
    });
    ports.client.show(view({ room }));
  };
  next();
  await mounted.element.updateComplete;
  setInterval(next, 1_000 / perSecond);
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries() as Interaction[]) {
      if (interactionId === 0) continue;
      interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: SHORTEST_MS } as PerformanceObserverInit);
  one('.input').focus();
}

/** How long those took that were not too short to be told, and how many updates came meanwhile. */
function calm() {
  return {
    ms: [...interactions.values()],
    updates,
    rows: mounted?.root.querySelectorAll('li.change').length,
  };
}

/** Where something is pressed, in the page. */
function middleOf(selector: string) {
  const { left, top, width, height } = (mounted as Mounted).one(selector).getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

const all = { shifts, lively, calm, middleOf, shortestMs: SHORTEST_MS };
export type UiBench = typeof all;
Object.assign(globalThis, { ui: all });
