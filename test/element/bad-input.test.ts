import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ClientView } from '../../src/client/index.js';
import type { TurnsView } from '../../src/protocol/view.js';
import { clearPage, type Mounted, mount, plain } from './support/mount.js';
import { HELD, NOW, roomView, SCENES, view, you } from './support/views.js';

/** Names as people give themselves, at most 32 characters of which each has at most six marks. */
const NAMES = {
  markup: '<img src=x onerror=alert(1)>',
  zalgo: `Z${'\u0335\u0321\u0322\u0327\u0328\u0334'}a${'\u0301\u0302\u0303\u0304\u0305\u0306'}lgo`,
  rightToLeft: 'محمد عبد الرحمن (الثاني)',
  wide: '﷽'.repeat(32),
  letters: 'W'.repeat(32),
  joined: '👩‍👩‍👧‍👦'.repeat(32),
} as const;

/** This name wherever one is told: holder, line, lower third, story, own face. */
function told(name: string): ClientView {
  const holder = {
    id: 'h',
    name,
    phase: 'active',
    clock: { endsAt: NOW + 18_000 },
    promptsLeft: 1,
  };
  const next = [1, 2, 3].map((at) => ({ id: `n${at}`, name: `${name.slice(0, 30)}${at}` }));
  const change = { id: 'c', name, text: name, appliedText: 'x', at: NOW - 60_000 };
  const turns = { ...HELD, holder, next, waiting: 3 } as TurnsView;
  const performing = { id: 'p', name, text: name };
  return view({
    room: roomView({ turns, changes: [change], performing }),
    you: you({ state: 'none' }, { name }),
  });
}

/** What is wider than the element or than a page of its own may be. */
function overflowing({ element, root }: Mounted): string[] {
  const { left, right } = element.getBoundingClientRect();
  return [...root.querySelectorAll('.who, .said, .name, .person, .face, .chip, .pill, #hint')]
    .filter((part) => part.checkVisibility())
    .filter((part) => {
      const box = part.getBoundingClientRect();
      return box.left < left - 1 || box.right > right + 1;
    })
    .map(({ className, textContent }) => `${className}: ${plain(textContent)}`);
}

function box(width: number): HTMLElement {
  const made = document.createElement('div');
  made.dataset['box'] = '';
  made.style.inlineSize = `${width}px`;
  document.body.append(made);
  return made;
}

describe('what people give the element', () => {
  afterEach(clearPage);

  for (const [kind, name] of Object.entries(NAMES)) {
    it(`[CR9] a name is text that keeps to its place: ${kind}`, async () => {
      for (const width of [240, 390, 1100]) {
        const mounted = await mount({ scene: SCENES['watching']!, into: box(width) });
        const { element, root, one, show } = mounted;
        const before = element.getBoundingClientRect().height;
        await show(told(name));
        expect(root.querySelector('img[onerror], bdi img'), 'no markup').to.equal(null);
        expect(one('.caption bdi').textContent).to.equal(name);
        expect(one('.change bdi').textContent).to.equal(name);
        expect(overflowing(mounted), `at ${width} px`).to.deep.equal([]);
        expect(element.getBoundingClientRect().height).to.equal(before);
        const frame = one('.frame');
        expect(frame.scrollWidth).to.be.at.most(frame.clientWidth + 1);
        clearPage();
      }
    });
  }

  it('[CR9] 10,000 characters pasted stay in the field, and are told to be too many', async () => {
    const scene = { ...SCENES['active']!, receipts: [] };
    for (const width of [240, 1100]) {
      const { element, one, text, ports } = await mount({ scene, into: box(width) });
      const field = one<HTMLTextAreaElement>('.input');
      const { bottom } = one('.bar').getBoundingClientRect();
      element.focus();
      document.execCommand('insertText', false, 'A paper boat. '.repeat(715).slice(0, 10_000));
      await element.updateComplete;
      expect(field.value).to.have.length(10_000);
      expect(text('.count')).to.equal('9800 too many');
      expect(one('.bar').getBoundingClientRect().bottom).to.equal(bottom);
      expect(one('.composer').getBoundingClientRect().height).to.be.below(180);
      await sendKeys({ press: 'Enter' });
      expect(ports.client.asked.filter((what) => what.startsWith('prompt'))).to.deep.equal([]);
      expect(field.value).to.have.length(10_000);
      clearPage();
    }
  });
});
