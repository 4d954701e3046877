import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { plain, soon } from './support/mount.js';
import { clearReplay, HttpRoom, LONG_VIDEO, mountReplay, part } from './support/replay-room.js';
import { violationsIn } from './support/violations.js';

describe('the dialog of the replay', () => {
  let http: HttpRoom;
  beforeEach(() => {
    http = new HttpRoom();
  });
  afterEach(() => clearReplay(http));

  it('[RP9] it closes with the element and with Escape, and gives focus and sound back', async () => {
    const { root, ports, one, button, element } = await mountReplay(http);
    expect(ports.playback.muted).to.equal(true);
    one<HTMLButtonElement>('.replay .close').click();
    await soon(() => root.querySelector('dialog.replay') === null);
    ports.playback.muted = false;
    button('Replay').focus();
    button('Replay').click();
    await soon(() => root.querySelector('dialog.replay[open]') !== null);
    expect(ports.playback.muted, 'the live picture is silent').to.equal(true);
    one<HTMLDialogElement>('dialog.replay').close();
    await soon(() => !ports.playback.muted);
    expect(root.activeElement).to.equal(button('Replay'));
    button('Replay').click();
    await soon(() => root.querySelector('dialog.replay[open]') !== null);
    element.remove();
    await soon(() => root.querySelector('dialog.replay') === null);
  });

  it('[RP9] all of it works by keyboard, and Escape closes it', async () => {
    http.video = LONG_VIDEO;
    http.pages['/recordings'] = { streams: [part(2), part(1)], running: null, next: 1 };
    const mounted = await mountReplay(http);
    const { root, one, current } = mounted;
    await soon(() => root.activeElement !== null);
    const stops: string[] = [];
    while (!stops.at(-1)?.includes('first wish of part 1') && stops.length < 40) {
      await sendKeys({ press: 'Tab' });
      stops.push(nameOf(root.activeElement));
    }
    const names = ['The recording', 'Previous prompt', 'Next prompt', 'Copy link to this moment'];
    for (const name of names) expect(stops).to.include(name);
    expect(stops).to.include('Show earlier parts');
    expect(stops.some((name) => name.includes('first wish of part 1'))).to.equal(true);
    one('.replay .part:last-child .moment').focus();
    await sendKeys({ press: 'Enter' });
    await soon(() => current() === 'first wish of part 2');
    const heard: string[] = [];
    const listen = ({ key }: KeyboardEvent) => heard.push(key);
    document.addEventListener('keydown', listen);
    await sendKeys({ press: 'x' });
    document.removeEventListener('keydown', listen);
    expect(heard, 'a page’s hotkeys').to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    await soon(() => root.querySelector('dialog.replay') === null);
    expect(nameOf(root.activeElement)).to.equal('Replay');
  });

  it('[RP9] with less motion nothing moves unasked', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    try {
      const { video, press, plays, status } = await mountReplay(http);
      await soon(() => video.readyState > 1 && status() === '');
      expect(plays()).to.equal(false);
      press('Next prompt');
      await soon(plays);
    } finally {
      await emulateMedia({ reducedMotion: 'no-preference' });
    }
  });

  for (const theme of ['light', 'dark']) {
    it(`[RP9] axe finds nothing, ${theme}; at 320 pixels nothing is wider than the page`, async () => {
      const running = part(3, { endedAt: null, prompt: null, reason: null });
      http.pages['/recordings'] = { streams: [part(2), part(1)], running, next: 1 };
      const attributes = { room: 'lobby', host: 'rooms.test', theme };
      const { root, one, element } = await mountReplay(http, { attributes });
      expect(await violationsIn(element)).to.deep.equal([]);
      expect(await violationsIn(root.querySelector('dialog.replay')!)).to.deep.equal([]);
      await setViewport({ width: 320, height: 640 });
      const { width } = one('dialog.replay').getBoundingClientRect();
      expect(width).to.be.at.most(320);
      for (const box of ['.screen', '.track', 'footer']) {
        const { scrollWidth, clientWidth } = one(`.replay ${box}`);
        expect(scrollWidth, box).to.be.at.most(clientWidth);
      }
      expect(one('.replay .track').clientHeight, 'the timeline has room').to.be.at.least(120);
      await setViewport({ width: 900, height: 700 });
    });
  }
});

function nameOf(element: Element | null): string {
  return plain(element?.getAttribute('aria-label') ?? element?.textContent ?? '');
}
