import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import type { ClientView } from '../../src/client/index.js';
import { OdysseyReactionEvent } from '../../src/element/events.js';
import { hasGlyph, sharesOf } from '../../src/element/reactions/floats.js';
import { RoomUi } from '../../src/element/room-ui.js';
import type { ReactionSums } from '../../src/protocol/reactions.js';
import type { RoomView } from '../../src/protocol/view.js';
import { clearPage, type Mounted, mount, plain, settled, soon } from './support/mount.js';
import { roomView, SCENES, view, you } from './support/views.js';
import { violationsIn } from './support/violations.js';

const EMOJI = ['👏', '❤️', '😂', '😮', '🔥', '🎉'];
const SNOW = { id: 'snow', name: 'Ada', text: 'snow', appliedText: 'snow', at: 0 };

function room(sums: ReactionSums = {}, also: Partial<RoomView> = {}): RoomView {
  const { rules } = roomView();
  return roomView({
    rules: { ...rules, reactions: EMOJI.join(' ') },
    changes: [SNOW],
    reactions: { of: 'snow', sums },
    ...also,
  });
}

function reacted(sums: ReactionSums, also: Partial<ClientView> = {}): ClientView {
  return view({ room: room(sums), ...also });
}

const barOf = ({ root }: Mounted) => [
  ...root.querySelectorAll<HTMLButtonElement>('.emoji-row button'),
];
const risingIn = ({ root }: Mounted) => [...root.querySelectorAll('.float')];

async function mounted(options: Parameters<typeof mount>[0] = {}): Promise<Mounted> {
  const one = await mount({ scene: reacted({ '👏': 41, '🔥': 1_234 }), ...options });
  await RoomUi.chunks.reactions();
  await soon(() => one.root.querySelector('.reactions'));
  return one;
}

