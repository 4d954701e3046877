import { expect } from '@open-wc/testing';
import { refuse } from '../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { desk, heldPrompt, moderated } from './support/desk-views.js';
import { clearPage, plain, soon } from './support/mount.js';
import { type MountedPanel, mountPanel } from './support/panel.js';

const THREE = [heldPrompt(1), heldPrompt(2), heldPrompt(3)];
const nameOf = (number: number) => {
  const { by, text } = heldPrompt(number);
  return `${by.name}: ${text}`;
};

/** The room's desk with these prompts waiting, the rest as it was. */
function waits(...held: ReturnType<typeof heldPrompt>[]) {
  return moderated({ desk: desk({ held }) });
}

describe('prompts that wait for approval', () => {
  afterEach(clearPage);

  const news = ({ one }: MountedPanel) => plain(one('.moderation [aria-live]').textContent);

  /** Holds the room's answer to the next act back, until it is let go. */
  function holdAnswer({ ports }: MountedPanel): () => void {
    let agree = () => {};
    const { act } = ports.client;
    ports.client.act = async (asked) => {
      const agreed = act.call(ports.client, asked);
      await new Promise<void>((resolve) => (agree = resolve));
      return agreed;
    };
    return () => agree();
  }

  it('[MP5] each shows its author, words, flag and how long it has waited', async () => {
    const { text, root } = await mountPanel(waits(heldPrompt(1, { flag: 'violence' })));
    expect(text('[data-held]')).to.equal(
      'Swift Wrenwaits 0:05 Prompt number 1: a paper boat sails past Flagged: violence Approve Refuse Refuse with a reason…',
    );
    expect(root.querySelectorAll('[data-held]')).to.have.length(1);
  });

  it('[MP5] A approves, and once the room has agreed the next one has the focus', async () => {
    const panel = await mountPanel(waits(...THREE));
    const { tabTo, press, focused, show, acts } = panel;
    const agree = holdAnswer(panel);
    await tabTo(nameOf(1));
    await press('a');
    expect(acts()).to.deep.equal([{ act: 'approve', promptId: 'held-1' }]);
    expect(focused(), 'not before the room says so').to.equal(nameOf(1));
    agree();
    await soon(() => focused() === nameOf(2));
    await show(waits(heldPrompt(2), heldPrompt(3)));
    expect(focused()).to.equal(nameOf(2));
    await press('ArrowDown');
    expect(focused()).to.equal(nameOf(3));
    await press('A');
    agree();
    await soon(() => focused() === nameOf(2), 'after the last, the one before');
    await show(waits(heldPrompt(2)));
    expect(focused()).to.equal(nameOf(2));
    await press('a');
    agree();
    await show(waits());
    expect(focused(), 'after the only one, the section').to.equal('Waiting for approval');
  });

  it('[HS3] R refuses at once, and the next one has the focus', async () => {
    const { tabTo, press, focused, show, acts } = await mountPanel(waits(...THREE));
    await tabTo(nameOf(1));
    await press('r');
    await soon(() => focused() === nameOf(2));
    expect(acts()).to.deep.equal([{ act: 'refuse', promptId: 'held-1' }]);
    await show(waits(heldPrompt(2), heldPrompt(3)));
    expect(focused()).to.equal(nameOf(2));
  });

  it('[EL100] on a Cyrillic keyboard the keys of A and R decide, too', async () => {
    const { tabTo, root, acts, element } = await mountPanel(waits(...THREE));
    await tabTo(nameOf(1));
    const type = async (key: string, code: string) => {
      const written = { key, code, bubbles: true, composed: true };
      root.activeElement?.dispatchEvent(new KeyboardEvent('keydown', written));
      await element.updateComplete;
    };
    await type('щ', 'KeyO');
    expect(acts()).to.deep.equal([]);
    await type('ф', 'KeyA');
    await soon(() => root.activeElement?.matches('[data-held=held-2]'));
    await type('к', 'KeyR');
    expect(acts()).to.deep.equal([
      { act: 'approve', promptId: 'held-1' },
      { act: 'refuse', promptId: 'held-2' },
    ]);
  });

  for (const order of ['answer first', 'desk first']) {
    it(`[MP5] Shift+R asks for a reason, then the next one has the focus: ${order}`, async () => {
      const panel = await mountPanel(waits(...THREE));
      const { tabTo, press, focused, show, root, acts } = panel;
      const agree = order === 'desk first' ? holdAnswer(panel) : () => {};
      const box = root.querySelector('dialog');
      await tabTo(nameOf(1));
      await press('ArrowDown', 'Shift+R');
      await soon(() => box?.open);
      expect(focused()).to.equal('Reason (optional)');
      await press('Enter');
      if (order === 'answer first') await soon(() => !box?.open);
      await show(waits(heldPrompt(1), heldPrompt(3)));
      agree();
      await soon(() => !box?.open);
      await soon(() => focused() === nameOf(3));
      expect(acts()).to.deep.equal([{ act: 'refuse', promptId: 'held-2', why: '' }]);
    });
  }

  it('[HS3] a decided one gives its place to the next, which has the same button focused', async () => {
    const { one, show, focused, root, button } = await mountPanel(waits(...THREE));
    const place = async () => {
      await Promise.all(
        one('.current')
          .getAnimations()
          .map(({ finished }) => finished),
      );
      return one('.held .current .approve').getBoundingClientRect();
    };
    // The rail scrolls to what has the focus.
    button('Approve “Prompt number 1: a paper boat sails past” by Swift Wren').focus();
    const before = await place();
    root.querySelector<HTMLButtonElement>('.current .approve')?.click();
    const next = 'Approve “Prompt number 2: a paper boat sails past” by Bright Finch';
    await soon(() => focused() === next);
    await show(waits(heldPrompt(2), heldPrompt(3)));
    expect(focused()).to.equal(next);
    const { x, y, width, height } = await place();
    expect([x, y, width, height]).to.deep.equal([before.x, before.y, before.width, before.height]);
    expect(height).to.be.at.least(56);
  });

  it('[HS3] one that comes to hand by itself takes no tap for half a second', async () => {
    const { one, show, acts } = await mountPanel(waits(...THREE));
    await show(waits(heldPrompt(2), heldPrompt(3)));
    const shown = performance.now();
    one<HTMLButtonElement>('.current .approve').click();
    expect(acts(), 'it was meant for the one before').to.deep.equal([]);
    await soon(() => performance.now() - shown > 600);
    one<HTMLButtonElement>('.current .approve').click();
    expect(acts()).to.deep.equal([{ act: 'approve', promptId: 'held-2' }]);
  });

  it('[HS3] a tap on another one brings it to hand; what the room refuses stays', async () => {
    const { one, button, ports, root, acts } = await mountPanel(waits(...THREE));
    button(nameOf(3)).click();
    await soon(() => one('.current').dataset['held'] === 'held-3');
    ports.client.answer = refuse('no-such-thing');
    one<HTMLButtonElement>('.current .refuse').click();
    await soon(() => plain(one('.outcome').textContent).startsWith('Not done.'));
    expect(acts()).to.deep.equal([{ act: 'refuse', promptId: 'held-3' }]);
    expect(one('.current').dataset['held']).to.equal('held-3');
    expect(root.querySelectorAll('.decided')).to.have.length(0);
  });

  it('[HS4] the sheet opens by itself where prompts are approved, unless it was folded', async () => {
    const { root, show, tabTo, press, ports } = await mountPanel(moderated(), { folded: true });
    const isOpen = () => root.querySelector<HTMLDetailsElement>('.moderation > details')?.open;
    expect(isOpen()).to.equal(false);
    const rules = { ...DEFAULT_RULES, approval: 'all' } as const;
    await show(moderated({ room: { rules } }));
    expect(isOpen()).to.equal(true);
    await tabTo('Moderation 3');
    await press('Enter');
    await show(moderated({ room: { rules }, desk: desk({ held: [] }) }));
    expect(isOpen(), 'as the moderator left it').to.equal(false);
    expect(ports.client.asked.filter((what) => what.startsWith('openDesk'))).to.deep.equal([
      'openDesk true',
    ]);
  });

  it('[HS4] how many wait stands on the button and before the title, also while it is folded', async () => {
    const { title } = document;
    document.title = 'The lobby';
    const { show, text, element } = await mountPanel(waits(...THREE), { folded: true });
    expect(text('.moderation > details > summary')).to.equal('Moderation 3');
    expect(document.title).to.equal('(3) The lobby');
    const view = waits(...THREE);
    const desk = { ...view.desk!, show: { heldInAll: 31, streamEndsAt: null, closes: null } };
    await show({ ...view, desk });
    expect(document.title).to.equal('(31) The lobby');
    document.title = 'Another page';
    await show(waits(heldPrompt(1)));
    expect(document.title).to.equal('(1) Another page');
    await show(waits());
    expect(document.title).to.equal('Another page');
    expect(text('.moderation > details > summary')).to.equal('Moderation');
    await show(waits(heldPrompt(1)));
    element.remove();
    expect(document.title).to.equal('Another page');
    document.title = title;
  });

  it('[MP5] one that goes by itself gives the focus to no other prompt', async () => {
    const { tabTo, focused, show, press, acts } = await mountPanel(waits(...THREE));
    await tabTo(nameOf(1));
    await show(waits(heldPrompt(2), heldPrompt(3)));
    expect(focused()).to.equal('Waiting for approval 2');
    await press('a');
    expect(acts()).to.deep.equal([]);
  });

  it('[MP5] a held key, or one with Ctrl, decides nothing', async () => {
    const { tabTo, root, acts } = await mountPanel(waits(...THREE));
    await tabTo(nameOf(1));
    for (const extra of [{ repeat: true }, { ctrlKey: true }, { metaKey: true }]) {
      const event = new KeyboardEvent('keydown', { key: 'a', bubbles: true, ...extra });
      root.activeElement?.dispatchEvent(event);
    }
    expect(acts()).to.deep.equal([]);
  });

  it('[HS4] a new one sounds, unless the page wants no alerts, or no sound', async () => {
    const sounds: number[] = [];
    const { AudioContext: real } = window;
    window.AudioContext = class extends real {
      constructor() {
        super();
        sounds.push(1);
      }
    };
    try {
      const { show, element, press } = await mountPanel(waits(heldPrompt(1)));
      await press('Tab');
      expect(sounds, 'what was there on opening').to.have.length(0);
      await show(waits(...THREE));
      expect(sounds).to.have.length(1);
      await show(waits(heldPrompt(2)));
      expect(sounds, 'fewer').to.have.length(1);
      element.muted = true;
      await show(waits(...THREE));
      element.muted = false;
      element.setAttribute('alerts', 'none');
      await show(waits(...THREE, heldPrompt(4)));
      expect(sounds).to.have.length(1);
    } finally {
      window.AudioContext = real;
    }
  });

  it('[MP6] new ones are told politely, and take no focus', async () => {
    const panel = await mountPanel(waits(heldPrompt(1)));
    const { show, focused, tabTo } = panel;
    expect(news(panel), 'what was there on opening').to.equal('');
    await tabTo('Pause prompts');
    await show(waits(heldPrompt(1), heldPrompt(2)));
    expect(news(panel)).to.equal('A prompt waits for approval, 2 in all.');
    expect(focused()).to.equal('Pause prompts');
    await show(waits());
    expect(news(panel), 'so that the same words are heard again').to.equal('');
    await show(waits(...THREE));
    expect(news(panel)).to.equal('3 prompts wait for approval.');
  });

  it('[MP11] fifty are drawn, scroll, and are one stop in the tab order', async () => {
    const fifty = Array.from({ length: 50 }, (_, index) => heldPrompt(index + 1));
    const { tabTo, press, focused, root, one, show } = await mountPanel(waits(...fifty));
    const rows = root.querySelectorAll('[data-held]');
    expect(rows).to.have.length(50);
    const list = one('[data-section=held] ul');
    expect(list.scrollHeight).to.be.above(list.clientHeight);
    expect(list.clientHeight).to.be.below(600);
    await tabTo(nameOf(1));
    await press('Tab', 'Tab', 'Tab', 'Tab');
    expect(focused()).to.equal('Show QR code');
    await tabTo(nameOf(1));
    for (let step = 0; step < 30; step += 1) await press('ArrowDown');
    expect(focused()).to.equal(nameOf(31));
    await show(waits(...fifty.slice(5)));
    expect(focused(), 'others going away move nothing').to.equal(nameOf(31));
    const { top, bottom } = root.activeElement!.getBoundingClientRect();
    const box = list.getBoundingClientRect();
    expect(top >= box.top - 1 && bottom <= box.bottom + 1, 'in sight').to.equal(true);
  });
});
