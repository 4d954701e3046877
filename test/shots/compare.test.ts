import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { difference } from './compare.js';
import { Studio } from './studio.js';

/** What is done to the element, and would be seen by anybody. */
const FAULTS: Readonly<Record<string, string>> = {
  'a button moved by six pixels': '.send { translate: 6px }',
  'the whole bar one line lower': '.dock { translate: 0 18px }',
  'a lost line': '.tells p { visibility: hidden }',
  'a lost face': '.faces li:nth-child(2) { visibility: hidden }',
  'a lost pill': '.pill:not(.on) { visibility: hidden }',
  'a button of another colour': '.send { background: #1258c9 !important }',
  'a story too pale to be read': '.story { opacity: 0.5 }',
  'a text over another': '.caption { translate: 0 -60px }',
  'the wrong direction': '.composer { direction: rtl } :dir(rtl) .composer { direction: ltr }',
};

/** What another version or machine may do, and nobody sees. */
const HARMLESS: Readonly<Record<string, string>> = {
  'letters a little heavier': '* { -webkit-text-stroke: 0.1px }',
  'letters by half a pixel further': '.frame * { text-indent: 0.5px }',
  'all of it a pixel lower': '.frame { translate: 0 1px }',
  'a colour that nobody tells from the other': '.stage { filter: brightness(1.02) }',
};

describe('the comparison of pictures', () => {
  let studio: Studio;
  let plain: Buffer;
  before(async () => {
    studio = await Studio.open();
    plain = await shot();
  });
  after(() => studio.close());

  const shot = (style = '') => studio.photograph('others steer', 'phone', style);

  it('[SHOT2] the same state is the same picture, as often as it is taken', async () => {
    assert.equal(await difference(plain, await shot()), null);
  });

  for (const [fault, style] of Object.entries(FAULTS)) {
    it(`[SHOT2] tells ${fault}`, async () => {
      assert.notEqual(await difference(plain, await shot(style)), null);
    });
  }

  for (const [name, style] of Object.entries(HARMLESS)) {
    it(`[SHOT2] passes over ${name}`, async () => {
      assert.equal((await difference(plain, await shot(style)))?.told ?? null, null);
    });
  }

  it('[SHOT2] passes over letters that another machine smooths otherwise', async () => {
    const other = await Studio.open(['--font-render-hinting=slight', '--enable-lcd-text']);
    try {
      for (const state of ['others steer', 'ballot', 'moderator']) {
        const [here, there] = [
          await studio.photograph(state, 'phone'),
          await other.photograph(state, 'phone'),
        ];
        assert.equal((await difference(here, there))?.told ?? null, null, state);
      }
    } finally {
      await other.close();
    }
  });
});
