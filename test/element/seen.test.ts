import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount } from './support/mount.js';
import { SCENES, view } from './support/views.js';

/** What was seen to be wrong in the pictures of `test/shots`, and is not any more. */
describe('what one sees', () => {
  afterEach(async () => {
    clearPage();
    await setViewport({ width: 800, height: 600 });
  });

  const isShown = ({ root }: Mounted, selector: string) =>
    root.querySelector(selector)?.checkVisibility() ?? false;

  it('[SHOT3] what is told of a missing picture has no lower third over it', async () => {
    const mounted = await mount({ scene: 'watching' });
    const { ports, element } = mounted;
    expect(isShown(mounted, '.caption')).to.equal(true);
    ports.playback.become({ status: 'stalled' });
    await element.updateComplete;
    expect(isShown(mounted, '.overlay .what')).to.equal(true);
    expect(isShown(mounted, '.caption')).to.equal(false);
    ports.playback.become({ status: 'blocked' });
    await element.updateComplete;
    expect(isShown(mounted, '.caption'), 'beside a button').to.equal(true);
  });

  it('[SHOT4] who was asked to leave is not told of a connection that comes back', async () => {
    const { root } = await mount({
      scene: view({ connection: { status: 'refused', reason: 'removed' } }),
    });
    expect([...root.querySelectorAll('.pill')].map(({ textContent }) => textContent)).to.deep.equal(
      ['12 watching'],
    );
  });

  it('[SHOT5] where one only watches there is no room for a bar, before the room says anything too', async () => {
    for (const width of [390, 1280]) {
      await setViewport({ width, height: 800 });
      const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
      const mounted = await mount({ attributes });
      const { element, show } = mounted;
      const height = element.offsetHeight;
      for (const scene of ['joining', 'watching', 'dark']) {
        await show(SCENES[scene]!);
        expect(element.offsetHeight, scene).to.equal(height);
        expect(isShown(mounted, '.dock')).to.equal(false);
      }
      clearPage();
    }
  });

  it('[SHOT7] before the room says anything there is an outline where the bar will be', async () => {
    const { one } = await mount({ attributes: { room: 'lobby', load: 'click' } });
    const dock = one('.dock');
    const outline = getComputedStyle(dock, '::before');
    const place = dock.getBoundingClientRect();
    const { paddingTop, paddingLeft } = getComputedStyle(dock);
    const before = [place.top + Number.parseFloat(paddingTop), Number.parseFloat(outline.height)];
    const inset = Number.parseFloat(paddingLeft);
    clearPage();
    const mounted = await mount({ scene: 'watching' });
    const { top, height, left } = mounted.one('.composer').getBoundingClientRect();
    expect(before).to.deep.equal([top, height]);
    expect(left - mounted.one('.dock').getBoundingClientRect().left).to.equal(inset);
    expect(getComputedStyle(mounted.one('.dock'), '::before').content).to.equal('none');
  });

  it('[SHOT8] between two streams no ideas lie over what is told', async () => {
    const mounted = await mount({ scene: 'active' });
    expect(isShown(mounted, '.starters')).to.equal(true);
    await mounted.show(SCENES['breath']!);
    expect(isShown(mounted, '.breath')).to.equal(true);
    expect(isShown(mounted, '.starters')).to.equal(false);
  });

  it('[SHOT6] a sentence of two lines in the bar of a phone leaves the faces whole', async () => {
    await setViewport({ width: 390, height: 844 });
    const { one } = await mount({ scene: MODE_SCENES['baton: contested by another']! });
    const line = one('.tells p').getBoundingClientRect();
    expect(line.height, 'two lines').to.be.above(25);
    expect(one('.faces .holds svg').getBoundingClientRect().top).to.be.at.least(line.bottom);
  });
});
