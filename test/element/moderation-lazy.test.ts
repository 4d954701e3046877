import { expect } from '@open-wc/testing';
import { RoomUi } from '../../src/element/room-ui.js';
import { moderated } from './support/desk-views.js';
import { clearPage, mount, soon } from './support/mount.js';
import { mountPanel } from './support/panel.js';
import { SCENES } from './support/views.js';

/** What the page has fetched of the panel. */
function fetched(): string[] {
  const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  return names.filter((name) => /element\/moderation\//.test(name));
}

describe('the way to the moderators’ panel', () => {
  afterEach(clearPage);

  it('[MP1] nothing of it is loaded for a visitor, whatever happens in the room', async () => {
    const { show, root } = await mount();
    for (const scene of Object.values(SCENES)) await show(scene);
    await show(moderated({ role: 'viewer' }));
    expect(root.querySelector('.moderation')).to.equal(null);
    expect(fetched()).to.deep.equal([]);
  });

  it('[MP1] it comes with the role, and goes with it', async () => {
    const { root, show, ports } = await mountPanel();
    expect(fetched()).not.to.deep.equal([]);
    expect(root.querySelector('[part=moderation]')).not.to.equal(null);
    await show(moderated({ role: 'prompter' }));
    expect(root.querySelector('[part=moderation]')).to.equal(null);
    await show(moderated({ role: 'moderator' }));
    const again = root.querySelector<HTMLDetailsElement>('.moderation > details');
    expect(again?.open, 'folded, as for anyone new to it').to.equal(false);
    expect(ports.client.asked.filter((what) => what.startsWith('openDesk'))).to.deep.equal([
      'openDesk true',
      'openDesk false',
      'openDesk true',
    ]);
  });

  it('[MP1] a dialog that is open goes with the role, and does not come back with it', async () => {
    const { root, show, button } = await mountPanel();
    button('Emergency stop').click();
    await soon(() => root.querySelector('dialog')?.open);
    await show(moderated({ role: 'prompter' }));
    expect(root.querySelector('dialog')).to.equal(null);
    await show(moderated());
    expect(root.querySelector('dialog')?.open).to.equal(false);
  });

  it('[MP1] watch-only has none', async () => {
    const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
    const { show, root } = await mount({ attributes });
    await show(moderated());
    await RoomUi.chunks.moderation();
    await show(moderated());
    expect(root.querySelector('.moderation')).to.equal(null);
  });

  it('[MP1] when its part of the script cannot be loaded, the page is told once', async () => {
    const { moderation } = RoomUi.chunks;
    let asked = 0;
    RoomUi.chunks.moderation = () => {
      asked += 1;
      return Promise.reject(new Error('no such file'));
    };
    try {
      const { element, show, root } = await mount();
      const told: string[] = [];
      element.addEventListener('odyssey-error', ({ message }) => told.push(message));
      await show(moderated());
      await soon(() => told.length > 0);
      await show(moderated({ desk: null }));
      expect(told).to.deep.equal([
        'A part of this page could not be loaded. Reload the page to try again.',
      ]);
      expect(asked).to.equal(1);
      expect(root.querySelector('.composer'), 'the rest works').not.to.equal(null);
    } finally {
      RoomUi.chunks.moderation = moderation;
    }
  });
});
