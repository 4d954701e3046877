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
        ['turnѕ', 'turns'],
        ['ｔｕｒｎｓ', 'turns'],
        ['rооm', 'room'],
      ],
    ] as const) {
      expect(meant(written ?? ''), written).to.deep.equal([right]);
    }
    const others = [
      'lang',
      'title',
      'slot',
      'data-turns',
      'aria-label',
      'v-bind:rooms',
      'nonce',
      'заметка',
      '備考',
    ];
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

  for (const text of [
    ...['3 סירות (ליד הים)!', '3 قوارب (حمراء)!', '۳ قایق (قرمز)!'],
    ...['7 کشتیاں (ساحل پر)!', 'ܐܠܦܐ (3)!', 'ދޯނި (3)!', '3 red boats (far)!'],
    ...[
      '3 красных (у моря)!',
      '赤い船が3隻(灯台)!',
      'τρία (3) καΐκια!',
      '3 लाल नावें (तट)!',
      '배 3척 (등대)!',
    ],
  ]) {
    const isRtl = /[\u0590-\u08ff]/.test(text);
    it(`[EL83] ${isRtl ? 'right to left' : 'left to right'}, on a page of either: ${text}`, async () => {
      const { one, show, element } = await mount({ scene: 'active' });
      const scene = SCENES['active'];
      if (scene?.room == null) throw new Error('no such scene');
      const change = { id: 'c1', by: 'a-2', name: 'דנה', text, appliedText: text, at: 1 };
      const input = one<HTMLTextAreaElement>('.input');
      for (const dir of ['ltr', 'rtl']) {
        element.dir = dir;
        await show({ ...scene, room: { ...scene.room, changes: [change] } });
        const said = one('.timeline .said');
        const node = [...said.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
        if (node == null) throw new Error('no text');
        const range = document.createRange();
        const leftOf = (at: number) => {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect().left;
        };
        const [first, last] = [leftOf(0), leftOf(text.length - 1)];
        expect(isRtl ? first > last : first < last, `its first sign, ${dir}`).to.equal(true);
        input.value = text;
        input.dispatchEvent(new InputEvent('input'));
        await element.updateComplete;
        expect(input.matches(`:dir(${isRtl ? 'rtl' : 'ltr'})`), dir).to.equal(true);
      }
    });
  }
});
