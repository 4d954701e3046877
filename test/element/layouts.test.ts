import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { ClientView } from '../../src/client/index.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount } from './support/mount.js';
import { SCENES } from './support/views.js';

/** Host boxes from a card in a sidebar to a wall. */
const BOXES = [
  [240, 400],
  [320, 568],
  [390, 844],
  [844, 390],
  [1200, 500],
  [1280, 720],
  [2560, 1200],
] as const;

function box(style: string): HTMLElement {
  const made = document.createElement('div');
  made.dataset['box'] = '';
  made.style.cssText = style;
  document.body.append(made);
  return made;
}

/** A host of a fixed size. */
async function inBox(
  width: number,
  height: number,
  scene: ClientView,
  also: Record<string, string> = {},
): Promise<Mounted> {
  const into = box(`display: grid; inline-size: ${width}px; block-size: ${height}px`);
  into.style.gridTemplateRows = 'minmax(0, 1fr)';
  const attributes = { room: 'lobby', host: 'rooms.test', ...also };
  return mount({ scene, into, attributes });
}

function turned(scene: ClientView): ClientView {
  const { room } = scene;
  if (room === null) return scene;
  return { ...scene, room: { ...room, rules: { ...room.rules, orientation: 'portrait' } } };
}

/** Whether all of it is within the host, as it can be seen without scrolling that. */
function isWithin(part: Element, host: Element): boolean {
  const inner = part.getBoundingClientRect();
  const outer = host.getBoundingClientRect();
  const slack = 0.5;
  return (
    inner.height > 0 &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack &&
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack
  );
}

