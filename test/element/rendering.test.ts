import { expect } from '@open-wc/testing';
import { buttonNames, clearPage, mount, soon } from './support/mount.js';
import { HELD, ME, NOW, roomView, view } from './support/views.js';

describe('what is shown', () => {
  afterEach(clearPage);

  const overlays: Readonly<Record<string, string>> = {
    joining: 'Joining the room…',
    unreachable: 'The room cannot be reached It tries again in 4 seconds.',
    refused: 'The world is not open This site may not show this room. Its owner has to allow it.',
    dark: 'The world is not open Nobody here can open the world yet. It opens by itself once someone can.',
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

  it('[EL3] the picture’s own troubles are told, and a tap asked for where one is needed', async () => {
    const { ports, element, text, button } = await mount({ scene: 'watching' });
    ports.playback.become({ status: 'stalled' });
    await element.updateComplete;
    expect(text('.overlay')).to.equal('The picture is stuck. Mending it…');
    ports.playback.become({ status: 'blocked' });
    await element.updateComplete;
    button('Tap to play').click();
    expect(ports.playback.resumed).to.equal(1);
    ports.playback.become({ status: 'unsupported', lacks: 'webrtc' });
    await element.updateComplete;
    expect(text('.overlay')).to.contain('it has no WebRTC');
    ports.playback.become({ status: 'waiting', retryAt: NOW + 4_000, attempt: 3 });
    await element.updateComplete;
    expect(text('.overlay')).to.equal(
      'The picture does not come through. It tries again in 4 seconds.',
    );
    ports.playback.become({ status: 'unsupported', lacks: 'h264' });
    await element.updateComplete;
    expect(text('.overlay')).to.contain('it has no H.264 video');
  });

  it('[EL3] while the line is mended the picture goes on, and a pill tells', async () => {
    const { root, text } = await mount({ scene: 'reconnecting' });
    expect(root.querySelector('.overlay')).to.equal(null);
    expect(text('.top')).to.equal('Reconnecting… 12 watching');
    expect(root.querySelector('.turn button')).to.equal(null);
  });

  it('[EL4] who holds the turn, for how long, and who is next', async () => {
    const { text, one, root } = await mount({ scene: 'waiting' });
    expect(text('[role=timer]')).to.equal('0:18');
    expect(text('.turn')).to.contain('Calm Otter is steering');
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
    expect(near.text('.turn')).to.contain('You are 3rd in line About 40 seconds to go');
    const far = await mount({ scene: 'far-behind' });
    expect(far.text('.turn')).to.contain('You are 24th in line About 12 minutes to go');
    expect(namesOf(far.root)).to.include('Quiet Maple (you): 24th in line');
  });

  it('[EL4] how the turn before ended', async () => {
    const { text, show } = await mount({ scene: 'free' });
    expect(text('.turn')).to.contain('Calm Otter’s time ran out.');
    const turns = { ...HELD, last: { ...ME, reason: 'idle' as const, at: NOW } };
    await show(view({ room: roomView({ turns }) }));
    expect(text('.turn')).to.contain('You did not type for a while, so your turn moved on.');
    const old = { ...turns, last: { ...ME, reason: 'idle' as const, at: NOW - 61_000 } };
    await show(view({ room: roomView({ turns: old }) }));
    expect(text('.turn')).not.to.contain('You did not type');
  });

  it('[EL4] a clock that stands still is shown standing still', async () => {
    const { text } = await mount({ scene: 'standing' });
    expect(text('[role=timer]')).to.equal('0:11');
    expect(text('.turn')).to.contain('The clocks stand still until the world is back.');
  });

  const offers: Readonly<Record<string, string[]>> = {
    free: ['Take a turn', 'Send'],
    watching: ['Skip (1 of 2)', 'Take a turn', 'Send'],
    waiting: [
      'Skip (1 of 2)',
      'Leave the line',
      'Send',
      'Take back “The lanterns drift up into the sky”',
    ],
    offered: ['Take it', 'Not now', 'Send'],
    active: ['More time', 'Done, pass on', 'Send'],
  };
  for (const [scene, names] of Object.entries(offers)) {
    it(`[EL5] only what can be done is offered: ${scene}`, async () => {
      expect(buttonNames(await mount({ scene }))).to.deep.equal(names);
    });
  }

  it('[EL5] a skip that can never succeed is not offered', async () => {
    const mounted = await mount();
    const alone = { watching: 2 };
    await mounted.show(view({ room: roomView({ turns: HELD, audience: alone }) }));
    expect(buttonNames(mounted)).to.deep.equal(['Take a turn', 'Send']);
  });

  it('[EL5] every button asks the room, and only the room’s word changes what is shown', async () => {
    const { ports, element, button, text } = await mount({ scene: 'watching' });
    button('Take a turn').click();
    button('Skip (1 of 2)').click();
    await element.updateComplete;
    expect(ports.client.asked).to.deep.equal(['request-turn', 'skip-vote']);
    expect(text('.turn')).to.contain('Calm Otter is steering');
    expect(button('Take a turn')).to.be.instanceOf(HTMLButtonElement);
  });

  it('[EL5] the holder may give the turn to somebody who waits', async () => {
    const { ports, button, root } = await mount({ scene: 'active' });
    button('Bright Finch: Next').click();
    await soon(() => root.querySelector('.card button') !== null);
    button('Pass to Bright Finch').click();
    expect(ports.client.asked).to.deep.equal(['pass-turn p-finch']);
  });

  it('[EL6] a request that is refused says why and when to try again', async () => {
    const { ports, element, button, text } = await mount({ scene: 'free' });
    ports.client.answer = { ok: false, reason: 'queue-full', limit: 50, retryAt: NOW + 20_000 };
    button('Take a turn').click();
    await Promise.resolve();
    await element.updateComplete;
    expect(text('.notice')).to.equal(
      'The line is full with 50 people. Try again in a while. Try again in 20 seconds.',
    );
  });

  it('[EL6] a receipt tells its status, its reason, and what the world made of it', async () => {
    const { text } = await mount({ scene: 'active' });
    expect(text('.receipts')).to.contain('In the world · The world made of it: Hundreds');
    expect(text('.receipts')).to.contain(
      'Not taken · Somebody asked for the same thing a moment ago. Other words are welcome. Try again in 65 seconds.',
    );
  });

  it('[EL6] a prompt that waits can be taken back', async () => {
    const { ports, button } = await mount({ scene: 'waiting' });
    button('Take back “The lanterns drift up into the sky”').click();
    expect(ports.client.asked).to.deep.equal(['withdraw prompt-1']);
  });

  const hints: Readonly<Record<string, string>> = {
    free: 'Nobody is steering: your prompt takes the turn and runs at once.',
    watching: 'Your prompt waits with you in line: place 2, about 30 seconds.',
    waiting: 'Your prompt is with you. It runs as soon as your turn comes.',
    'far-behind': 'Your prompt waits with you: place 24, about 12 minutes.',
    offered: 'Sending it takes your turn.',
    active: 'It goes to the world at once.',
    opening: 'It waits with you until the world is open.',
    locked: 'A moderator has paused the prompts for 90 seconds.',
    muted: 'A moderator asked you to watch for 2 minutes.',
    unattended: 'Prompts wait until a moderator is here.',
    reconnecting: 'Not connected. What you typed stays here.',
  };
  for (const [scene, hint] of Object.entries(hints)) {
    it(`[EL7] the composer tells what sending would do now: ${scene}`, async () => {
      const { text } = await mount({ scene });
      expect(text('#hint')).to.equal(hint);
    });
  }

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
    expect(mounted.text('.turn')).to.contain('Calm Otter is steering');
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
