import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { RoomUi } from '../../src/element/room-ui.js';
import { ManualTimers } from './support/manual-timers.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { SCENES } from './support/views.js';

/** A picture in the video in front: a canvas that says of itself what it shows. */
async function playIn(video: HTMLVideoElement, colour: string): Promise<() => void> {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 36;
  const pen = canvas.getContext('2d')!;
  const paint = setInterval(() => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 64, 36);
  }, 30);
  video.muted = true;
  video.srcObject = canvas.captureStream(30);
  video.dataset['front'] = '';
  await video.play();
  await soon(() => video.videoWidth === 64);
  return () => clearInterval(paint);
}

function controls({ root }: Mounted): string[] {
  return [...root.querySelectorAll('[part=controls] button')].map(
    (button) => button.getAttribute('aria-label') ?? '',
  );
}

/** Replaces a property for a while. */
const restore: (() => void)[] = [];
function replace(target: object, name: string, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, writable: true, value });
  restore.push(() => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, own);
  });
}

function withSound({ one, element }: Mounted): Promise<unknown> {
  one<HTMLVideoElement>('video').srcObject =
    new AudioContext().createMediaStreamDestination().stream;
  element.requestUpdate();
  return element.updateComplete;
}

describe('the player', () => {
  afterEach(async () => {
    for (const undo of restore.splice(0).reverse()) undo();
    if (document.fullscreenElement) await document.exitFullscreen();
    clearPage();
  });

  it('[EL45] its part is loaded once there is a picture, not before', async () => {
    let asked = 0;
    const { player } = RoomUi.chunks;
    RoomUi.chunks.player = () => {
      asked += 1;
      return player();
    };
    try {
      // The test's own way to show something waits for the part, too.
      const mounted = await mount({ scene: 'dark' });
      expect(asked).to.equal(1);
      expect(controls(mounted)).to.deep.equal([]);
      await mounted.show(SCENES['watching']!);
      expect(asked).to.equal(3);
      await mounted.show(SCENES['watching']!);
      expect(asked).to.equal(4);
      expect(controls(mounted)).to.include('Full screen');
    } finally {
      RoomUi.chunks.player = player;
    }
  });

  it('[EL46] the button fills the screen, and takes it back', async () => {
    const mounted = await mount({ scene: 'watching' });
    const { element, button, one } = mounted;
    const box = button('Full screen').getBoundingClientRect();
    await sendMouse({
      type: 'click',
      position: [Math.round(box.x + 22), Math.round(box.y + 22)],
    });
    await soon(() => element.matches(':fullscreen') || element.hasAttribute('data-fills'));
    await soon(() => controls(mounted).includes('Leave full screen'));
    const stage = one('.stage').getBoundingClientRect();
    expect(stage.width).to.be.above(innerWidth / 2);
    expect(stage.bottom).to.be.at.most(innerHeight);
    button('Leave full screen').click();
    await soon(() => controls(mounted).includes('Full screen'));
  });

  it('[EL46] without full screen it fills the window, until Escape', async () => {
    replace(document, 'fullscreenEnabled', false);
    const { element, button } = await mount({ scene: 'watching' });
    button('Full screen').focus();
    await sendKeys({ press: 'Enter' });
    const { left, top, width, height } = element.getBoundingClientRect();
    expect([left, top, width, height]).to.deep.equal([0, 0, innerWidth, innerHeight]);
    expect(document.documentElement.style.overflow).to.equal('hidden');
    await sendKeys({ press: 'Escape' });
    expect(element.hasAttribute('data-fills')).to.equal(false);
    expect(document.documentElement.style.overflow).to.equal('');
    button('Full screen').click();
    element.remove();
    await soon(() => document.documentElement.style.overflow === '');
  });

  it('[EL98] what lies over the picture fades, but not in the own turn or while one writes', async () => {
    const timers = new ManualTimers();
    try {
      const attributes = { room: 'lobby', host: 'rooms.test', layout: 'overlay' };
      const { one, show, element } = await mount({ scene: 'watching', attributes });
      const isQuiet = () => one('.frame').hasAttribute('data-quiet');
      const wait = () => {
        element.requestUpdate();
        timers.runAll();
      };
      wait();
      expect(isQuiet()).to.equal(true);
      element.dispatchEvent(new PointerEvent('pointermove'));
      expect(isQuiet()).to.equal(false);
      one('.input').focus();
      wait();
      expect(isQuiet()).to.equal(false);
      one('.input').blur();
      wait();
      expect(isQuiet()).to.equal(true);
      await show(SCENES['offered']!);
      expect(isQuiet()).to.equal(false);
      wait();
      expect(isQuiet()).to.equal(false);
    } finally {
      timers.restore();
    }
  });

  it('[EL99] t gives the picture the full width, and takes it back', async () => {
    const { element, one } = await mount({ scene: 'watching' });
    one('.control').focus();
    await sendKeys({ press: 't' });
    expect(element.getAttribute('layout')).to.equal('theatre');
    await sendKeys({ press: 't' });
    expect(element.layout).to.equal('auto');
  });

  it('[EL47] picture in picture is offered where there is any, and follows the next stream', async () => {
    replace(document, 'pictureInPictureEnabled', false);
    const without = await mount({ scene: 'watching' });
    expect(controls(without)).to.deep.equal(['Theatre', 'Full screen']);
    expect(await without.element.requestPictureInPicture()).to.equal(false);

    replace(document, 'pictureInPictureEnabled', true);
    const shown: EventTarget[] = [];
    replace(HTMLVideoElement.prototype, 'requestPictureInPicture', function (this: Element) {
      shown.push(this);
      replace(this.getRootNode(), 'pictureInPictureElement', this);
      this.dispatchEvent(new Event('enterpictureinpicture', { bubbles: true }));
      return Promise.resolve({});
    });
    const mounted = await mount({ scene: 'watching' });
    const { element, root, ports, button } = mounted;
    const [one, other] = root.querySelectorAll('video');
    one!.dataset['front'] = '';
    button('Picture in picture').click();
    await soon(() => ports.playback.seen.at(-1)?.elsewhere);
    expect(shown).to.deep.equal([one]);
    other!.dataset['front'] = '';
    delete one!.dataset['front'];
    await soon(() => shown.length === 2);
    expect(shown).to.deep.equal([one, other]);
    await soon(() => controls(mounted).includes('Leave picture in picture'));
    expect(await element.requestPictureInPicture()).to.equal(true);
  });

  it('[EL47] a browser that refuses a live picture is not asked again', async () => {
    replace(document, 'pictureInPictureEnabled', true);
    replace(HTMLVideoElement.prototype, 'requestPictureInPicture', () =>
      Promise.reject(new DOMException('no streams', 'NotSupportedError')),
    );
    const mounted = await mount({ scene: 'watching' });
    mounted.one('video').dataset['front'] = '';
    expect(await mounted.element.requestPictureInPicture()).to.equal(false);
    await mounted.element.updateComplete;
    expect(controls(mounted)).to.deep.equal(['Theatre', 'Full screen']);
  });

  it('[EL48] f, m and p work with the focus in the picture, and never while something is typed', async () => {
    replace(document, 'fullscreenEnabled', false);
    const inner = '<p slot="offline"><input></p>';
    const mounted = await mount({ scene: 'active', inner });
    await withSound(mounted);
    const { element, ports, button, one, show } = mounted;
    let heard = 0;
    const listen = () => {
      heard += 1;
    };
    document.addEventListener('keydown', listen);
    button('Full screen').focus();
    await sendKeys({ press: 'm' });
    expect(ports.playback.muted).to.equal(false);
    await sendKeys({ press: 'f' });
    expect(element.hasAttribute('data-fills')).to.equal(true);
    await sendKeys({ press: 'F' });
    expect(element.hasAttribute('data-fills')).to.equal(false);
    expect(heard).to.equal(0);
    const withModifier = { key: 'm', ctrlKey: true, bubbles: true, composed: true };
    button('Full screen').dispatchEvent(new KeyboardEvent('keydown', withModifier));
    expect(heard).to.equal(1);
    expect(ports.playback.muted).to.equal(false);
    one('.input').focus();
    await sendKeys({ type: 'film' });
    expect(ports.playback.muted).to.equal(false);
    expect(element.hasAttribute('data-fills')).to.equal(false);
    await show(SCENES['dark']!);
    element.querySelector('input')?.focus();
    await sendKeys({ type: 'film' });
    document.removeEventListener('keydown', listen);
    expect(element.querySelector('input')?.value).to.equal('film');
    expect(element.hasAttribute('data-fills')).to.equal(false);
  });

  it('[EL49] what is heard stands in the system’s media controls, whose pause only silences', async () => {
    const handlers = new Map<string, (() => void) | null>();
    replace(navigator.mediaSession, 'setActionHandler', (name: string, run: (() => void) | null) =>
      handlers.set(name, run),
    );
    const mounted = await mount({ scene: 'watching' });
    await withSound(mounted);
    expect(navigator.mediaSession.metadata).to.equal(null);
    mounted.button('Turn the sound on').click();
    await mounted.element.updateComplete;
    const { metadata } = navigator.mediaSession;
    expect([metadata?.title, metadata?.artist]).to.deep.equal(['Live world “lobby”', 'Calm Otter']);
    handlers.get('pause')?.();
    await mounted.element.updateComplete;
    expect(mounted.ports.playback.muted).to.equal(true);
    expect(mounted.ports.playback.closed).to.equal(false);
    expect(navigator.mediaSession.metadata).to.equal(null);
    expect(handlers.get('pause')).to.equal(null);
  });

  it('[EL50] the last frame stays over a video that has nothing to show any more', async () => {
    const mounted = await mount({ scene: 'watching' });
    const { one, root, ports, show } = mounted;
    const video = one<HTMLVideoElement>('video');
    const stop = await playIn(video, '#20c040');
    ports.playback.become({ status: 'idle' });
    await mounted.element.updateComplete;
    stop();
    video.srcObject = null;
    await show(SCENES['dark']!);
    const still = root.querySelector<HTMLCanvasElement>('canvas')!;
    const [, green = 0] = still.getContext('2d')!.getImageData(32, 18, 1, 1).data;
    expect(green).to.be.above(150);
    expect(still.getBoundingClientRect().width).to.equal(
      one('.stage').getBoundingClientRect().width,
    );
    ports.playback.become({ status: 'playing' });
    await mounted.element.updateComplete;
    expect(root.querySelector('canvas')).to.equal(null);
  });

  it('[EL51] the screen stays awake for those in line, and no longer', async () => {
    const locks: { released: boolean }[] = [];
    replace(navigator, 'wakeLock', {
      request: () => {
        const lock = Object.assign(new EventTarget(), {
          released: false,
          release() {
            lock.released = true;
            return Promise.resolve();
          },
        });
        locks.push(lock);
        return Promise.resolve(lock);
      },
    });
    const { show, element } = await mount({ scene: 'watching' });
    await show(SCENES['watching']!);
    expect(locks).to.have.length(0);
    for (const scene of ['waiting', 'offered', 'active']) await show(SCENES[scene]!);
    expect(locks.map(({ released }) => released)).to.deep.equal([false]);
    await show(SCENES['watching']!);
    expect(locks.map(({ released }) => released)).to.deep.equal([true]);
    await show(SCENES['waiting']!);
    element.remove();
    await soon(() => locks.length === 2 && locks.every(({ released }) => released));
  });

  it('[EL51] a refusal is as good', async () => {
    let asked = 0;
    replace(navigator, 'wakeLock', {
      request: () => {
        asked += 1;
        return Promise.reject(new DOMException('battery', 'NotAllowedError'));
      },
    });
    const { show } = await mount({ scene: 'watching' });
    for (const scene of ['watching', 'waiting', 'offered', 'active']) await show(SCENES[scene]!);
    expect(asked).to.equal(1);
  });

  it('[EL52] back from sleep, line and picture are tested at once', async () => {
    const { ports, element } = await mount({ scene: 'watching' });
    const checks = () => ports.client.asked.filter((what) => what === 'check').length;
    const before = checks();
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('pageshow'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(checks() - before).to.equal(3);
    expect(ports.playback.checked).to.be.at.least(3);
    element.remove();
    window.dispatchEvent(new Event('online'));
    expect(checks() - before).to.equal(3);
  });
});
