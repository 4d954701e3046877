import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, mount, settled } from './support/mount.js';
import { SCENES } from './support/views.js';

/** What WCAG 1.4.12 lets a visitor set of any text. */
const SPACING = new CSSStyleSheet();
SPACING.replaceSync(
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }',
);

/** Whether a box can be scrolled sideways, as a row of chips or of buttons. */
function scrolls(one: Element): boolean {
  return /auto|scroll/.test(getComputedStyle(one).overflowX);
}

/** What one sees beyond the element's edge, without a way to scroll there. */
function beyond(root: ShadowRoot): string[] {
  const { right, left } = root.querySelector('.frame')!.getBoundingClientRect();
  const isSeen = { visibilityProperty: true, opacityProperty: true };
  return [...root.querySelectorAll('.frame *')].flatMap((one) => {
    const box = one.getBoundingClientRect();
    const isIn = box.width === 0 || (box.right <= right + 1 && box.left >= left - 1);
    if (isIn || !one.checkVisibility(isSeen) || one.closest('.spoken') !== null) return [];
    for (let up = one.parentElement; up !== null; up = up.parentElement) {
      if (scrolls(up)) return [];
    }
    return [`${one.tagName}.${one.getAttribute('class')} by ${Math.round(box.right - right)}`];
  });
}

/** Buttons whose words are cut off. */
function cut(root: ShadowRoot): string[] {
  return [...root.querySelectorAll<HTMLElement>('.frame button')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
        scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
    )
    .map((one) => `${one.getAttribute('class')} “${one.textContent?.trim().slice(0, 40)}”`);
}

describe('zoom and text spacing', () => {
  afterEach(async () => {
    clearPage();
    document.documentElement.style.fontSize = '';
    await setViewport({ width: 800, height: 600 });
  });

  for (const [name, size] of [
    ['400 % zoom', { width: 320, height: 256 }],
    ['200 % zoom', { width: 640, height: 400 }],
  ] as const) {
    it(`[WC1] at ${name}, with text spacing, all words are there and nothing lies outside`, async () => {
      await setViewport(size);
      const wrong: string[] = [];
      for (const [scene, view] of Object.entries({ ...SCENES, ...MODE_SCENES })) {
        const { root } = await mount({ scene: view });
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, SPACING];
        await settled(root);
        for (const found of [...beyond(root), ...cut(root)]) wrong.push(`${scene}: ${found}`);
        const page = document.scrollingElement!;
        if (page.scrollWidth > page.clientWidth) wrong.push(`${scene}: the page scrolls sideways`);
        clearPage();
      }
      expect(wrong).to.deep.equal([]);
    });
  }

  it('[WC1] what is cut or lies outside would be found', async () => {
    await setViewport({ width: 320, height: 256 });
    const { root } = await mount({ scene: SCENES['offered']! });
    expect([...beyond(root), ...cut(root)]).to.deep.equal([]);
    const bad = new CSSStyleSheet();
    bad.replaceSync(
      '.bar button { inline-size: 2rem !important; min-inline-size: 0 !important; white-space: nowrap; } .bar { margin-inline-start: 9rem; inline-size: 20rem !important; }',
    );
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, bad];
    expect(cut(root).length).to.be.greaterThan(0);
    expect(beyond(root).length).to.be.greaterThan(0);
  });
});
