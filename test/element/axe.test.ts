import { expect } from '@open-wc/testing';
import { OWN_LOOKS, ruleOf } from '../../demo/gallery/own-looks.js';
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

  for (const look of OWN_LOOKS) {
    it(`[SV9] a look by variables alone has the contrasts it needs: ${look.name}`, async () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(ruleOf(look));
      document.adoptedStyleSheets.push(sheet);
      const attributes = { room: 'lobby', host: 'rooms.test', theme: look.theme, class: look.name };
      for (const scene of ['free', 'waiting', 'offered', 'active', 'joining', 'dark', 'failed']) {
        const view = SCENES[scene];
        if (view === undefined) throw new Error(`There is no scene “${scene}”.`);
        const { element } = await mount({ scene: view, attributes });
        expect(getComputedStyle(element).getPropertyValue('--odyssey-radius')).not.to.equal('');
        expect(await violationsIn(element), scene).to.deep.equal([]);
        clearPage();
      }
      document.adoptedStyleSheets.pop();
    });
  }
});
