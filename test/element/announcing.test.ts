import { expect } from '@open-wc/testing';
import { clearPage, mount } from './support/mount.js';
import { NOW, SCENES, view, you } from './support/views.js';

describe('what a screen reader is told', () => {
  afterEach(clearPage);

  it('[EL22] both live regions are there, and stay, from the first rendering', async () => {
    const { root, show } = await mount();
    const regions = [...root.querySelectorAll('[aria-live]')];
    expect(regions.map((region) => region.getAttribute('aria-live'))).to.deep.equal([
      'polite',
      'assertive',
    ]);
    await show(SCENES['offered']!);
    expect([...root.querySelectorAll('[aria-live]')]).to.deep.equal(regions);
  });

  it('[EL22] your turn is said at once, and that you are next, politely', async () => {
    const { text, show } = await mount({ scene: 'watching' });
    const next = { state: 'waiting', place: 1, expectedAt: null } as const;
    await show(view({ you: you(next) }));
    expect(text('[aria-live=polite]')).to.equal('You’re next in line.');
    expect(text('[aria-live=assertive]')).to.equal('');
    await show(SCENES['offered']!);
    expect(text('[aria-live=assertive]')).to.equal('You’re up! Start typing within 6 seconds.');
    await show(SCENES['active']!);
    expect(text('[aria-live=assertive]')).to.equal('It’s your turn. You have 25 seconds.');
    await show(SCENES['free']!);
    expect(text('[aria-live=assertive]')).to.equal('');
  });

  it('[EL22] ten seconds before the end there is a warning, and at the end the reason', async () => {
    const { element, ports, text, show } = await mount({ scene: 'watching' });
    await show(SCENES['active']!);
    ports.client.time = NOW + 14_000;
    element.requestUpdate();
    await element.updateComplete;
    expect(text('[aria-live=polite]')).to.equal('Ten seconds left.');
    const active = SCENES['active']!;
    const last = { id: 'p-me', name: 'Quiet Maple', reason: 'time-up', at: NOW } as const;
    const turns = { ...active.room!.turns, holder: null, last };
    await show({ ...active, room: { ...active.room!, turns }, you: you() });
    expect(text('[aria-live=polite]')).to.equal('Your time ran out.');
  });

  it('[EL22] the broadcast’s great changes are said', async () => {
    const { text, show } = await mount({ scene: 'opening' });
    expect(text('[aria-live=polite]')).to.equal('Opening the world…');
    await show(SCENES['watching']!);
    expect(text('[aria-live=polite]')).to.equal('The world is live.');
    await show(SCENES['reconnecting']!);
    expect(text('[aria-live=polite]')).to.equal('Connection lost. Reconnecting.');
  });
});
