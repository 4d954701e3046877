import { expect, waitUntil } from '@open-wc/testing';
import { misspeltAttributes } from '../../src/element/misspelt.js';
import { clearPage, mount } from './support/mount.js';
import { SCENES } from './support/views.js';

describe('attributes and texts of others', () => {
  afterEach(clearPage);

  it('[EL82] names what was probably meant, and leaves alone what is a framework’s', async () => {
    const { element } = await mount({ scene: 'watching' });
    const meant = (name: string) => {
      element.setAttribute(name, '45');
      const found = misspeltAttributes(element);
      element.removeAttribute(name);
      return found.map((one) => one.meant);
    };
    for (const [written, right] of [
      ...[
        ['turnseconds', 'turn-seconds'],
        ['turn-second', 'turn-seconds'],
        ['turn_seconds', 'turn-seconds'],
      ],
      ...[
        ['orientaton', 'orientation'],
        ['watchonly', 'watch-only'],
        ['blockedwords', 'blocked-words'],
      ],
    ] as const) {
      expect(meant(written ?? ''), written).to.deep.equal([right]);
    }
    const others = ['lang', 'title', 'slot', 'data-turns', 'aria-label', 'v-bind:rooms', 'nonce'];
    for (const name of others) expect(meant(name), name).to.deep.equal([]);
    expect(meant('_ngcontent-abc'), 'a framework’s').to.deep.equal([]);
    expect(meant('turn-seconds')).to.deep.equal([]);
  });

  it('[EL82] says so on the console, once', async () => {
    const { warn } = console;
    const said: string[] = [];
    console.warn = (text: string) => said.push(text);
    try {
      for (let times = 0; times < 2; times += 1) {
        await mount({
          scene: 'watching',
          attributes: { room: 'lobby', host: 'rooms.test', 'idle-second': '20' },
        });
      }
      await waitUntil(() => said.some((text) => text.includes('idle-second is')), 'said');
    } finally {
      console.warn = warn;
    }
    expect(said.filter((text) => text.includes('idle-second is'))).to.deep.equal([
      '<odyssey-broadcast>: idle-second is no attribute of this element: idle-seconds is probably meant. See docs/reference/element.md',
    ]);
  });

  it('[EL83] text keeps the direction of its own script on a page of another', async () => {
    const { one, show, element } = await mount({ scene: 'active' });
    const hebrew = '3 סירות אדומות (ליד המגדלור)!';
    const scene = SCENES['active'];
    if (scene?.room == null) throw new Error('no such scene');
    const change = { id: 'c1', by: 'a-2', name: 'דנה', text: hebrew, appliedText: hebrew, at: 1 };
    await show({ ...scene, room: { ...scene.room, changes: [change] } });
    const text = one('.timeline .said');
    const node = [...text.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
    if (node == null) throw new Error('no text');
    const leftOf = (at: number) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    expect(leftOf(0), 'its first sign is right of its last').to.be.above(leftOf(hebrew.length - 1));
    const input = one<HTMLTextAreaElement>('.input');
    input.value = '3 סירות';
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    expect(input.matches(':dir(rtl)')).to.equal(true);
  });
});