describe('the layouts', () => {
  beforeEach(() => setViewport({ width: 1280, height: 1300 }));
  afterEach(clearPage);

  for (const [width, height] of BOXES) {
    it(`[EL90] picture and field are whole in a box of ${width} by ${height}`, async () => {
      for (const scene of [SCENES['watching']!, SCENES['free']!, MODE_SCENES['vote: ballot']!]) {
        for (const shaped of [scene, turned(scene)]) {
          const { element, one } = await inBox(width, height, shaped);
          const { width: wide, height: high } = element.getBoundingClientRect();
          expect([wide, high]).to.deep.equal([width, height]);
          expect(isWithin(one('.stage'), element), 'the picture').to.equal(true);
          expect(one('.stage').getBoundingClientRect().height).to.be.at.least(56);
          expect(isWithin(one('.input'), element), 'the text field').to.equal(true);
          expect(one('.input').clientWidth, 'some words').to.be.at.least(64);
          expect(isWithin(one('.send'), element), 'its button').to.equal(true);
          const frame = one('.frame');
          expect(frame.scrollHeight, 'nothing to scroll').to.be.at.most(frame.clientHeight + 1);
          clearPage();
        }
      }
    });
  }

  it('[EL108] whatever display a page gives the host, its frame fills its height and no more', async () => {
    for (const display of ['block', 'inline-block', 'grid', 'flex', 'flow-root']) {
      for (const [width, height] of BOXES) {
        const { element, one } = await inBox(width, height, SCENES['watching']!);
        Object.assign(element.style, { display, blockSize: `${height}px` });
        expect(one('.frame').offsetHeight, `${display} of ${height}`).to.equal(height - 2);
        clearPage();
      }
      const sizes = [];
      for (const own of ['', display]) {
        const { element, one } = await mount({ into: box('inline-size: 390px') });
        element.style.display = own;
        sizes.push([one('.frame').offsetHeight, element.offsetHeight]);
        clearPage();
      }
      expect(sizes[1], `${display}, as high as it wants`).to.deep.equal(sizes[0]);
    }
  });

  it('[EL91] in no state is the element higher than in another', async () => {
    for (const width of [390, 1100]) {
      const { element, show } = await mount({ into: box(`inline-size: ${width}px`) });
      const height = element.offsetHeight;
      for (const [name, scene] of Object.entries({ ...SCENES, ...MODE_SCENES })) {
        if (scene.room?.rules.orientation === 'portrait') continue;
        await show(scene);
        expect(element.offsetHeight, `${name} at ${width}`).to.equal(height);
      }
      clearPage();
    }
  });

  it('[EL92] a phone held sideways has the picture everywhere, and the rail behind a button', async () => {
    const { element, one, root } = await inBox(844, 390, SCENES['watching']!);
    const stage = one('.stage').getBoundingClientRect();
    expect(stage.height).to.equal(one('.frame').clientHeight);
    expect(one('.dock').getBoundingClientRect().bottom).to.be.closeTo(stage.bottom, 1);
    const rail = one('.rail');
    expect(getComputedStyle(rail).visibility).to.equal('hidden');
    one('button.crowd').click();
    await element.updateComplete;
    expect(getComputedStyle(rail).visibility).to.equal('visible');
    expect(root.activeElement === rail).to.equal(true);
    rail.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await element.updateComplete;
    expect(one('.frame').hasAttribute('data-drawer')).to.equal(false);
    expect(root.activeElement === one('button.crowd')).to.equal(true);
  });

  it('[EL106] a drawer that nobody has opened is not seen, also not as the frame gets its size', async () => {
    const into = box('inline-size: 390px; block-size: 844px');
    const { one } = await mount({ scene: SCENES['watching']!, into });
    expect(getComputedStyle(one('.rail')).visibility).to.equal('visible');
    await setViewport({ width: 844, height: 390 });
    into.style.cssText = 'display: grid; inline-size: 844px; block-size: 390px';
    const { visibility } = getComputedStyle(one('.rail'));
    expect([visibility, one('.rail').getAnimations()]).to.deep.equal(['hidden', []]);
  });

  it('[CR4] scrolled, the bar passes beneath the picture, but for a draft', async () => {
    await setViewport({ width: 390, height: 700 });
    const into = box('inline-size: 390px; padding-block: 20px 2000px');
    const { element, root, one } = await mount({ scene: SCENES['free']!, into });
    const [stage, composer] = [one('.stage'), one('.composer')];
    const isOver = (part: Element) => {
      const { left, width, top, height } = composer.getBoundingClientRect();
      return part.contains(root.elementFromPoint(left + width / 2, top + height / 2));
    };
    const bottom = () => composer.getBoundingClientRect().bottom;
    window.scrollBy(0, bottom() - stage.offsetHeight + 20);
    expect(bottom()).to.be.below(stage.getBoundingClientRect().bottom);
    expect(isOver(stage), 'the picture').to.equal(true);
    const input = one<HTMLTextAreaElement>('.input');
    input.value = 'A paper boat';
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    expect(isOver(composer), 'the draft').to.equal(true);
    input.value = '';
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    expect(isOver(stage), 'the picture once more').to.equal(true);
    input.focus({ preventScroll: true });
    expect(isOver(composer), 'the field in use').to.equal(true);
    window.scrollTo(0, 0);
  });

  it('[EL93] each layout that can be chosen: what is where', async () => {
    const scene = SCENES['watching']!;
    const seen = async (layout: string) => {
      const { one } = await inBox(1200, 700, scene, { layout });
      const shown = (selector: string) => getComputedStyle(one(selector)).display !== 'none';
      const rect = (selector: string) => one(selector).getBoundingClientRect();
      const lies = getComputedStyle(one('.rail')).position === 'relative';
      const over = rect('.dock').top < rect('.stage').bottom - 1;
      const found = {
        stage: shown('.stage'),
        dock: shown('.dock') && (over ? 'over' : 'under'),
        rail: shown('.rail') && (lies ? 'drawer' : rect('.rail').left > 600 ? 'beside' : 'below'),
      };
      clearPage();
      return found;
    };
    expect(await seen('auto')).to.deep.equal({ stage: true, dock: 'under', rail: 'beside' });
    expect(await seen('side')).to.deep.equal({ stage: true, dock: 'under', rail: 'beside' });
    expect(await seen('below')).to.deep.equal({ stage: true, dock: 'under', rail: 'below' });
    expect(await seen('theatre')).to.deep.equal({ stage: true, dock: 'under', rail: 'drawer' });
    expect(await seen('overlay')).to.deep.equal({ stage: true, dock: 'over', rail: 'drawer' });
    expect(await seen('screen')).to.deep.equal({ stage: true, dock: false, rail: false });
    const remote = await seen('remote');
    expect([remote.stage, remote.rail]).to.deep.equal([false, 'below']);
    expect(await seen('cinema')).to.deep.equal(await seen('auto'));
  });
});
