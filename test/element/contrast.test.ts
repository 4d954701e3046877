import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { contrast } from './support/contrast.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, mount } from './support/mount.js';
import { SCENES } from './support/views.js';

/** WCAG 1.4.11: what one has to see of a control and of the focus. */
const LEAST = 3;

/** The nearest colour behind something. */
function behind(one: Element): string {
  for (let up: Element | null = one; up !== null; up = up.parentElement) {
    const { backgroundColor } = getComputedStyle(up);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  const { host } = one.getRootNode() as ShadowRoot;
  return getComputedStyle(host).backgroundColor;
}

/** The outline of what has the focus: its own, or that of the box around it. */
function outlineOf(
  one: HTMLElement,
): { readonly at: Element; readonly style: CSSStyleDeclaration } | null {
  for (let up: Element | null = one; up !== null; up = up.parentElement) {
    const style = getComputedStyle(up);
    if (style.outlineStyle === 'solid' && Number.parseFloat(style.outlineWidth) >= 2) {
      return { at: up, style };
    }
    if (!up.matches(':focus-within')) return null;
  }
  return null;
}

describe('what one has to see', () => {
  afterEach(async () => {
    clearPage();
    await emulateMedia({ colorScheme: 'light' });
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`[WC2] the focus is seen wherever it is, ${theme}`, async () => {
      await emulateMedia({ colorScheme: theme });
      let looked = 0;
      for (const [scene, view] of Object.entries({ ...SCENES, ...MODE_SCENES })) {
        const { root, element } = await mount({ scene: view });
        element.theme = theme;
        await element.updateComplete;
        const all = root.querySelectorAll<HTMLElement>(
          'button, a[href], textarea, summary, [tabindex="0"]',
        );
        for (const one of all) {
          if (!one.checkVisibility({ visibilityProperty: true }) || one.matches(':disabled'))
            continue;
          one.focus({ focusVisible: true } as FocusOptions);
          if (root.activeElement !== one) continue;
          looked += 1;
          const name = `${scene}: ${one.tagName}.${one.className}`;
          const outline = outlineOf(one);
          expect(outline, name).not.to.equal(null);
          if (outline === null) continue;
          const around = behind(outline.at.parentElement ?? outline.at);
          expect(
            contrast(outline.style.outlineColor, around),
            `${name} on ${around}`,
          ).to.be.at.least(LEAST);
        }
        clearPage();
      }
      expect(looked).to.be.greaterThan(100);
    });

    it(`[WC3] the edge of the field and the clocks are seen, ${theme}`, async () => {
      await emulateMedia({ colorScheme: theme });
      for (const scene of ['free', 'offered', 'active']) {
        const { root, element } = await mount({ scene: SCENES[scene]! });
        element.theme = theme;
        await element.updateComplete;
        const field = root.querySelector('.composer')!;
        const { borderTopColor, borderTopWidth } = getComputedStyle(field);
        expect(Number.parseFloat(borderTopWidth)).to.be.at.least(1);
        expect(contrast(borderTopColor, behind(field.parentElement!)), scene).to.be.at.least(LEAST);
        for (const clock of root.querySelectorAll('.clock .left')) {
          const { stroke } = getComputedStyle(clock);
          expect(contrast(stroke, behind(clock.closest('.faces, .stage')!)), scene).to.be.at.least(
            LEAST,
          );
        }
        clearPage();
      }
    });
  }
});
