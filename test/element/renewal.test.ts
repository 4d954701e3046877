import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { OdysseyStatusEvent } from '../../src/index.js';
import type { TurnsOf } from '../../src/protocol/view.js';
import { buttonNames, clearPage, mount } from './support/mount.js';
import { BREATH, LIVE, NOW, RENEWING, REOPENING, roomView, SCENES, view } from './support/views.js';

const NEXT = { webrtcUrl: 'https://media.test/two', hlsUrl: null, token: 'spectator' };
const life = (now: Parameters<typeof roomView>[0] & object) => view({ room: roomView(now) });

describe('a stream is renewed', () => {
  afterEach(clearPage);

  it('[EL32] nothing shows but a clock that stands, and nothing moves', async () => {
    const mounted = await mount({ scene: 'watching' });
    const { element, ports, root, text, show } = mounted;
    const phases: (string | null)[] = [];
    const keep = ({ phase }: OdysseyStatusEvent) => phases.push(phase);
    element.addEventListener('odyssey-status', keep);
    const height = element.offsetHeight;
    const said = text('[aria-live=polite]');
    const without = buttonNames(mounted);
    await show(SCENES['renewing']!);
    expect(root.querySelector('.overlay, .breath')).to.equal(null);
    expect(text('.top')).to.equal('Live 12 watching');
    const left = root.querySelector('.holds .clock .left')?.getAttribute('stroke-dashoffset');
    expect(Number(left)).to.be.closeTo(100 * (1 - 18 / 30), 0.1);
    expect(element.matches(':state(live)')).to.equal(true);
    expect(buttonNames(mounted)).to.deep.equal(without);
    const { performing } = SCENES['watching']!.room!;
    const turns = SCENES['watching']!.room!.turns as TurnsOf<'queue'>;
    const { holder } = SCENES['renewing']!.room!.turns as TurnsOf<'queue'>;
    const { changes } = SCENES['watching']!.room!;
    await show(life({ life: RENEWING, turns: { ...turns, holder }, performing, changes }));
    expect(element.offsetHeight).to.equal(height);
    await show(life({ life: { ...LIVE, streamId: 'stream-2', watch: NEXT } }));
    expect(ports.playback.watched.map((watch) => watch?.webrtcUrl)).to.deep.equal([
      LIVE.watch.webrtcUrl,
      NEXT.webrtcUrl,
    ]);
    expect(phases).to.deep.equal(['renewing', 'live']);
    expect(text('[aria-live=polite]')).to.equal(said);
  });

  it('[EL33] the last frame stays, with a word and a countdown, and then any moment now', async () => {
    const { element, ports, root, text, show } = await mount({ scene: 'active' });
    await show(SCENES['breath']!);
    expect(ports.playback.watched.at(-1)).to.equal(null);
    expect(element.matches(':state(live)')).to.equal(true);
    expect(root.querySelector('.overlay')).to.equal(null);
    expect(text('.breath')).to.equal('0:03 Next scene coming up… Just a moment.');
    ports.client.time = NOW + 1000;
    element.requestUpdate();
    await element.updateComplete;
    expect(text('.breath [role=timer]')).to.equal('0:02');
    ports.client.time = NOW + 3001;
    element.requestUpdate();
    await element.updateComplete;
    expect(text('.breath')).to.equal('Next scene coming up… Any moment now');
    await show(life({ life: { ...LIVE, watch: NEXT } }));
    expect(root.querySelector('.breath')).to.equal(null);
    expect(ports.playback.watched.at(-1)).to.equal(NEXT);
  });

  it('[EL33] it is announced once, and that it is over', async () => {
    const { element, ports, root, show } = await mount({ scene: 'watching' });
    const said: string[] = [];
    const region = root.querySelector('[aria-live=polite]')!;
    const heard = new MutationObserver(() => said.push(region.textContent ?? ''));
    heard.observe(region, { childList: true, characterData: true, subtree: true });
    await show(life({ life: BREATH }));
    for (const passed of [1000, 2000, 4000]) {
      ports.client.time = NOW + passed;
      element.requestUpdate();
      await element.updateComplete;
    }
    await show(life({ life: { ...BREATH, expectedAt: NOW + 9000 } }));
    await show(life({ life: { ...LIVE, watch: NEXT } }));
    expect(said).to.deep.equal(['Next scene coming up…', 'The world is live.']);
  });

  it('[EL33] a prompt can be sent meanwhile, and waits', async () => {
    const { element, one, ports, text } = await mount({ scene: 'breath' });
    expect(text('#hint')).to.equal('It goes in as soon as the world is back.');
    const input = one<HTMLTextAreaElement>('.input');
    input.value = 'Snow begins to fall';
    input.dispatchEvent(new Event('input'));
    await element.updateComplete;
    one<HTMLButtonElement>('.send').click();
    expect(ports.client.asked).to.include('prompt Snow begins to fall');
  });

  it('[EL34] the last call says when and why, and is announced once', async () => {
    const { element, ports, text, show } = await mount({ scene: 'watching' });
    await show(SCENES['last call']!);
    expect(text('.closes')).to.equal('Closes in 0:42. Today’s time is up.');
    const announced = 'The world closes in 40 seconds. Today’s time is up.';
    expect(text('[aria-live=polite]')).to.equal(announced);
    const called = SCENES['last call']!;
    await show({ ...called, you: { ...called.you!, standing: SCENES['waiting']!.you!.standing } });
    await show({ ...called, receipts: [] });
    const next = { state: 'waiting', place: 1, expectedAt: null } as const;
    await show({ ...called, you: { ...called.you!, standing: next } });
    expect(text('[aria-live=polite]')).to.equal('You’re next in line.');
    ports.client.time = NOW + 20_000;
    element.requestUpdate();
    await element.updateComplete;
    expect(text('.closes')).to.equal('Closes in 0:22. Today’s time is up.');
    expect(text('[aria-live=polite]')).to.equal('You’re next in line.');
  });

  it('[EL35] what is dark says when it opens by itself', async () => {
    const dark = (ms: number) =>
      life({ life: { phase: 'dark', reason: 'out-of-hours', until: NOW + ms } });
    const { text, show } = await mount({ scene: dark(20 * 60_000) });
    expect(text('.overlay')).to.equal('This world is closed at this hour. Back in 20 minutes.');
    const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const at = (ms: number) => new Intl.DateTimeFormat('en', shape).format(NOW + ms);
    const seven = 7 * 3_600_000;
    await show(dark(seven));
    expect(text('.why')).to.contain(`Back at ${at(seven)} (in 7 hours).`);
    const days = 40 * 3_600_000;
    const day = new Intl.DateTimeFormat('en', { weekday: 'long' }).format(NOW + days);
    await show(dark(days));
    expect(text('.why')).to.contain(`Back on ${day} at ${at(days)} (in 40 hours).`);
    await show(dark(-1000));
    expect(text('.overlay')).to.equal('This world is closed at this hour.');
    await show(life({ life: { phase: 'dark', reason: null, until: NOW + 60_000 } }));
    expect(text('.overlay')).to.equal('The world is asleep. Back in 60 seconds.');
  });

  it('[EL35] an opening says what it waits for', async () => {
    const { text, show } = await mount({ scene: 'no machine' });
    expect(text('.overlay')).to.equal('Opening the world: waiting for a free machine…');
    await show(
      life({
        life: { phase: 'opening', since: NOW, attempt: 1, reason: 'unreachable', before: null },
      }),
    );
    expect(text('.overlay')).to.equal(
      'Opening the world once more… The world cannot be reached at the moment.',
    );
  });

  it('[EL37] the old picture stays whole beneath the new one, which fades over it', async () => {
    const { root } = await mount({ scene: 'watching' });
    const [old, next] = root.querySelectorAll('video');
    old!.dataset['beneath'] = '';
    next!.dataset['front'] = '';
    const [beneath, front] = [getComputedStyle(old!), getComputedStyle(next!)];
    expect(beneath.opacity).to.equal('1');
    expect(Number(front.zIndex)).to.be.greaterThan(Number(beneath.zIndex));
    expect([beneath.transitionDuration, front.transitionDuration]).to.deep.equal(['0s', '0.3s']);
    next!.dataset['front'] = 'whole';
    expect(front.opacity).to.equal('1');
    next!.dataset['front'] = '';
    await emulateMedia({ reducedMotion: 'reduce' });
    expect(front.transitionDuration).to.equal('0s');
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('[EL38] a conductor that is lost shows nowhere while its picture moves', async () => {
    const { element, ports, root, text, show } = await mount({ scene: 'active' });
    const streams: (string | null)[] = [];
    element.addEventListener('odyssey-stream', ({ streamId }) => streams.push(streamId));
    const said = text('[aria-live=polite]');
    const height = element.offsetHeight;
    const active = SCENES['active']!;
    const { turns } = SCENES['breath']!.room!;
    const { you } = SCENES['breath']!;
    const { changes } = active.room!;
    await show({ ...active, you, room: roomView({ life: REOPENING, turns, changes }) });
    expect(root.querySelector('.overlay, .breath')).to.equal(null);
    expect(text('.top')).to.equal('Live 12 watching');
    expect(text('#hint')).to.equal('It goes in as soon as the world is back.');
    expect(element.matches(':state(live):not(:state(opening))')).to.equal(true);
    expect(element.offsetHeight).to.equal(height);
    await show({ ...active, room: roomView({ life: { ...LIVE, streamId: '2', watch: NEXT } }) });
    expect(ports.playback.watched).to.deep.equal([LIVE.watch, NEXT]);
    expect(streams).to.deep.equal(['2']);
    expect(text('[aria-live=polite]')).to.equal(said);
  });

  it('[EL38] a prompt can be written meanwhile, and waits a moment', async () => {
    const { text, show } = await mount({ scene: 'breath' });
    const breath = SCENES['breath']!;
    await show({ ...breath, receipts: [], room: { ...breath.room!, life: REOPENING } });
    expect(text('#hint')).to.equal('It goes in as soon as the world is back.');
  });

  it('[EL38] once the picture stands the stage says that the world opens once more', async () => {
    const { element, ports, root, text, show } = await mount({ scene: 'watching' });
    await show(life({ life: { ...REOPENING, attempt: 1 } }));
    for (const playback of [
      { status: 'stalled' },
      { status: 'waiting', retryAt: NOW + 15_000, attempt: 1 },
      { status: 'connecting' },
    ] as const) {
      ports.playback.become(playback);
      await element.updateComplete;
      expect(text('.overlay')).to.equal('Opening the world once more…');
      expect(text('.top')).to.equal('12 watching');
      expect(element.matches(':state(opening):not(:state(live))')).to.equal(true);
    }
    expect(ports.playback.watched.at(-1)).to.deep.equal(LIVE.watch);
    ports.playback.become({ status: 'playing' });
    await element.updateComplete;
    expect(root.querySelector('.overlay')).to.equal(null);
    ports.playback.become({ status: 'blocked' });
    await element.updateComplete;
    expect(text('.overlay')).to.equal('Tap to play');
    await show(life({ life: { ...REOPENING, before: null } }));
    expect(ports.playback.watched.at(-1)).to.equal(null);
    expect(text('.overlay')).to.equal('Opening the world…');
  });

  it('[EL38] whoever comes then sees the stream before it', async () => {
    const { ports, root, text } = await mount({ scene: life({ life: REOPENING }) });
    expect(ports.playback.watched).to.deep.equal([LIVE.watch]);
    expect(root.querySelector('.overlay')).to.equal(null);
    expect(text('.top')).to.equal('Live 12 watching');
  });

  it('[EL36] the conductor gets the picture that is shown', async () => {
    const { ports, element } = await mount({ scene: 'watching' });
    expect(await ports.lastFrame()).to.equal(null);
    ports.playback.shown = new Blob(['jpeg']);
    expect(await ports.lastFrame()).to.equal(ports.playback.shown);
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await ports.lastFrame()).to.equal(null);
  });
});
