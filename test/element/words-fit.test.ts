import { expect } from '@open-wc/testing';
import { LanguageChoice } from '../../src/element/words/language-choice.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount, plain, soon } from './support/mount.js';
import { SCENES } from './support/views.js';

/** A small phone. */
const WIDTH = 320;

/** The highest that two lines of these are, and how wide a field has to be to be of use (px). */
const LINE_MAX = 41;
const WHAT_MAX = 45;
const FIELD_MIN = 64;

/** What does not fit its place, by its words. */
function misfits({ root }: Mounted): string[] {
  const shown = (selector: string) =>
    [...root.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const boxOf = (element: Element | Range) => element.getBoundingClientRect();
  const spills = (button: Element) => {
    const words = document.createRange();
    words.selectNodeContents(button);
    const [outer, inner] = [boxOf(button), boxOf(words)];
    const isWide = inner.left < outer.left - 1 || inner.right > outer.right + 1;
    return isWide || inner.height > outer.height + 1;
  };
  const found = [
    ...shown('button:not(.said)').filter(spills),
    ...shown('.tells p').filter((line) => boxOf(line).height > LINE_MAX),
    ...shown('.composer .what').filter((what) => boxOf(what).height > WHAT_MAX),
    ...shown('.input').filter((field) => boxOf(field).width < FIELD_MIN),
    ...shown('.frame').filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1),
  ];
  return found.map(({ className, textContent }) => `${className}: ${plain(textContent)}`);
}

const regionOf = ({ one }: Mounted) => one('.frame').getAttribute('aria-label');

describe('words in their places', () => {
  afterEach(clearPage);
  for (const language of ['en', ...Object.keys(LanguageChoice.chunks)]) {
    it(`[LN9] fit a small phone: ${language}`, async () => {
      for (const [name, scene] of Object.entries({ ...SCENES, ...MODE_SCENES })) {
        const into = document.createElement('div');
        into.dataset['box'] = '';
        into.style.inlineSize = `${WIDTH}px`;
        document.body.append(into);
        const attributes = { room: 'lobby', host: 'rooms.test', locale: language };
        const mounted = await mount({ into, attributes, scene });
        const isEnglish = () => regionOf(mounted) === 'Live world “lobby”';
        await soon(() => isEnglish() === (language === 'en'));
        await mounted.show(scene);
        expect(misfits(mounted), name).to.deep.equal([]);
        clearPage();
      }
    });
  }
});
