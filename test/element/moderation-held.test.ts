import { expect } from '@open-wc/testing';
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

  it('[MP5] each shows its author, words, flag and time left', async () => {
    const { text, root } = await mountPanel(waits(heldPrompt(1, { flag: 'violence' })));
    expect(text('[data-held]')).to.equal(
      'Swift Wren0:41 left Prompt number 1: a paper boat sails past Flagged: violence Approve Refuse',
    );
    expect(root.querySelectorAll('[data-held]')).to.have.length(1);
  });

  it('[MP5] A approves, and once the room has agreed the next one has the focus', async () => {
    const { tabTo, press, focused, show, acts } = await mountPanel(waits(...THREE));
    await tabTo(nameOf(1));
    await press('a');
    expect(acts()).to.deep.equal([{ act: 'approve', promptId: 'held-1' }]);
    expect(focused(), 'not before the room says so').to.equal(nameOf(1));
    await show(waits(heldPrompt(2), heldPrompt(3)));
    expect(focused()).to.equal(nameOf(2));
    await press('ArrowDown');
    expect(focused()).to.equal(nameOf(3));
    await press('A');
    await show(waits(heldPrompt(2)));
    expect(focused(), 'after the last, the one before').to.equal(nameOf(2));
    await press('a');
    await show(waits());
    expect(focused(), 'after the only one, the section').to.equal('Waiting for approval');
  });

  for (const order of ['answer first', 'desk first']) {
    it(`[MP5] R asks for a reason, then the next one has the focus: ${order}`, async () => {
      const panel = await mountPanel(waits(...THREE));
      const { tabTo, press, focused, show, ports, root, acts } = panel;
      let agree = () => {};
      const { act } = ports.client;
      ports.client.act = async (asked) => {
        const agreed = act.call(ports.client, asked);
        if (order === 'desk first') await new Promise<void>((resolve) => (agree = resolve));
        return agreed;
      };
      const box = root.querySelector('dialog');
      await tabTo(nameOf(1));
      await press('ArrowDown', 'r');
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
    await press('Tab', 'Tab', 'Tab');
    expect(focused()).to.equal('People');
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
