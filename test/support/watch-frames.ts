import type { Page } from 'puppeteer-core';
import type { OdysseyBroadcast, OdysseyStatusEvent } from '../../src/index.js';

/** What one visitor's element said and showed. */
export interface Watched {
  phases: (string | null)[];
  frames: number;
  longestGapMs: number;
}
declare global {
  var watched: Watched;
}

/** Begins to count the frames that an element shows; returns how to read what was seen so far. */
export async function watchFrames(page: Page, index = 0): Promise<() => Promise<Watched>> {
  await page.evaluate((at) => {
    const element = document.querySelectorAll<OdysseyBroadcast>('odyssey-broadcast')[at]!;
    const told: Watched = { phases: [], frames: 0, longestGapMs: 0 };
    globalThis.watched = told;
    element.addEventListener('odyssey-status', ({ phase }: OdysseyStatusEvent) => {
      told.phases.push(phase);
    });
    let last = performance.now();
    for (const video of element.shadowRoot!.querySelectorAll('video')) {
      const shown = (now: number) => {
        video.requestVideoFrameCallback(shown);
        if (!('front' in video.dataset)) return;
        told.frames += 1;
        told.longestGapMs = Math.max(told.longestGapMs, now - last);
        last = now;
      };
      video.requestVideoFrameCallback(shown);
    }
  }, index);
  return () => page.evaluate(() => globalThis.watched);
}
