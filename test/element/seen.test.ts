import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { change, crowd } from './support/crowd-views.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { NOW, roomView, SCENES, view } from './support/views.js';

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

  it('[SHOT11] while the first change stands in the picture, the story says so and is not blank', async () => {
    const first = { ...change(1), at: NOW };
    const { text, show } = await mount({ scene: view({ room: roomView({ changes: [first] }) }) });
    await soon(() => text('.timeline').length > 0);
    expect(text('.timeline')).to.contain('is in the picture now');
    await show(view({ room: roomView({ changes: [{ ...first, at: NOW - 60_000 }] }) }));
    expect(text('.timeline')).not.to.contain('is in the picture now');
    expect(text('.timeline')).to.contain(first.text);
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

  it('[SHOT9] a new row of the story is where the one before was, and makes the others glide', async () => {
    const { element, show, one, root } = await mount({ scene: 'free' });
    const row = one('.story li');
    const { top } = row.getBoundingClientRect();
    const { room } = SCENES['free']!;
    const came = {
      id: 'c4',
      name: 'Ada',
      text: 'It snows',
      appliedText: 'It snows',
      at: NOW - 9000,
    };
    element.ownerDocument.body.scrollTop = 0;
    await show({ ...SCENES['free']!, room: { ...room!, changes: [...room!.changes, came] } });
    for (const animation of root.getAnimations()) {
      animation.pause();
      animation.currentTime = 0;
    }
    expect(row.getBoundingClientRect().top).to.be.closeTo(top, 1);
    for (const animation of root.getAnimations()) animation.finish();
    expect(row.getBoundingClientRect().top).to.be.above(top + 20);
    expect(one('.story li').getBoundingClientRect().top).to.be.closeTo(top, 1);
  });

  it('[EL107] far down, the story is not drawn until one scrolls there', async () => {
    const changes = Array.from({ length: 500 }, (_, at) => change(at));
    const { root } = await mount({ scene: view({ room: roomView({ changes }) }) });
    const rows = [...root.querySelectorAll('li.change')];
    expect(rows).to.have.length(500);
    const isDrawn = (row: Element) =>
      row.querySelector('.said')!.checkVisibility({ contentVisibilityAuto: true });
    const drawn = () => rows.filter(isDrawn);
    await soon(() => drawn().length < 100);
    expect(drawn()).to.include.members(rows.slice(0, 40));
    rows.at(-1)!.scrollIntoView();
    await soon(() => isDrawn(rows.at(-1)!));
  });

  it('[SHOT10] in a round proposals and story keep their places, however many come', async () => {
    for (const width of [390, 1280]) {
      await setViewport({ width, height: 844 });
      const { one, show } = await mount({ scene: MODE_SCENES['vote: nothing yet']! });
      const { top } = one('.story').getBoundingClientRect();
      for (const scene of crowd().filter(({ room }) => room?.turns.mode === 'vote')) {
        await show(scene);
        expect(one('.story').getBoundingClientRect().top).to.equal(top);
      }
      clearPage();
    }
  });

  it('[SHOT6] a sentence of two lines in the bar of a phone leaves the faces whole', async () => {
    await setViewport({ width: 390, height: 844 });
    const { one } = await mount({ scene: MODE_SCENES['baton: contested by another']! });
    const line = one('.tells p').getBoundingClientRect();
    expect(line.height, 'two lines').to.be.above(25);
    expect(one('.faces .holds svg').getBoundingClientRect().top).to.be.at.least(line.bottom);
  });
});
