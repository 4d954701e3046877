import { expect } from '@open-wc/testing';
import { moderated, QUIET_ROOM } from './support/desk-views.js';
import { clearPage, soon } from './support/mount.js';
import { mountPanel } from './support/panel.js';
import { violationsIn } from './support/violations.js';

const empty = { held: [], people: [], bans: [], invites: [], cues: [], audit: [] };

describe('the moderators’ panel for everyone', () => {
  afterEach(clearPage);

  for (const theme of ['light', 'dark']) {
    it(`[MP12] axe finds nothing: all folded, one section at a time, a dialog, ${theme}`, async () => {
      const view = moderated({ role: 'host', room: QUIET_ROOM });
      const panel = await mountPanel(view, { theme });
      const { element, root, section, button } = panel;
      await section('more');
      const names = [...root.querySelectorAll<HTMLElement>('[data-section]')].map(
        ({ dataset }) => dataset['section'] ?? '',
      );
      await section('held', false);
      await section('announcement', false);
      expect(await violationsIn(element), 'all folded').to.deep.equal([]);
      for (const name of names.filter((each) => each !== 'more')) {
        await section(name);
        expect(await violationsIn(element), name).to.deep.equal([]);
        await section(name, false);
      }
      for (const name of names) await section(name);
      expect(await violationsIn(element), 'all open').to.deep.equal([]);
      button('Ban Bright Finch').click();
      await soon(() => root.querySelector('dialog')?.open);
      expect(await violationsIn(element), 'a dialog').to.deep.equal([]);
    });

    it(`[MP12] axe finds nothing: the panel folded, and with nothing in it, ${theme}`, async () => {
      const view = moderated({ role: 'host', desk: empty });
      const { element, root, section, one } = await mountPanel(view, { theme });
      await section('more');
      for (const { dataset } of root.querySelectorAll<HTMLElement>('[data-section]')) {
        await section(dataset['section'] ?? '');
      }
      expect(await violationsIn(element)).to.deep.equal([]);
      one<HTMLDetailsElement>('.moderation > details').open = false;
      await soon(() => root.querySelector('[data-section]') === null);
      expect(await violationsIn(element)).to.deep.equal([]);
    });
  }
});
