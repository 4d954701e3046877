import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ACCEPTED, type Outcome, refuse } from '../../src/protocol/reasons.js';
import { moderated, QUIET_ROOM } from './support/desk-views.js';
import { FakePorts } from './support/fake-room.js';
import { clearPage, plain, soon } from './support/mount.js';
import { type MountedPanel, mountPanel } from './support/panel.js';
import { NOW } from './support/views.js';

describe('asking the room from the panel', () => {
  afterEach(clearPage);

  const outcome = ({ one }: MountedPanel) => plain(one('.moderation .outcome').textContent);
  const box = ({ root }: MountedPanel) => root.querySelector('dialog')!;
  const desks = ({ ports }: MountedPanel) =>
    ports.client.asked.filter((what) => what.startsWith('openDesk'));

  it('[MP2] the desk is open while the visitor moderates, again on every connection', async () => {
    const panel = await mountPanel(moderated({ desk: null }), { folded: true });
    const { show, tabTo, press, text } = panel;
    await soon(() => desks(panel).length > 0);
    await tabTo('Moderation');
    await press('Enter');
    await soon(() => panel.root.querySelector('.outcome') !== null);
    expect(outcome(panel)).to.equal('Asking the room…');
    await show(moderated());
    expect(desks(panel)).to.deep.equal(['openDesk true']);

    const connection = { status: 'reconnecting', attempt: 1, retryAt: null } as const;
    await show({ ...moderated({ desk: null }), connection });
    expect(text('.moderation')).to.contain('Not connected.');
    await show(moderated({ desk: null }));
    expect(desks(panel)).to.deep.equal(['openDesk true', 'openDesk true']);

    await tabTo('Moderation');
    await press('Enter');
    await show(moderated());
    expect(desks(panel), 'what waits is counted while it is folded, too').to.have.length(2);
    await show(moderated({ role: 'prompter' }));
    expect(desks(panel).at(-1)).to.equal('openDesk false');
  });

  it('[MP2] a desk that is refused says why', async () => {
    const ports = new FakePorts();
    const { join } = ports;
    ports.join = (...options) => {
      const joined = join.apply(ports, options);
      ports.client.answer = refuse('not-allowed');
      return joined;
    };
    const panel = await mountPanel(moderated({ desk: null }), { folded: true, ports });
    await panel.tabTo('Moderation');
    await panel.press('Enter');
    await soon(() => panel.root.querySelector('.outcome') !== null);
    await soon(() => outcome(panel) === 'That is not yours to do here.');
  });

  it('[MP4] the dialog keeps the focus, and Escape gives it back and asks for nothing', async () => {
    const panel = await mountPanel();
    const { tabTo, press, focused, acts, root } = panel;
    await tabTo('Emergency stop');
    await press('Enter');
    await soon(() => box(panel).open);
    expect(box(panel).matches(':modal')).to.equal(true);
    expect(focused()).to.equal('Emergency stop');
    expect(root.activeElement?.closest('dialog')).to.equal(box(panel));
    for (let step = 0; step < 8; step += 1) {
      await sendKeys({ press: 'Tab' });
      const { activeElement } = root;
      expect(activeElement === null || box(panel).contains(activeElement)).to.equal(true);
    }
    await press('Escape');
    await soon(() => !box(panel).open);
    expect(root.activeElement).to.equal(panel.button('Emergency stop'));
    expect(root.activeElement?.closest('dialog')).to.equal(null);
    expect(acts()).to.deep.equal([]);
  });

  it('[MP4] each question is a fresh one; the opener has the focus again once it is done', async () => {
    const panel = await mountPanel();
    const { tabTo, press, one, section, root, button } = panel;
    await section('people');
    await tabTo('Calm Otter has the turn');
    await press('Enter');
    await tabTo('Mute Calm Otter');
    await press('Enter');
    await soon(() => box(panel).open);
    await sendKeys({ type: 'Spoilers' });
    await press('Escape');
    await soon(() => !box(panel).open);
    await press('Enter');
    await soon(() => box(panel).open);
    expect(one<HTMLInputElement>('dialog [name=why]').value).to.equal('');
    await press('Enter');
    await soon(() => !box(panel).open);
    expect(root.activeElement).to.equal(button('Mute Calm Otter'));
  });

  it('[MP4] it stays until the room has agreed, with what was written', async () => {
    const panel = await mountPanel();
    const { tabTo, press, one, ports, section, acts, root } = panel;
    const answers: ((outcome: Outcome) => void)[] = [];
    const { act } = ports.client;
    ports.client.act = (asked) => {
      void act.call(ports.client, asked);
      return new Promise((resolve) => answers.push(resolve));
    };
    await section('people');
    await tabTo('Calm Otter has the turn');
    await press('Enter');
    await tabTo('Remove Calm Otter');
    await press('Enter');
    await soon(() => box(panel).open);
    await sendKeys({ type: 'Enough' });
    await press('Enter', 'Enter');
    expect(box(panel).open).to.equal(true);
    expect(acts(), 'not twice').to.have.length(1);
    answers[0]?.(refuse('no-such-person'));
    await soon(() => plain(one('dialog .problem').textContent).startsWith('Not done.'));
    expect(plain(one('dialog .problem').textContent)).to.equal(
      'Not done. That person is not known here any more.',
    );
    expect(one<HTMLInputElement>('dialog [name=why]').value).to.equal('Enough');
    expect(root.activeElement?.closest('dialog')).to.equal(box(panel));
    await press('Enter');
    answers[1]?.(ACCEPTED);
    await soon(() => !box(panel).open);
    expect(outcome(panel)).to.equal('Removed.');
  });

  it('[MP4] news that come as it closes do not open it again', async () => {
    const panel = await mountPanel();
    const { tabTo, press, element } = panel;
    const closings = {
      agreed: () => press('Enter'),
      escaped: () => press('Escape'),
      cancelled: () => panel.button('Cancel').click(),
    };
    for (const [how, close] of Object.entries(closings)) {
      await tabTo('Emergency stop');
      await press('Enter');
      await soon(() => box(panel).open);
      // What draws after the dialog has closed, and before the page is told of it.
      const observer = new MutationObserver(() => element.requestUpdate());
      observer.observe(box(panel), { attributeFilter: ['open'] });
      let told = 0;
      box(panel).addEventListener('close', () => (told += 1), { once: true });
      await close();
      await soon(() => told === 1);
      observer.disconnect();
      await element.updateComplete;
      expect(box(panel).open, how).to.equal(false);
    }
  });

  it('[MP7] nothing shows as done before the room says so', async () => {
    const panel = await mountPanel(moderated({ room: QUIET_ROOM }));
    const { button, show, element, root } = panel;
    button('Resume prompts').click();
    await element.updateComplete;
    await soon(() => outcome(panel) === 'Open again.');
    expect(button('Resume prompts')).not.to.equal(null);
    await show(moderated());
    expect(button('Pause prompts')).not.to.equal(null);
    expect(root.querySelectorAll('[data-held]')).to.have.length(3);
    button('Approve “Prompt number 1: a paper boat sails past” by Swift Wren').click();
    await soon(() => outcome(panel) === 'Approved.');
    expect(root.querySelectorAll('[data-held]')).to.have.length(3);
  });

  it('[MP7] what the room refuses is said in words, with when to try again', async () => {
    const panel = await mountPanel(moderated({ room: QUIET_ROOM }));
    panel.ports.client.answer = refuse('too-fast', { retryAt: NOW + 20_000 });
    panel.button('Resume prompts').click();
    await soon(() => outcome(panel).startsWith('Not done.'));
    expect(outcome(panel)).to.equal(
      'Not done. That was a little fast. Wait a moment. Try again in 20 seconds.',
    );
  });

  it('[MP14] a page’s hotkeys hear nothing of it', async () => {
    const { tabTo, press } = await mountPanel();
    const heard: string[] = [];
    const hotkey = (event: KeyboardEvent) => heard.push(event.key);
    const types = ['keydown', 'keyup', 'keypress'] as const;
    await tabTo('Swift Wren: Prompt number 1: a paper boat sails past');
    for (const type of types) document.addEventListener(type, hotkey);
    await sendKeys({ press: 'a' });
    await press('Shift+R');
    await sendKeys({ type: 'no' });
    for (const type of types) document.removeEventListener(type, hotkey);
    expect(heard).to.deep.equal([]);
  });

  it('[MP14] a button that is gone leaves the keyboard in its section', async () => {
    const { tabTo, section, show, focused } = await mountPanel();
    await section('bans');
    await tabTo('Undo the ban on Rude Gull');
    const after = moderated();
    await show({ ...after, desk: { ...after.desk!, bans: after.desk!.bans.slice(0, 1) } });
    expect(focused()).to.equal('Bans 1');
  });
});
