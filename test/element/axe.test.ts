import { expect } from '@open-wc/testing';
import { clearPage, mount } from './support/mount.js';
import { SCENES } from './support/views.js';
import { violationsIn } from './support/violations.js';

describe('accessibility', () => {
  afterEach(clearPage);

  it('[EL27] two visitors on one page do not get into each other’s way', async () => {
    const box = document.createElement('main');
    box.dataset['box'] = '';
    document.body.append(box);
    await mount({ scene: 'waiting', into: box });
    await mount({ scene: 'active', into: box });
    expect(await violationsIn(box)).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark']) {
    for (const scene of Object.keys(SCENES)) {
      it(`[EL27] axe finds nothing wrong: ${scene}, ${theme}`, async () => {
        const attributes = { room: 'lobby', host: 'rooms.test', theme };
        const { element } = await mount({ scene, attributes });
        expect(await violationsIn(element)).to.deep.equal([]);
      });
    }
  }
});
