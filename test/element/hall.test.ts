import { expect } from '@open-wc/testing';
import { qrModules } from '../../src/element/hall/qr.js';
import { RoomUi } from '../../src/element/room-ui.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { readQr } from './support/read-qr.js';

const HOME = { room: 'lobby', host: 'rooms.test', lang: 'en' };

async function screen(attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
  const mounted = await mount({
    attributes: { ...HOME, layout: 'screen', ...attributes },
    scene: 'watching',
  });
  await RoomUi.chunks.hall();
  await soon(() => mounted.root.querySelector('.hall'));
  return mounted;
}

function isSeen({ root }: Mounted, selector: string): boolean {
  const found = root.querySelector<HTMLElement>(selector);
  return found?.checkVisibility() === true && found.getBoundingClientRect().height > 0;
}

describe('the screen in a hall, and its remote controls', () => {
  afterEach(clearPage);

  it('[SN1] a screen shows picture, lower third, line, ballot and clock, and nothing to press', async () => {
    const mounted = await screen();
    const { root, show, one } = mounted;
    for (const seen of ['.stage', 'video', '.caption', '.hall .person', '.edge']) {
      expect(isSeen(mounted, seen), seen).to.equal(true);
    }
    await show(MODE_SCENES['vote: ballot']!);
    expect(isSeen(mounted, '.hall [part=ballot]')).to.equal(true);
    for (const gone of ['.composer', '.rail', '.dock']) {
      expect(isSeen(mounted, gone), gone).to.equal(false);
    }
    const pressable = [...root.querySelectorAll('button')].filter((one) => one.checkVisibility());
    expect(pressable.map(({ outerHTML }) => outerHTML)).to.deep.equal([]);
    expect(one('.edge path').getAttribute('stroke-dashoffset')).to.match(/^\d+\.\d$/);
  });

  it('[SN2] its code is the address of `join-url`, which stands under it as one types it', async () => {
    const { one, text } = await screen({ 'join-url': 'https://example.org/hall/7c/' });
    expect(readQr(one('.code').outerHTML)).to.equal('https://example.org/hall/7c/');
    expect(text('.address')).to.equal('example.org/hall/7c');
    expect(one('.code').getAttribute('aria-label')).to.equal('QR code of example.org/hall/7c');
  });

  it('[SN2] an address that is too long, or none, is told in a plain sentence; without one there is no code', async () => {
    const long = await screen({ 'join-url': `https://example.org/${'x'.repeat(2_000)}` });
    expect(long.text('.join')).to.equal(
      'This address is too long for a QR code: 213 characters at most. Use a short link.',
    );
    expect(isSeen(long, '.hall .person')).to.equal(true);
    const none = await screen({ 'join-url': 'mailto:me@example.org' });
    expect(none.text('.join')).to.contain('no web address');
    expect((await screen()).root.querySelector('.join')).to.equal(null);
  });

  it('[SN3] every length of address makes a code that reads as it was written', () => {
    for (let length = 1; length <= 213; length += 4) {
      const text = `https://example.org/${'aZ9-_/?=&é'.repeat(30)}`.slice(0, length);
      const rows = qrModules(text);
      const bytes = new TextEncoder().encode(text).length;
      expect(rows === null, `${bytes} bytes`).to.equal(bytes > 213);
      if (rows !== null) expect(readQr(rows)).to.equal(text);
    }
    expect(qrModules('x'.repeat(213))).to.have.length(57);
    expect(qrModules('x'.repeat(214))).to.equal(null);
  });

  it('[SN4] `theme="transparent"` has no background and no picture, and asks for none', async () => {
    const mounted = await screen({ theme: 'transparent' });
    const { ports, element, one } = mounted;
    expect(ports.playbacks).to.deep.equal([]);
    for (const gone of ['video', '.poster']) expect(isSeen(mounted, gone), gone).to.equal(false);
    for (const box of [element, one('.stage'), one('.frame')]) {
      expect(getComputedStyle(box).backgroundColor).to.equal('rgba(0, 0, 0, 0)');
    }
    expect(isSeen(mounted, '.caption')).to.equal(true);
  });

  it('[SN5] a remote control has field, line and reactions, makes no connection for the picture, and conducts nothing', async () => {
    const mounted = await mount({
      attributes: { ...HOME, layout: 'remote' },
      scene: 'watching',
    });
    const { ports, element } = mounted;
    expect(ports.playbacks).to.deep.equal([]);
    expect(ports.client.options.conduct).to.equal('no');
    expect(ports.client.moves).to.deep.equal([null]);
    for (const seen of ['.input', '.faces']) expect(isSeen(mounted, seen), seen).to.equal(true);
    for (const gone of ['video', '.poster', '.caption']) {
      expect(isSeen(mounted, gone), gone).to.equal(false);
    }
    element.layout = 'auto';
    await element.updateComplete;
    expect(ports.playbacks).to.have.length(1);
    element.layout = 'remote';
    await element.updateComplete;
    expect(ports.playbacks.map(({ closed }) => closed)).to.deep.equal([true]);
  });
});
