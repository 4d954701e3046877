import { expect } from '@open-wc/testing';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, mount } from './support/mount.js';
import { violationsIn } from './support/violations.js';

describe('accessibility, in every mode', () => {
  afterEach(clearPage);

  for (const theme of ['light', 'dark']) {
    for (const [name, scene] of Object.entries(MODE_SCENES)) {
      it(`[EM2] axe finds nothing wrong: ${name}, ${theme}`, async () => {
        const attributes = { room: 'lobby', host: 'rooms.test', theme };
        const { element, root } = await mount({ scene, attributes });
        for (const folded of root.querySelectorAll('details')) folded.open = true;
        expect(await violationsIn(element)).to.deep.equal([]);
      });
    }
  }
});
