import { expect } from '@open-wc/testing';
import { buttonNames, clearPage, type Mounted, mount, plain, soon } from './support/mount.js';
import { HELD, ME, NOW, roomView, view } from './support/views.js';

describe('what is shown', () => {
  afterEach(clearPage);

  const overlays: Readonly<Record<string, string>> = {
    joining: 'Joining the room…',
    unreachable: 'The room cannot be reached It tries again in 4 seconds.',
    refused: 'The world is not open This site may not show this room. Its owner has to allow it.',
    dark: 'Waiting for the host to connect. It starts by itself.',
    opening: 'Opening the world…',
    failed:
      'The world could not open Every stream is in use at the moment. It tries again in 10 seconds.',
    closing: 'The world is closing…',
  };
  for (const [scene, words] of Object.entries(overlays)) {
    it(`[EL3] the picture says in words why it is not live: ${scene}`, async () => {
      const { text } = await mount({ scene });
      expect(text('.overlay')).to.equal(words);
    });
  }

  it('[EL3] a live picture has nothing over it', async () => {
    const { root } = await mount({ scene: 'watching' });
    expect(root.querySelector('.overlay')).to.equal(null);
  });

  it('[PF23] an upright picture in a room that lies is shown whole, and moves nothing', async () => {
    const { one } = await mount({ scene: 'watching' });
    const stageNow = () => JSON.stringify(one('.stage').getBoundingClientRect());
    const before = stageNow();
    const canvas = document.createElement('canvas');
    canvas.width = 90;
    canvas.height = 160;
    canvas.getContext('2d')!.fillRect(0, 0, 90, 160);
    const video = one<HTMLVideoElement>('video');
    video.srcObject = canvas.captureStream();
    await video.play();
    await soon(() => video.videoHeight === 160);
    expect(getComputedStyle(video).objectFit).to.equal('contain');
    expect(stageNow()).to.equal(before);
    for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
  });

  it('[EL3] the picture’s own troubles are told, and a tap asked for where one is needed', async () => {
    const { ports, element, text, button } = await mount({ scene: 'watching' });
    ports.playback.become({ status: 'stalled' });
    await element.updateComplete;
    expect(text('.overlay')).to.equal('Picture frozen, reconnecting…');
    ports.playback.become({ status: 'blocked' });
    await element.updateComplete;
    button('Tap to play').click();
    expect(ports.playback.resumed).to.equal(1);
    ports.playback.become({ status: 'unsupported', lacks: 'webrtc' });
    await element.updateComplete;
    expect(text('.overlay')).to.contain('it has no WebRTC');
    ports.playback.become({ status: 'waiting', retryAt: NOW + 4_000, attempt: 3 });
    await element.updateComplete;
    expect(text('.overlay')).to.equal('Can’t load the picture. It tries again in 4 seconds.');
    ports.playback.become({ status: 'unsupported', lacks: 'h264' });
    await element.updateComplete;
    expect(text('.overlay')).to.contain('it has no H.264 video');
  });

  it('[EL3] while the line is mended the picture goes on, and a pill tells', async () => {
    const { root, text } = await mount({ scene: 'reconnecting' });
    expect(root.querySelector('.overlay')).to.equal(null);
    expect(text('.top')).to.equal('Reconnecting… 12 watching');
    expect(root.querySelector('.send')?.getAttribute('aria-disabled')).to.equal('true');
  });

  it('[EL4] who holds the turn, for how long, and who is next', async () => {
    const { text, one, root } = await mount({ scene: 'waiting' });
    expect(root.querySelector('.holds .clock')).not.to.equal(null);
    expect(namesOf(root)).to.deep.equal([
      'Calm Otter: Has the turn',
      'Bright Finch: Next',
      'Swift Wren: 2nd in line',
      'Quiet Maple (you): 3rd in line',
    ]);
    expect(one('[aria-current]').ariaLabel).to.contain('Quiet Maple');
    expect(text('.queue')).to.equal('+4');
  });

  it('[EL4] the own place and the expected wait, in words', async () => {
    const near = await mount({ scene: 'waiting' });
    expect(near.text('#hint')).to.equal('3rd, about 40 sec.');
    const far = await mount({ scene: 'far-behind' });
    expect(far.text('#hint')).to.equal('24th, about 12 min. You can write ahead.');
    expect(namesOf(far.root)).to.include('Quiet Maple (you): 24th in line');
  });

  it('[EL4] how the own turn ended, for a while', async () => {
    const turns = (at: number) => ({ ...HELD, last: { ...ME, reason: 'idle' as const, at } });
    const { text, show } = await mount({ scene: view({ room: roomView({ turns: turns(NOW) }) }) });
    expect(text('#hint')).to.equal('You did not type for a while, so your turn moved on.');
    await show(view({ room: roomView({ turns: turns(NOW - 21_000) }) }));
    expect(text('#hint')).to.equal('You’d be 1st. Your prompt runs by itself.');
  });

  it('[EL4] a clock that stands still is shown standing still', async () => {
    const { one } = await mount({ scene: 'standing' });
    const left = one('.holds .clock .left').getAttribute('stroke-dashoffset');
    expect(Number(left)).to.be.closeTo(100 * (1 - 11 / 30), 0.1);
  });

  const offers: Readonly<Record<string, string[]>> = {
    free: [],
    watching: ['Join the line', 'Vote to skip Calm Otter · 1/2'],
    waiting: [
      'Edit “The lanterns drift up into the sky”',
      'Take back “The lanterns drift up into the sky”',
      'Vote to skip Calm Otter · 1/2',
      'Leave the line',
    ],
    offered: ['I’m ready', 'Pass'],
    active: ['More time', 'End my turn'],
  };
  for (const [scene, names] of Object.entries(offers)) {
    it(`[EL5] only what can be done is offered: ${scene}`, async () => {
      expect(offered(await mount({ scene })).sort()).to.deep.equal([...names].sort());
    });
  }

  it('[EL5] a skip that can never succeed is not offered', async () => {
    const mounted = await mount();
    const alone = { watching: 2 };
    await mounted.show(view({ room: roomView({ turns: HELD, audience: alone }) }));
    expect(offered(mounted)).to.deep.equal(['Join the line']);
  });

  it('[EL5] every button asks the room, and only the room’s word changes what is shown', async () => {
    const { ports, element, button, root } = await mount({ scene: 'watching' });
    button('Join the line').click();
    button('Vote to skip Calm Otter · 1/2').click();
    await element.updateComplete;
    expect(ports.client.asked).to.deep.equal(['request-turn', 'skip-vote']);
    expect(namesOf(root)[0]).to.equal('Calm Otter: Has the turn');
    expect(button('Join the line')).to.be.instanceOf(HTMLButtonElement);
  });

  it('[EL5] the holder may give the turn to somebody who waits', async () => {
    const { ports, button, root } = await mount({ scene: 'active' });
    button('Bright Finch: Next').click();
    await soon(() => root.querySelector('.card button') !== null);
    button('Pass to Bright Finch').click();
    expect(ports.client.asked).to.deep.equal(['pass-turn p-finch']);
  });

  it('[EL6] a request that is refused says why and when to try again', async () => {
    const { ports, element, button, text } = await mount({ scene: 'watching' });
    ports.client.answer = { ok: false, reason: 'queue-full', limit: 50, retryAt: NOW + 20_000 };
    button('Join the line').click();
    await Promise.resolve();
    await element.updateComplete;
    expect(text('#hint')).to.equal('The line is full: 50 are waiting. Try again in 20 seconds.');
  });

  it('[EL8] the transcript lists the world’s changes, newest first, as a log', async () => {
    const { one } = await mount({ scene: 'watching' });
    const log = one('[role=log]');
    const said = [...log.querySelectorAll('.said')].map(({ textContent }) => textContent);
    expect(said).to.deep.equal([
      'The lanterns turn green',
      'A whale surfaces between the boats',
      'Snow begins to fall',
    ]);
  });

  it('[EL8] the prompt on its way is on the picture for everyone', async () => {
    const { text } = await mount({ scene: 'watching' });
    expect(text('.caption')).to.contain('Calm Otter A lighthouse wakes');
  });

  it('[EL9] watch-only shows turns, but offers none', async () => {
    const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
    const mounted = await mount({ attributes, scene: 'watching' });
    expect(buttonNames(mounted)).to.deep.equal([]);
    expect(namesOf(mounted.root)).to.include('Calm Otter: Has the turn');
    expect(mounted.root.querySelector('form')).to.equal(null);
  });

  it('[EL9] a page may put its own words where there is nothing to see', async () => {
    const inner = '<p slot="offline">Back at eight.</p>';
    const { one } = await mount({ scene: 'dark', inner });
    const slot = one<HTMLSlotElement>('slot[name=offline]');
    expect(slot.assignedElements().map((element) => element.textContent)).to.deep.equal([
      'Back at eight.',
    ]);
  });

  it('[EL30] sound is offered only where there is some, and only until the page forbids it', async () => {
    const mounted = await mount({ scene: 'watching' });
    const { element, ports, one, button } = mounted;
    expect(buttonNames(mounted)).not.to.include('Turn the sound on');
    one<HTMLVideoElement>('video').srcObject =
      new AudioContext().createMediaStreamDestination().stream;
    element.requestUpdate();
    await element.updateComplete;
    button('Turn the sound on').click();
    await element.updateComplete;
    expect(ports.playback.muted).to.equal(false);
    expect(element.matches(':state(muted)')).to.equal(false);
    expect(buttonNames(mounted)).to.include('Turn the sound off');
    element.muted = true;
    await element.updateComplete;
    expect(ports.playback.muted).to.equal(true);
    expect(buttonNames(mounted)).not.to.include('Turn the sound off');
  });
});

/** Who is drawn as a face, and where they stand. */
function namesOf(root: ShadowRoot): (string | null)[] {
  return [...root.querySelectorAll('.person')].map((person) => person.ariaLabel);
}

/** What the visitor can do now in the bar: its buttons that ask for something. */
function offered({ root }: Mounted): string[] {
  const all = root.querySelectorAll('.bar button:not([aria-disabled=true], .starters *)');
  return [...all].map((one) => one.getAttribute('aria-label') ?? plain(one.textContent));
}
