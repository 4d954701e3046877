import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, sendMouse } from '@web/test-runner-commands';
import { glyphOf, HUES, hueOf } from '../../src/element/parts/faces.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import type { TurnsOf } from '../../src/protocol/view.js';
import { contrast } from './support/contrast.js';
import { clearPage, mount, plain, soon } from './support/mount.js';
import { HELD, ME, NOW, OTTER, roomView, SCENES, view, you } from './support/views.js';

const CHANGE = {
  id: 'c-9',
  name: OTTER.name,
  text: 'A lighthouse wakes',
  appliedText: 'A quiet harbour. Now a lighthouse wakes.',
  at: NOW,
};

describe('the crowd', () => {
  afterEach(clearPage);

  it('[CR11] what an author takes back is told as theirs, on the picture and in the story', async () => {
    const performing = { ...OTTER, text: 'A quiet harbour', takesBack: 'Snow falls' };
    const { text, show, root } = await mount({ scene: view({ room: roomView({ performing }) }) });
    expect(text('.caption .lines')).to.equal('Calm Otter Took back “Snow falls”');
    const undone = { ...CHANGE, by: OTTER.id, takesBack: 'Snow falls', at: NOW - 60_000 };
    await show(view({ room: roomView({ changes: [undone] }) }));
    await soon(() => root.querySelector('.change'));
    expect(text('.change .said')).to.equal('Took back “Snow falls”');
    expect(text('.change .who bdi')).to.equal('Calm Otter');
  });

  it('[EL94] a face has the first emoji of the name, else its first letters, in any script', () => {
    const glyphs = {
      'Calm Otter': 'CO',
      Fox: 'Fo',
      'ada lovelace king': 'AL',
      'Rain 🦊 Fox': '🦊',
      '👨‍👩‍👧‍👦 Family': '👨‍👩‍👧‍👦',
      '🇩🇪 Jo': '🇩🇪',
      דנה: 'דנ',
      さくら: 'さく',
      நிலா: 'நிலா',
      '7': '7',
      '…': '?',
    };
    for (const [name, glyph] of Object.entries(glyphs)) {
      expect(glyphOf(name), name).to.equal(glyph);
    }
  });

  it('[EL94] twelve colours, always the same for a person, with glyphs that can be read', async () => {
    const names = Array.from({ length: 400 }, (_, no) => `Visitor ${no}`);
    const used = new Set(names.map(hueOf));
    expect([...used].sort((a, b) => a - b)).to.deep.equal([...Array(HUES).keys()]);
    const story = async (by: string, name: string) => {
      const { root, one } = await mount({
        scene: view({ room: roomView({ changes: [{ ...CHANGE, by, name, at: NOW - 60_000 }] }) }),
      });
      await soon(() => root.querySelector('.change .face'));
      return [...one('.change .face').classList].find((one) => /^h\d/.test(one));
    };
    expect(await story('p-1', 'Ada')).to.equal(await story('p-1', 'Ada of old'));
    expect(await story('p-2', 'Ada')).not.to.equal(await story('p-1', 'Ada'));
    clearPage();
    for (const theme of ['light', 'dark']) {
      const attributes = { room: 'lobby', host: 'rooms.test', theme };
      const { one } = await mount({ scene: 'watching', attributes });
      const face = one('.faces .face');
      const hue = [...face.classList].find((name) => /^h\d/.test(name))!;
      for (let no = 0; no < HUES; no += 1) {
        face.classList.replace(
          [...face.classList].find((name) => /^h\d/.test(name)) ?? hue,
          `h${no}`,
        );
        const { color, backgroundColor } = getComputedStyle(face);
        expect(contrast(color, backgroundColor), `${theme} ${no}`).to.be.at.least(4.5);
      }
      clearPage();
    }
  });

  it('[EL94] whoever waits beyond those that the room names is a number, and nothing else', async () => {
    const { root, text, show } = await mount({ scene: 'waiting' });
    const drawn = () => root.querySelectorAll('*').length;
    const before = drawn();
    const waiting = SCENES['waiting']!;
    const turns = { ...(waiting.room!.turns as TurnsOf<'queue'>), waiting: 3_003 };
    const room = { ...waiting.room!, turns, audience: { watching: 40_000 } };
    await show({ ...waiting, room });
    expect(text('.faces .more')).to.equal('+3000');
    expect(drawn()).to.equal(before);
  });

  it('[EL95] the pointer or the keyboard on a face says who it is, and where they stand', async () => {
    const { root, one, button } = await mount({ scene: 'waiting' });
    const { x, y } = button('Bright Finch: Next').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.round(x + 22), Math.round(y + 22)] });
    await soon(() => root.querySelector('.card:popover-open') !== null);
    expect(plain(one('.card').textContent)).to.equal('Bright Finch Next');
    await sendMouse({ type: 'move', position: [2, 2] });
    await soon(() => root.querySelector('.card') === null);
    button('Calm Otter: Has the turn').focus();
    await sendKeys({ press: 'Tab' });
    await soon(() => root.querySelector('.card:popover-open') !== null);
    expect(plain(one('.card').textContent)).to.contain('Bright Finch');
  });

  it('[EL95] the number of those who watch lists everybody who is named; Escape closes it', async () => {
    const { root, one } = await mount({ scene: 'waiting' });
    one('button.crowd').focus();
    await sendKeys({ press: 'Enter' });
    await soon(() => root.querySelector('.card:popover-open') !== null);
    const card = one('.card');
    const rows = [...card.querySelectorAll('.row')].map((row) => plain(row.textContent));
    expect(rows).to.deep.equal([
      'Calm Otter Has the turn',
      'Bright Finch Next',
      'Swift Wren 2nd in line',
      'Quiet Maple (you) 3rd in line',
    ]);
    expect(plain(card.querySelector('p')!.textContent)).to.equal('and 8 more watching');
    const { left, top, right, bottom } = card.getBoundingClientRect();
    expect(Math.min(left, top, innerWidth - right, innerHeight - bottom)).to.be.at.least(0);
    await sendKeys({ press: 'Escape' });
    await soon(() => root.querySelector('.card') === null);
    expect(root.activeElement === one('button.crowd')).to.equal(true);
  });

  it('[EL96] a prompt on its way is on the picture, stays there once it is in, and then in the story', async () => {
    const { ports, element, root, show, one, text } = await mount();
    const performing = { ...OTTER, text: CHANGE.text };
    await show(view({ room: roomView({ performing, turns: HELD }) }));
    expect(text('.caption')).to.equal('Calm Otter A lighthouse wakes');
    expect(one('.caption').classList.contains('coming')).to.equal(true);
    await show(view({ room: roomView({ changes: [CHANGE] }) }));
    expect(text('.caption')).to.equal('Calm Otter A lighthouse wakes');
    expect(root.querySelector('.caption .tick')).not.to.equal(null);
    expect(root.querySelector('.timeline .said')).to.equal(null);
    ports.client.time = NOW + 6_001;
    element.requestUpdate();
    await element.updateComplete;
    expect(root.querySelector('.caption')).to.equal(null);
    expect(text('.timeline .said')).to.equal('A lighthouse wakes');
  });

  it('[EL96] who has asked for less motion sees it fade in', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const { one } = await mount({ scene: 'watching' });
    const { animationName, translate } = getComputedStyle(one('.caption'));
    await emulateMedia({ reducedMotion: 'no-preference' });
    expect([animationName, translate]).to.deep.equal(['fade', 'none']);
  });

  it('[EL97] the story says who, when and what, and whether it was oneself', async () => {
    const changes = [
      { ...CHANGE, id: 'c-1', at: NOW - 3 * 3_600_000 },
      { ...CHANGE, id: 'c-2', name: ME.name, text: 'Snow falls', at: NOW - 120_000 },
      { ...CHANGE, id: 'c-3', text: 'The moon rises', at: NOW - 20_000 },
    ];
    const { ports, element, root, show } = await mount();
    await show(view({ room: roomView({ changes }) }));
    const rows = () =>
      [...root.querySelectorAll('.change .lines')].map((row) => plain(row.textContent));
    expect(rows()).to.deep.equal([
      'Calm Otter now The moon rises',
      'Quiet Maple (you) 2 min. ago Snow falls',
      'Calm Otter 3 hr. ago A lighthouse wakes',
    ]);
    ports.client.time = NOW + 61_000;
    element.requestUpdate();
    await element.updateComplete;
    expect(rows()[1]).to.equal('Quiet Maple (you) 3 min. ago Snow falls');
  });

  it('[EL97] what the world understood is behind each row, with what was new in it', async () => {
    const changes = [
      { ...CHANGE, id: 'c-1', appliedText: 'A quiet harbour.', at: NOW - 90_000 },
      { ...CHANGE, id: 'c-2', appliedText: 'A quiet harbour. Now snow falls.', at: NOW - 60_000 },
      { ...CHANGE, id: 'c-3', text: 'Same', appliedText: 'Same', at: NOW - 50_000 },
    ];
    const { root, show } = await mount();
    await show(view({ room: roomView({ changes }) }));
    const [newest, second] = [...root.querySelectorAll<HTMLElement>('.change')];
    expect(newest!.querySelector('details')).to.equal(null);
    expect(second!.querySelector('details')!.open).to.equal(false);
    expect(second!.querySelector('summary')!.textContent).to.contain(
      'See what the world understood',
    );
    expect(plain(second!.querySelector('ins')!.textContent)).to.equal('Now snow falls.');
  });

  it('[EL97] a row has the picture of its moment where all may replay, else the face', async () => {
    const changes = [{ ...CHANGE, at: NOW - 60_000 }];
    const { root, show, one } = await mount();
    await show(view({ room: roomView({ changes }) }));
    expect(root.querySelector('.thumb .face')).not.to.equal(null);
    await show(view({ room: roomView({ changes, rules: DEFAULT_RULES }) }));
    const picture = one<HTMLImageElement>('.thumb img');
    expect(picture.src).to.match(/^https:\/\/rooms\.test\/.*\/lobby\/frames\/c-9$/);
    expect([picture.width, picture.height]).to.deep.equal([64, 37]);
    picture.dispatchEvent(new Event('error'));
    await soon(() => root.querySelector('.thumb .face') !== null);
    await show(view({ room: roomView({ changes }), you: you() }));
  });
});
