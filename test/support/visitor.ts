import type { Page } from 'puppeteer-core';
import type { ClientView } from '../../src/client/index.js';
import type { OdysseyBroadcast } from '../../src/index.js';
import { until } from './stack.js';

/** One element on a page, as its visitor uses it. */
export class Visitor {
  readonly page: Page;
  readonly index: number;

  constructor(page: Page, index = 0) {
    this.page = page;
    this.index = index;
  }

  /** What the room told this visitor. */
  view(): Promise<ClientView> {
    return this.page.evaluate(
      (index) => document.querySelectorAll<OdysseyBroadcast>('odyssey-broadcast')[index]!.view,
      this.index,
    );
  }

  /** The visible words of the element, shadow tree included. */
  text(): Promise<string> {
    return this.page.evaluate((index) => {
      const element = document.querySelectorAll('odyssey-broadcast')[index]!;
      const read = (node: Node): string =>
        node instanceof Text ? (node.textContent ?? '') : [...node.childNodes].map(read).join(' ');
      const visible = [...element.shadowRoot!.children].filter((child) => !child.matches('style'));
      return visible.map(read).join(' ').replace(/\s+/g, ' ');
    }, this.index);
  }

  /** Writes a prompt and sends it, as somebody does who has only a keyboard. */
  async write(text: string): Promise<void> {
    await this.draft(text);
    await this.send();
  }

  async draft(text: string): Promise<void> {
    await this.page.bringToFront();
    const input = await this.page.waitForSelector('odyssey-broadcast >>> .input');
    await input!.focus();
    await this.page.keyboard.type(text);
  }

  /** Sends what was written, with the focus still in it. */
  async send(): Promise<void> {
    await this.page.bringToFront();
    await this.page.keyboard.press('Enter');
  }

  /** Calls a method of the element; what it returns comes back when it settles. */
  call<Result>(method: string, ...values: unknown[]): Promise<Result> {
    return this.page.evaluate(
      (index, name, parameters) => {
        const element = document.querySelectorAll('odyssey-broadcast')[index]!;
        return (element as unknown as Record<string, (...all: unknown[]) => unknown>)[name]!(
          ...parameters,
        );
      },
      this.index,
      method,
      values,
    ) as Promise<Result>;
  }

  /** The colours of a grid of points of the picture that is shown, and how far its clock is. */
  picture(): Promise<{ colours: number[]; at: number; frames: number }> {
    return this.page.evaluate((index) => {
      const element = document.querySelectorAll('odyssey-broadcast')[index]!;
      const video = element.shadowRoot!.querySelector<HTMLVideoElement>('video[data-front]');
      if (video === null || video.videoWidth === 0) return { colours: [], at: 0, frames: 0 };
      const canvas = document.createElement('canvas');
      canvas.width = 16;
      canvas.height = 9;
      const context = canvas.getContext('2d')!;
      context.drawImage(video, 0, 0, 16, 9);
      const { data } = context.getImageData(0, 0, 16, 9);
      const frames = video.getVideoPlaybackQuality().totalVideoFrames;
      return { colours: [...data], at: video.currentTime, frames };
    }, this.index);
  }

  async live(): Promise<void> {
    await until(
      'live',
      () => this.view(),
      (view) => view.room?.life.phase === 'live',
    );
    await until(
      'a picture',
      () => this.picture(),
      ({ frames }) => frames > 3,
    );
  }
}

/** How far two pictures are apart: the mean difference of a colour, 0 to 255. */
export function distance(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || one.length !== other.length) return 0;
  return one.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / one.length;
}
