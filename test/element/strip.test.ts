import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import type { Change } from '../../src/protocol/view.js';
import { FakePorts } from './support/fake-room.js';
import { mount, plain, soon } from './support/mount.js';
import { BEGAN, clearReplay, HttpRoom, LONG_VIDEO, part, refused } from './support/replay-room.js';
import { LIVE, roomView, view, you } from './support/views.js';
import { violationsIn } from './support/violations.js';

/** The third stream runs since 14:00:06, and it is 14:00:09. */
const NOW = BEGAN + 9_000;
const PARTS = [part(1), part(2)];
const RUNNING = part(3, { endedAt: null, seconds: 0 });

function changesOf(...parts: ReturnType<typeof part>[]): Change[] {
  return parts.flatMap(({ startedAt, prompts }) =>
    prompts.map(({ id, name, text, atMs }) => {
      return { id, name, text, appliedText: text, at: startedAt + atMs };
    }),
  );
}

const life = { ...LIVE, startedAt: RUNNING.startedAt };
const roomWith = (changes: readonly Change[], replay: 'yes' | 'staff' | 'no' = 'yes') =>
  roomView({ life, rules: { ...DEFAULT_RULES, replay }, changes: [...changes] });

describe('the strip under the live picture', () => {
  let http: HttpRoom;
  beforeEach(() => {
    http = new HttpRoom();
    http.video = LONG_VIDEO;
    http.pages['/recordings'] = { streams: [...PARTS].reverse(), running: RUNNING, next: null };
    http.recordings[3] = refused(409, 'still-running');
  });
  afterEach(() => clearReplay(http));

  async function mountStrip(changes: readonly Change[] = changesOf(RUNNING)) {
    await sendKeys({ press: 'a' });
    const ports = new FakePorts();
    const mounted = await mount({ ports });
    ports.client.time = NOW;
    await mounted.show(view({ room: roomWith(changes) }));
    const { root } = mounted;
    await soon(() => root.querySelector('.strip') !== null, 'no strip came');
    const strip = mounted.one('.strip');
    const texts = (selector: string) =>
      [...root.querySelectorAll(selector)].map(({ textContent }) => plain(textContent)).join(' ');
    /** The pointer at this share of the strip. */
    const point = (type: string, share: number, pointerType = 'mouse') => {
      const { left, width, top } = strip.getBoundingClientRect();
      const at = { clientX: left + share * width, clientY: top + 4 };
      strip.setPointerCapture = () => {};
      strip.dispatchEvent(new PointerEvent(type, { ...at, pointerType, bubbles: true }));
    };
    const ticks = () => root.querySelectorAll('.strip rect:not(.here)').length;
    return {
      ...mounted,
      ...{ strip, ticks, point },
      value: () => strip.getAttribute('aria-valuetext'),
      peek: () => texts('.peek'),
      told: () => texts('.rewound .told'),
      /** Looks back, and waits for what that takes. */
      async look(share = 0.5) {
        point('pointerenter', share);
        await soon(() => ticks() === 6, 'nothing was fetched');
        point('pointermove', share);
      },
    };
  }

  it('[RT1] one tick for each change, and nothing is asked for before somebody looks back', async () => {
    const { ticks, show } = await mountStrip();
    expect(ticks()).to.equal(2);
    await show(view({ room: roomWith(changesOf(...PARTS, RUNNING)) }));
    expect(ticks()).to.equal(6);
    await show(view({ room: roomWith(changesOf(RUNNING).slice(1)) }));
    expect(ticks(), 'what the room tells no more is remembered').to.equal(6);
    expect(http.asked).to.deep.equal([]);
  });

  it('[RT1] it takes 4 px, 24 under the pointer, and moves nothing', async () => {
    const { strip, one } = await mountStrip();
    const { bottom } = one('.stage').getBoundingClientRect();
    const svg = one('.strip svg');
    expect(svg.getBoundingClientRect().height).to.equal(4);
    expect(Math.abs(strip.getBoundingClientRect().bottom - bottom)).to.be.below(1);
    strip.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await Promise.all(svg.getAnimations().map(({ finished }) => finished));
    expect(svg.getBoundingClientRect().height).to.equal(24);
    expect(one('.stage').getBoundingClientRect().bottom).to.equal(bottom);
  });

  it('[RT1] there is none where one may not replay, in the dark, before a change, or with watch-only', async () => {
    const { show, root } = await mountStrip();
    const has = () => root.querySelector('.strip') !== null;
    const changes = changesOf(RUNNING);
    await show(view({ room: roomWith(changes, 'staff') }));
    expect(has(), 'for visitors').to.equal(false);
    const moderator = you({ state: 'none' }, { role: 'moderator' });
    await show(view({ room: roomWith(changes, 'staff'), you: moderator }));
    expect(has(), 'for moderators').to.equal(true);
    const dark = { phase: 'dark', reason: null, until: null } as const;
    await show(view({ room: { ...roomWith(changes), life: dark } }));
    expect(has(), 'in the dark').to.equal(false);
    const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
    const other = await mount({ attributes });
    await other.show(view({ room: roomWith(changes) }));
    await other.show(view({ room: roomWith(changes) }));
    expect(other.root.querySelector('.strip'), 'watch-only').to.equal(null);
  });

  it('[RT2] the pointer shows thumbnail and words of what was there, over all streams', async () => {
    const { look, peek, point, root, ticks } = await mountStrip();
    await look(0.5);
    expect(ticks()).to.equal(6);
    point('pointermove', 0);
    const at = (share: number) => {
      point('pointermove', share);
      return peek();
    };
    expect(at(0.995)).to.equal('Teo Live second wish of part 3');
    expect(at(0.99)).to.contain('Live');
    const first = root.querySelector<HTMLImageElement>('.peek img');
    expect(first, 'this one has no picture').to.equal(null);
    // A minute is the least that the strip stands for: the streams are in its last eighth.
    expect(at(0.9)).to.contain('Teo −0:06 second wish of part 1');
    expect(at(0.919)).to.contain('Ada −0:05 first wish of part 2');
    const image = root.querySelector<HTMLImageElement>('.peek img');
    expect(new URL(image?.src ?? '').pathname).to.equal('/parties/main/lobby/frames/first-2');
    point('pointerleave', 0.5);
    expect(peek()).to.equal('');
  });

  it('[RT3] arrow keys go from change to change, Home and End to its ends, and it is said', async () => {
    const { strip, value, peek, root } = await mountStrip();
    strip.focus();
    await soon(() => root.querySelectorAll('.strip rect').length >= 6);
    expect(value()).to.equal('Live');
    await sendKeys({ press: 'ArrowLeft' });
    expect(value()).to.equal('0:03 ago. Teo: second wish of part 3');
    await sendKeys({ press: 'ArrowLeft' });
    expect(value()).to.equal('0:03 ago. Ada: first wish of part 3');
    expect(peek()).to.equal('Ada −0:03 first wish of part 3');
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowRight' });
    expect(value()).to.equal('Live');
    await sendKeys({ press: 'Home' });
    expect(value()).to.equal('1:00 ago');
    await sendKeys({ press: 'End' });
    expect(value()).to.equal('Live');
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Escape' });
    expect([value(), peek()]).to.deep.equal(['Live', '']);
    expect([strip.role, strip.getAttribute('aria-valuenow')]).to.deep.equal(['slider', '0']);
  });

  it('[RT4] Enter plays that moment over the live picture, which goes on; one button leads back', async () => {
    const { strip, one, root, ports, element } = await mountStrip();
    ports.playback.muted = false;
    strip.focus();
    await soon(() => root.querySelectorAll('.strip rect').length >= 6);
    for (let step = 0; step < 4; step += 1) await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Enter' });
    await soon(() => root.querySelector('.rewound video') !== null, 'no recording came');
    const video = one<HTMLVideoElement>('.rewound video');
    await soon(() => !video.paused && video.currentTime > 0);
    expect(video.currentTime).to.be.within(0, 2);
    expect(http.asked).to.include('/recordings/2');
    expect([ports.playback.muted, video.muted, ports.playback.closed]).to.deep.equal([
      true,
      false,
      false,
    ]);
    expect(plain(one('.back').textContent)).to.match(/^−0:0\d · Back to live$/);
    expect(await violationsIn(element)).to.deep.equal([]);
    one('.back').focus();
    await sendKeys({ press: 'Enter' });
    expect(root.querySelector('.rewound')).to.equal(null);
    expect(root.activeElement, 'the keyboard keeps its place').to.equal(strip);
    expect(ports.playback.muted, 'with its sound').to.equal(false);
  });

  it('[RT4] a tap plays it, too, and a tap at the end is live', async () => {
    const { look, point, root, one } = await mountStrip();
    await look(0.9);
    point('pointerdown', 0.9, 'touch');
    point('pointerup', 0.9, 'touch');
    await soon(() => root.querySelector('.rewound video') !== null);
    expect(one('.rewound .change').textContent).to.contain('second wish of part 1');
    point('pointerup', 1, 'touch');
    expect(root.querySelector('.rewound')).to.equal(null);
  });

  it('[RT5] of the stream that runs there are pictures only, and it says so', async () => {
    const { strip, told, one, root } = await mountStrip();
    strip.focus();
    await soon(() => root.querySelectorAll('.strip rect').length >= 6);
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Enter' });
    await soon(() => told().startsWith('This part still runs'));
    const { pathname } = new URL(one<HTMLImageElement>('.rewound img').src);
    expect(pathname).to.equal('/parties/main/lobby/frames/first-3');
    expect(root.querySelector('.rewound video')).to.equal(null);
    await sendKeys({ press: 'Escape' });
    expect(root.querySelector('.rewound')).to.equal(null);
  });

  it('[RT5] what cannot be replayed is said, with the way back', async () => {
    http.recordings[2] = refused(503, 'service-away');
    const { strip, told, one, root } = await mountStrip();
    strip.focus();
    await soon(() => root.querySelectorAll('.strip rect').length >= 6);
    for (let step = 0; step < 4; step += 1) await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Enter' });
    await soon(() => told() === 'This part cannot be replayed at the moment.');
    one<HTMLButtonElement>('.back').click();
    expect(root.querySelector('.rewound')).to.equal(null);
  });

  it('[RT6] played up to the stream that runs, it is live again by itself', async () => {
    const { strip, root } = await mountStrip();
    strip.focus();
    await soon(() => root.querySelectorAll('.strip rect').length >= 6);
    for (let step = 0; step < 3; step += 1) await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'Enter' });
    await soon(() => root.querySelector('.rewound video') !== null);
    const video = root.querySelector<HTMLVideoElement>('.rewound video');
    await soon(() => (video?.currentTime ?? 0) > 0);
    video!.currentTime = video!.duration - 0.1;
    await soon(() => root.querySelector('.rewound') === null, 'it never caught up');
  });
});
