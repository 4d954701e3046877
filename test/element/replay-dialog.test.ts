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

  it('[RT7] play, pause and time are there, over all parts as if they were one', async () => {
    http.video = LONG_VIDEO;
    const { press, plays, button, text, one, root } = await mountReplay(http);
    await soon(plays);
    press('Pause');
    await soon(() => !plays());
    await soon(() => root.querySelector('[aria-label=Play]') !== null);
    expect(text('.transport .number')).to.match(/^0:0[0-2] \/ 0:04$/);
    button('Play').focus();
    await sendKeys({ press: 'Enter' });
    await soon(plays);
    one('.replay video').focus();
    await sendKeys({ press: 'Space' });
    await soon(() => !plays());
  });

  it('[RT7] the line leads to any moment of any part, also by keyboard, and stays paused', async () => {
    http.video = LONG_VIDEO;
    const { one, video, current, plays, press, root } = await mountReplay(http);
    await soon(plays);
    press('Pause');
    await soon(() => root.querySelector('[aria-label=Play]') !== null);
    const line = one<HTMLInputElement>('.seek input');
    expect([line.min, line.max]).to.deep.equal(['0', '4000']);
    expect(root.querySelectorAll('.seek rect')).to.have.length(4);
    line.focus();
    await sendKeys({ press: 'End' });
    await soon(() => current() === 'second wish of part 2');
    await soon(() => video.currentTime > 1.9);
    expect(plays()).to.equal(false);
    expect(line.getAttribute('aria-valuetext')).to.equal('0:04 of 0:04');
    await sendKeys({ press: 'Home' });
    await soon(() => current().includes('part 1') || http.asked.includes('/recordings/1'));
    await soon(() => line.getAttribute('aria-valuetext') === '0:00 of 0:04');
  });

  it('[RT8] what was loved most are its chapters, with the sums, and they are marked', async () => {
    const loved = part(2);
    const [first, second] = loved.prompts;
    const prompts = [
      { ...first!, reactions: { '👏': 3 } },
      { ...second!, reactions: { '🔥': 12, '👏': 41 } },
    ];
    http.pages['/recordings'] = {
      streams: [{ ...loved, prompts }, part(1)],
      running: null,
      next: null,
    };
    http.video = LONG_VIDEO;
    const { root, current } = await mountReplay(http);
    const chapters = [...root.querySelectorAll<HTMLElement>('.chapters button')];
    expect(chapters.map(({ textContent }) => plain(textContent))).to.deep.equal([
      '👏 3 first wish of part 2',
      '👏 41 🔥 12 second wish of part 2',
    ]);
    expect(root.querySelectorAll('.seek .loved')).to.have.length(2);
    expect(plain(root.querySelector('.moment .loved')?.textContent ?? '')).to.equal('👏 3');
    chapters[1]?.click();
    await soon(() => current() === 'second wish of part 2');
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
