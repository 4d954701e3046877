import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { ClientView } from '../../src/client/index.js';
import { crowd } from './support/crowd-views.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, mount, soon } from './support/mount.js';
import { NOW, receipt, roomView, SCENES, view, you } from './support/views.js';

/** The bar's row and its line (px), for letters of the usual size. */
const BAR = 56 + 20;

/** What the visitor does: written, sent, refused, in line, up, done. */
const OWN: readonly ClientView[] = [
  SCENES['watching']!,
  SCENES['waiting']!,
  { ...SCENES['waiting']!, you: you({ state: 'waiting', place: 1, expectedAt: NOW + 9000 }) },
  SCENES['offered']!,
  { ...SCENES['active']!, receipts: [] },
  { ...SCENES['active']!, receipts: [receipt({ status: 'performing' })] },
  view({ receipts: [receipt({ status: 'applied', appliedText: 'x' })] }),
  view({ receipts: [receipt({ status: 'held', reason: 'awaits-approval' })] }),
  view({ receipts: [receipt({ status: 'refused', reason: 'no-acknowledgement' })] }),
  view({ you: you({ state: 'none' }, { muted: { until: 0, why: 'spam '.repeat(60) } }) }),
];

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly previousRect: DOMRect; readonly currentRect: DOMRect }[];
}

describe('the bar keeps still', () => {
  afterEach(async () => {
    clearPage();
    await setViewport({ width: 800, height: 600 });
  });

  for (const width of [390, 1280]) {
    it(`[BR2] the field stays where it is whatever others do: ${width} px`, async () => {
      await setViewport({ width, height: 844 });
      const mounted = await mount({ scene: 'watching' });
      const { one } = mounted;
      // The modes' part comes with the first of them.
      await mounted.show(MODE_SCENES['vote: propose']!);
      const shifts: LayoutShift[] = [];
      const observer = new PerformanceObserver((list) =>
        shifts.push(...(list.getEntries() as LayoutShift[])),
      );
      observer.observe({ type: 'layout-shift', buffered: false });
      const places = new Set<string>();
      for (const shown of crowd()) {
        await mounted.show(shown);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const { left, top } = one('.input').getBoundingClientRect();
        places.add(`${left}, ${top}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      expect([...places]).to.have.length(1);
      // What lies in a shadow tree has no node here: it is known by its place.
      const bar = one('.bar').getBoundingClientRect();
      const inBar = ({ top, bottom, left, right }: DOMRect) =>
        bottom > bar.top + 1 &&
        top < bar.bottom - 1 &&
        right > bar.left + 1 &&
        left < bar.right - 1;
      const ofTheBar = shifts.filter(({ sources }) =>
        sources.some(({ previousRect, currentRect }) => inBar(previousRect) || inBar(currentRect)),
      );
      expect(ofTheBar.map(({ value }) => value)).to.deep.equal([]);
    });

    it(`[BR2] it has one height in every state: ${width} px`, async () => {
      await setViewport({ width, height: 844 });
      const mounted = await mount({ scene: 'watching' });
      const shown = [...OWN, ...Object.values(SCENES), ...Object.values(MODE_SCENES)];
      for (const scene of shown) {
        if (scene.room === null) continue;
        await mounted.show(scene);
        const { height } = mounted.one('.bar').getBoundingClientRect();
        expect(height, JSON.stringify(scene.you?.standing)).to.equal(BAR);
        const row = mounted.one('.composer').getBoundingClientRect();
        expect(row.height, mounted.text('.composer')).to.equal(56);
      }
    });
  }

  it('[BR2] a long draft grows over the picture, and moves nothing', async () => {
    const { one, element } = await mount({ scene: 'active' });
    const before = one('.bar').getBoundingClientRect();
    const input = one<HTMLTextAreaElement>('.input');
    input.value = 'The lanterns drift up into the sky, over the roofs and the masts. '.repeat(4);
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    const { top, bottom } = one('.composer').getBoundingClientRect();
    expect(bottom - top).to.be.above(56);
    expect(bottom).to.equal(before.bottom - 20);
    expect(one('.bar').getBoundingClientRect()).to.deep.equal(before);
  });

  for (const [width, layout] of [
    [390, 'auto'],
    [390, 'overlay'],
    [390, 'theatre'],
    [1100, 'auto'],
    [1100, 'overlay'],
  ] as const) {
    it(`[CR2] a long sentence scrolls in its place: ${layout}, ${width} px`, async () => {
      await setViewport({ width, height: 844 });
      const muted = { until: 0, why: 'This is a reason of many words. '.repeat(6) };
      const scene = view({ you: you({ state: 'none' }, { muted }) });
      const attributes = { room: 'lobby', host: 'rooms.test', layout };
      const { element, one } = await mount({ scene, attributes });
      const line = one('#hint');
      const { top, bottom, height } = line.getBoundingClientRect();
      expect(height).to.equal(width === 390 ? 40 : 20);
      expect(top).to.be.at.least(one('.composer').getBoundingClientRect().bottom);
      expect(bottom).to.be.at.most(element.getBoundingClientRect().bottom);
      expect(line.scrollHeight).to.be.above(line.clientHeight);
      line.focus();
      expect(element.shadowRoot!.activeElement).to.equal(line);
      await sendKeys({ press: 'End' });
      await soon(() => line.scrollTop > 0);
    });
  }

  it('[BR8] where no prompt can help there is no field, no button, and nothing to fill in', async () => {
    const barred: ClientView[] = [
      view({ connection: { status: 'refused', reason: 'removed' } }),
      view({ you: you({ state: 'none' }, { role: 'viewer' }) }),
      view({ room: roomView({ life: { phase: 'dark', reason: 'stopped', until: null } }) }),
      view({ room: roomView({ life: { phase: 'dark', reason: 'budget-day', until: NOW } }) }),
      view({ room: roomView({ life: { phase: 'closing', since: NOW } }) }),
      view({ room: roomView({ unattended: true }) }),
      MODE_SCENES['stage: audience']!,
    ];
    for (const scene of barred) {
      const { root, text } = await mount({ scene });
      expect(root.querySelector('.input:not([hidden]), .send')).to.equal(null);
      expect(text('.composer .what')).to.match(/^[A-Z].*\.$/);
      clearPage();
    }
  });
});
