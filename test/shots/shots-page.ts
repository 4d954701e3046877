import { LanguageChoice } from '../../src/element/words/language-choice.js';
import { FakePorts } from '../element/support/fake-room.js';
import { clearPage, mount } from '../element/support/mount.js';
import { HttpRoom, LONG_VIDEO, part } from '../element/support/replay-room.js';
import { NOW } from '../element/support/views.js';
import { IN_ARABIC, type ShownState, STATES } from './states.js';

/**
 * Runs in each of the frames that are photographed: shows one state after the other, and stands still
 * once it is drawn. Its address says the theme and the direction.
 */

/** What waits longer than this waits for time to pass, which does not here (ms). */
const SOON_MS = 400;
const FRAME_MS = 100;
const { setTimeout: start } = globalThis;
Object.assign(globalThis, {
  setTimeout: (run: () => void, ms = 0, ...given: unknown[]) =>
    ms > SOON_MS ? 0 : start(run, ms, ...given),
  setInterval: () => 0,
});
Date.now = () => NOW;

const isArabic = document.documentElement.lang === 'ar';
const http = new HttpRoom();
http.pages['/recordings'] = { streams: [part(2), part(1)], running: null, next: null };
http.video = LONG_VIDEO;

// The element looks once which emoji there are.
const fonts = Promise.all(
  ['👏', 'a', 'ا'].map((text) => document.fonts.load('16px "Noto Color Emoji", Shots', text)),
);

/** The next frame; a page that is not in front may have none. */
const frame = () =>
  new Promise<unknown>((resolve) => {
    requestAnimationFrame(resolve);
    start(resolve, FRAME_MS);
  });

function inOwnWords<Value>(value: Value): Value {
  if (!isArabic) return value;
  let text = JSON.stringify(value);
  for (const [english, arabic] of Object.entries(IN_ARABIC))
    text = text.replaceAll(english, arabic);
  return JSON.parse(text) as Value;
}

async function pose(name: string): Promise<void> {
  const state = STATES[name] as ShownState;
  await fonts;
  clearPage();
  document.title = '';
  const ports = new FakePorts();
  if (state.playback !== undefined) {
    const { playback } = state;
    ports.play = new Proxy(ports.play, {
      apply(play, _self, given: Parameters<FakePorts['play']>) {
        const made = play.apply(ports, given);
        made.become = (
          (become) => () =>
            become.call(made, playback)
        )(made.become);
        return made;
      },
    });
  }
  const attributes = { room: 'lobby', host: location.host, ...state.attributes };
  const mounted = await mount({ attributes, ports, scene: '' });
  const { element, root } = mounted;
  element.classList.toggle('pictured', hasPicture(state));
  if (state.view !== null) await mounted.show(inOwnWords(state.view));
  if (isArabic) await LanguageChoice.chunks['ar']?.();
  await still(root);
  if (state.after !== undefined) await state.after(mounted);
  await still(root);
  // Only one of the frames could have the focus.
  const focused = root.activeElement ?? document.activeElement;
  if (focused instanceof HTMLElement) focused.blur();
  await still(root);
}

/** Whether the world can be seen, and not only what stands in its place. */
function hasPicture({ view }: ShownState): boolean {
  const phase = view?.room?.life.phase;
  return phase === 'live' || phase === 'renewing';
}

/** Waits until nothing changes any more: parts have come, images are there, animations are over. */
async function still(root: ShadowRoot): Promise<void> {
  let before = '';
  await frame();
  for (let same = 0; same < 3; ) {
    await new Promise((resolve) => start(resolve, 5));
    for (const animation of [...root.getAnimations(), ...document.getAnimations()]) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        animation.finish();
    }
    const now = root.innerHTML;
    same = now === before ? same + 1 : 0;
    before = now;
  }
  await document.fonts.ready;
  await Promise.all(
    [...root.querySelectorAll('img')].map((image) => image.decode().catch(() => {})),
  );
  await frame();
}

Object.assign(globalThis, { pose });
