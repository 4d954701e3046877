import { expect } from '@open-wc/testing';
import { RoomUi } from '../../src/element/room-ui.js';
import { CHOICES, MODE_SCENES, roundView } from './support/mode-views.js';
import { buttonNames, clearPage, mount } from './support/mount.js';
import { SCENES } from './support/views.js';

type ModesChunk = Awaited<ReturnType<typeof RoomUi.chunks.modes>>;

describe('the parts of a mode', () => {
  const real = RoomUi.chunks.modes;
  afterEach(() => {
    RoomUi.chunks.modes = real;
    clearPage();
  });

  it('[EM14] are loaded once a room needs them, and not for a line', async () => {
    let asked = 0;
    const { element, ports } = await mount({ scene: 'watching' });
    RoomUi.chunks.modes = () => {
      asked += 1;
      return real();
    };
    ports.client.show(SCENES['waiting']!);
    await element.updateComplete;
    expect(asked).to.equal(0);
    for (const name of ['vote: ballot', 'vote: result', 'baton: held']) {
      ports.client.show(MODE_SCENES[name]!);
      await element.updateComplete;
    }
    expect(asked).to.equal(1);
  });

  it('[EM14] while they come, what was there stays as it was, draft and all', async () => {
    let arrive: (parts: ModesChunk) => void = () => {};
    const { element, ports, root, one, text } = await mount({ scene: 'watching' });
    RoomUi.chunks.modes = () => new Promise((resolve) => (arrive = resolve));
    const input = one<HTMLTextAreaElement>('.input');
    input.value = 'Snow';
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    const before = text('.dock');
    ports.client.show(MODE_SCENES['vote: ballot']!);
    await element.updateComplete;
    expect(text('.dock')).to.equal(before);
    expect(root.querySelector('.ballot')).to.equal(null);
    arrive(await real());
    await Promise.resolve();
    await element.updateComplete;
    expect(text('.ballot')).to.contain('Snow begins to fall');
    expect(one('.input')).to.equal(input);
    expect(input.value).to.equal('Snow');
  });

  it('[EM14] the first view of a room waits for them behind its place', async () => {
    let arrive: (parts: ModesChunk) => void = () => {};
    const { element, ports, root } = await mount();
    RoomUi.chunks.modes = () => new Promise((resolve) => (arrive = resolve));
    ports.client.show(MODE_SCENES['vote: ballot']!);
    await element.updateComplete;
    expect(root.querySelector('.dock')?.childElementCount).to.equal(0);
    expect(root.querySelector('.bar')).to.equal(null);
    arrive(await real());
    await Promise.resolve();
    await element.updateComplete;
    expect(root.querySelector('.ballot')).not.to.equal(null);
  });

  it('[EM14] where they cannot be loaded that is said, and another mode tries again', async () => {
    const { element, text, root, show } = await mount({ scene: 'watching' });
    const told: string[] = [];
    element.addEventListener('odyssey-error', ({ reason }) => told.push(reason));
    RoomUi.chunks.modes = () => Promise.reject(new Error('gone'));
    await show(MODE_SCENES['vote: ballot']!);
    expect(text('.bar')).to.contain('A part of this page could not be loaded.');
    expect(told).to.deep.equal(['unreachable']);
    await show(roundView('vote', { phase: 'vote', choices: CHOICES.slice(1) }));
    expect(told).to.deep.equal(['unreachable']);
    RoomUi.chunks.modes = real;
    await show(MODE_SCENES['raffle: result']!);
    expect(root.querySelector('.ballot')).not.to.equal(null);
  });

  it('[EM14] a line whose switch cannot be loaded stays a line', async () => {
    const mounted = await mount({ scene: 'watching' });
    RoomUi.chunks.modes = () => Promise.reject(new Error('gone'));
    await mounted.show(MODE_SCENES['queue: switchable']!);
    expect(buttonNames(mounted)).to.deep.equal(['Send']);
  });
});