describe('reactions', () => {
  afterEach(async () => {
    clearPage();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('[RX20] a button of 44 px for each emoji, with its name, its key and its sum', async () => {
    const here = await mounted();
    const buttons = barOf(here);
    expect(buttons.map((button) => button.ariaLabel)).to.deep.equal([
      ...['Clap, 41 so far', 'Love', 'Haha', 'Wow', 'Fire, 1.2K so far', 'Hooray'],
    ]);
    expect(buttons.map((button) => button.getAttribute('aria-keyshortcuts'))).to.deep.equal([
      ...['1', '2', '3', '4', '5', '6'],
    ]);
    expect(buttons.map((button) => plain(button.querySelector('.sum')!.textContent))).to.deep.equal(
      ['41', '', '', '', '1.2K', ''],
    );
    for (const button of buttons) {
      const { width, height } = button.getBoundingClientRect();
      expect([width, height]).to.deep.equal([44, 44]);
    }
    for (const [index, button] of buttons.entries()) {
      button.click();
      expect(here.ports.client.asked.at(-1)).to.equal(`react ${EMOJI[index]}`);
    }
    expect(await violationsIn(here.element)).to.deep.equal([]);
  });

  for (const width of [320, 390, 640, 900, 1100, 1280]) {
    it(`[CR1] what is over the picture has a place of its own: ${width} px`, async () => {
      await setViewport({ width, height: 900 });
      const text = 'The lanterns drift up into the sky, over the roofs and the masts. '.repeat(3);
      const performing = { id: 'p', name: 'Swift Wren', text };
      const { room: held, you: holder } = SCENES['active']!;
      const turns = held!.turns;
      const here = await mounted({
        scene: view({ room: room({ '👏': 41 }, { performing, turns }), you: holder }),
        attributes: { room: 'lobby', host: 'rooms.test', suggestions: 'One|Two|Three' },
      });
      here.element.focus();
      await settled(here.root);
      const stage = here.one('.stage').getBoundingClientRect();
      const shown = (selector: string) =>
        [...here.root.querySelectorAll(selector)]
          .filter((part) => part.checkVisibility({ visibilityProperty: true }))
          .map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part);
            const all = [part.getBoundingClientRect(), range.getBoundingClientRect()];
            return {
              left: Math.min(...all.map(({ left }) => left)),
              right: Math.max(...all.map(({ right }) => right)),
              top: Math.min(...all.map(({ top }) => top)),
              bottom: Math.max(...all.map(({ bottom }) => bottom)),
            };
          });
      const reactions = shown('.react');
      const told = shown('.caption .said');
      expect(reactions.length * told.length).to.be.above(0);
      for (const { left, right } of reactions) {
        expect(left).to.be.at.least(stage.left);
        expect(right).to.be.at.most(stage.right);
      }
      const others = [...told, ...shown('.starters')];
      for (const one of others) {
        for (const two of [...reactions, ...others].filter((each) => each !== one)) {
          const isApart =
            one.right <= two.left + 1 ||
            two.right <= one.left + 1 ||
            one.bottom <= two.top + 1 ||
            two.bottom <= one.top + 1;
          expect(isApart, JSON.stringify([one, two])).to.equal(true);
        }
      }
    });
  }

  it('[RX20] none where nothing can come of it', async () => {
    const here = await mounted();
    expect(barOf(here).length).to.equal(6);
    const muted = you({ state: 'none' }, { muted: { until: 0, why: '' } });
    await here.show(reacted({}, { you: muted }));
    expect(barOf(here).length).to.equal(0);
    await here.show(
      reacted({}, { connection: { status: 'reconnecting', attempt: 1, retryAt: null } }),
    );
    expect(barOf(here).length).to.equal(0);
    await here.show(
      view({ room: room({}, { life: { phase: 'dark', reason: null, until: null } }) }),
    );
    expect(barOf(here).length).to.equal(0);
    await here.show(reacted({}));
    expect(barOf(here).length).to.equal(6);
    await here.show(view());
    expect(here.root.querySelector('.reactions')).to.equal(null);
  });

  it('[RX20] nothing is loaded in a room without reactions', async () => {
    const { reactions } = RoomUi.chunks;
    let asked = 0;
    RoomUi.chunks.reactions = () => {
      asked += 1;
      return reactions();
    };
    try {
      const here = await mount({ scene: 'watching' });
      expect([asked, here.root.querySelector('.reactions')]).to.deep.equal([0, null]);
    } finally {
      RoomUi.chunks.reactions = reactions;
    }
  });

  it('[RX20] who only watches is shown the sum', async () => {
    const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
    const here = await mounted({ attributes });
    expect(barOf(here).length).to.equal(0);
    expect(here.text('.reactions .sum')).to.equal('1.3K');
  });

  it('[PF27] while the picture shows an earlier change, its sums are shown and grow with it', async () => {
    const here = await mounted();
    const { client, playback } = here.ports;
    const sun = { ...SNOW, id: 'sun', at: client.time - 1_000 };
    const at = (snow: ReactionSums, sums: ReactionSums) =>
      view({
        room: room(
          {},
          { changes: [{ ...SNOW, reactions: snow }, sun], reactions: { of: 'sun', sums } },
        ),
      });
    const clap = () => barOf(here)[0]!.ariaLabel;
    playback.become({ status: 'playing', behindSeconds: 6 });
    await here.show(at({ '👏': 41 }, { '👏': 2 }));
    expect(clap()).to.equal('Clap, 41 so far');
    const rising = risingIn(here).length;
    await here.show(at({ '👏': 44 }, { '👏': 2 }));
    expect([clap(), risingIn(here).length - rising]).to.deep.equal(['Clap, 44 so far', 3]);
    client.time += 5_000;
    // Nothing else happens, and yet it is drawn once the picture has come to the change.
    await soon(() => clap() === 'Clap, 2 so far');
  });

  it('[RX21] the keys 1 to 6 react while the element has the focus, and not while something is typed', async () => {
    const here = await mounted();
    const { asked } = here.ports.client;
    here.one('button.control').focus();
    for (const key of ['1', '6', '7', '0']) await sendKeys({ press: key });
    expect(asked).to.deep.equal(['react 👏', 'react 🎉']);
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: '2' });
    await sendKeys({ up: 'Control' });
    here.one('.input').focus();
    await sendKeys({ type: '12' });
    expect(asked.filter((what) => what !== 'typing').length).to.equal(2);
    here.one('.input').blur();
    await sendKeys({ press: '3' });
    expect(asked.filter((what) => what !== 'typing').length).to.equal(2);
  });

  it('[RX22] what others chose rises, thirty at a time at most, and is gone again', async () => {
    const here = await mounted();
    let most = 0;
    for (let second = 1; second <= 6; second += 1) {
      await here.show(reacted({ '👏': 41 + second * 3_000, '🔥': 1_234 + second }));
      most = Math.max(most, risingIn(here).length);
    }
    expect(most).to.equal(30);
    expect(here.one('.floats').ariaHidden).to.equal('true');
    for (const { effect } of here.root.getAnimations()) effect?.updateTiming({ duration: 1 });
    await soon(() => risingIn(here).length === 0);
  });

  it('[RX22] each has its share, and what was chosen at all is seen', () => {
    const count = (all: readonly string[], emoji: string) =>
      all.filter((one) => one === emoji).length;
    const shares = sharesOf({ '👏': 3_000, '❤️': 1_000, '🔥': 1 }, 14);
    expect(shares.length).to.equal(14);
    expect(count(shares, '👏')).to.be.within(9, 11);
    expect(count(shares, '❤️')).to.be.within(2, 4);
    expect(sharesOf({ '👏': 2, '🔥': 1, '🎉': 0 }, 14)).to.deep.equal(['👏', '👏', '🔥']);
    expect(sharesOf({ '👏': 2 }, 0)).to.deep.equal([]);
    expect(sharesOf({ '👏': -1 }, 9)).to.deep.equal([]);
  });

  it('[RX22] for those who want no motion the number changes', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const here = await mounted();
    await here.show(reacted({ '👏': 90 }));
    expect(risingIn(here).length).to.equal(0);
    expect(plain(barOf(here)[0]!.textContent)).to.match(/90$/);
  });

  it('[RX23] what the room takes of the visitor rises at once, and not again with the sum', async () => {
    const here = await mounted();
    barOf(here)[0]!.click();
    await soon(() => risingIn(here).length === 1);
    await here.show(reacted({ '👏': 42, '🔥': 1_234 }));
    expect(risingIn(here).length).to.equal(1);
    await here.show(reacted({ '👏': 44, '🔥': 1_234 }));
    expect(risingIn(here).length).to.equal(3);
  });

  it('[RX23] a refusal is silent', async () => {
    const here = await mounted();
    here.ports.client.answer = { ok: false, reason: 'too-fast', retryAt: 1, limit: null };
    const before = here.root.querySelector('.frame')!.textContent;
    barOf(here)[0]!.click();
    await here.element.updateComplete;
    await here.element.updateComplete;
    expect(here.root.querySelector('.frame')!.textContent).to.equal(before);
    expect(risingIn(here).length).to.equal(0);
  });

  it('[RX24] the page is told the sums of the last second', async () => {
    const told: [ReactionSums, string | null][] = [];
    const keep = (event: Event) => {
      if (event instanceof OdysseyReactionEvent) told.push([event.sums, event.changeId]);
    };
    document.addEventListener('odyssey-reaction', keep);
    const here = await mounted();
    await here.show(reacted({ '👏': 43, '🔥': 1_234 }));
    await here.show(reacted({ '👏': 43, '🔥': 1_234 }));
    const sun = { ...SNOW, id: 'sun' };
    const changes = [{ ...SNOW, reactions: { '👏': 44, '🔥': 1_234 } }, sun];
    await here.show(
      view({ room: room({}, { changes, reactions: { of: 'sun', sums: { '🎉': 1 } } }) }),
    );
    await here.show(
      reacted({}, { connection: { status: 'reconnecting', attempt: 1, retryAt: null } }),
    );
    await here.show(reacted({ '👏': 900 }));
    document.removeEventListener('odyssey-reaction', keep);
    expect(told).to.deep.equal([
      [{ '👏': 2 }, 'snow'],
      [{ '👏': 1, '🎉': 1 }, 'sun'],
    ]);
  });

  it('[RX25] nothing moves, however much is chosen', async () => {
    const here = await mount({ scene: reacted({}) });
    const placeOf = () =>
      ['.stage', '.input', '.timeline'].map((selector) =>
        JSON.stringify(here.one(selector).getBoundingClientRect()),
      );
    const before = placeOf();
    await RoomUi.chunks.reactions();
    await soon(() => barOf(here).length === 6);
    expect(placeOf()).to.deep.equal(before);
    const first = JSON.stringify(barOf(here)[0]!.getBoundingClientRect());
    await here.show(reacted(Object.fromEntries(EMOJI.map((emoji) => [emoji, 987_654]))));
    expect(placeOf()).to.deep.equal(before);
    expect(JSON.stringify(barOf(here)[0]!.getBoundingClientRect())).to.equal(first);
  });

  it('[RX26] one stop of the keyboard, and arrows from one to the next', async () => {
    const box = document.createElement('div');
    box.dataset['box'] = '';
    box.style.inlineSize = '1200px';
    document.body.append(box);
    const here = await mounted({ into: box });
    const stops = () => barOf(here).filter(({ tabIndex }) => tabIndex === 0);
    expect(stops()).to.deep.equal([barOf(here)[0]]);
    expect(getComputedStyle(here.one('.react.all')).visibility).to.equal('hidden');
    barOf(here)[0]!.focus();
    await sendKeys({ press: 'ArrowRight' });
    expect(here.root.activeElement).to.equal(barOf(here)[1]);
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    expect(here.root.activeElement).to.equal(barOf(here)[5]);
    await here.element.updateComplete;
    expect(stops()).to.deep.equal([barOf(here)[5]]);
    await sendKeys({ press: 'Enter' });
    expect(here.ports.client.asked.at(-1)).to.equal('react 🎉');
  });

  it('[RX26] where there is no room for all they are behind one button', async () => {
    const box = document.createElement('div');
    box.dataset['box'] = '';
    box.style.inlineSize = '340px';
    document.body.append(box);
    const here = await mounted({ into: box });
    const all = here.one<HTMLButtonElement>('.react.all');
    const isShown = () => getComputedStyle(barOf(here)[0]!).visibility === 'visible';
    const toggle = async (act: () => unknown) => {
      await act();
      await here.element.updateComplete;
      return [isShown(), all.ariaExpanded];
    };
    expect(plain(all.querySelector('.sum')!.textContent)).to.equal('1.3K');
    expect(isShown()).to.equal(false);
    expect(await toggle(() => all.click())).to.deep.equal([true, 'true']);
    const stage = here.one('.stage').getBoundingClientRect();
    for (const button of barOf(here)) {
      expect(button.getBoundingClientRect().left).to.be.at.least(stage.left);
    }
    barOf(here)[0]!.focus();
    expect(await toggle(() => sendKeys({ press: 'Escape' }))).to.deep.equal([false, 'false']);
    await toggle(() => all.click());
    const outside = () =>
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    expect(await toggle(outside)).to.deep.equal([false, 'false']);
  });

  it('[RX27] without a picture of an emoji there is its name, or the number of its key', async () => {
    expect(hasGlyph('\u{10fffd}')).to.equal(false);
    expect(hasGlyph('A')).to.equal(true);
    const { rules } = room();
    const odd = { ...rules, reactions: '\u{1fae0}\u{1fae8} \u{1f9ff}' };
    const here = await mounted({ scene: view({ room: room({}, { rules: odd }) }) });
    for (const [index, button] of barOf(here).entries()) {
      const emoji = ['\u{1fae0}', '\u{1fae8}', '\u{1f9ff}'][index]!;
      expect(button.ariaLabel).to.equal(emoji);
      expect(plain(button.textContent)).to.equal(hasGlyph(emoji) ? emoji : String(index + 1));
    }
  });

  it('[RX29] a row of the story has what was thought of its change', async () => {
    const former = { ...SNOW, id: 'rain', reactions: { '👏': 3, '❤️': 1_200, '😂': 1, '🔥': 2 } };
    const changes = [former, SNOW];
    const reactions = { of: 'snow', sums: { '🎉': 7 } };
    const here = await mounted({ scene: view({ room: room({}, { changes, reactions }) }) });
    await RoomUi.chunks.story();
    await soon(() => here.root.querySelectorAll('.change .sums').length === 2);
    const told = [...here.root.querySelectorAll('.change .sums')].map((row) =>
      plain(row.textContent)
        .replace(/[^\d.K]+/g, ' ')
        .trim(),
    );
    expect(told).to.deep.equal(['7', '1.2K 3 2']);
  });

  it('[RX30] without a picture beside it the element has all buttons in a row', async () => {
    const attributes = { room: 'lobby', host: 'rooms.test', layout: 'remote' };
    const here = await mounted({ attributes });
    await soon(() => barOf(here).length === 6);
    const frame = here.one('.frame').getBoundingClientRect();
    for (const button of barOf(here)) {
      const { left, right, bottom, height } = button.getBoundingClientRect();
      expect(height).to.equal(44);
      expect(getComputedStyle(button).visibility).to.equal('visible');
      expect([left >= frame.left, right <= frame.right, bottom <= frame.bottom]).to.deep.equal([
        ...[true, true, true],
      ]);
    }
    barOf(here)[1]!.click();
    expect(here.ports.client.asked).to.deep.equal(['react ❤️']);
  });

  it('[RX28] react() resolves to the room’s answer', async () => {
    const here = await mounted();
    expect(await here.element.react('👏')).to.deep.equal({ ok: true });
    expect(here.ports.client.asked).to.deep.equal(['react 👏']);
    const nowhere = document.createElement('odyssey-broadcast');
    expect((await nowhere.react('👏')).ok).to.equal(false);
  });
});
