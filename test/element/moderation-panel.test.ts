import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { DEFAULT_RULES, KNOB_NAMES, TURN_MODES } from '../../src/protocol/rules.js';
import { TURN_MODE_DISPLAY } from '../../src/protocol/turn-modes.js';
import { desk, moderated, QUIET_ROOM } from './support/desk-views.js';
import { buttonNames, clearPage, plain, soon } from './support/mount.js';
import { type MountedPanel, mountPanel } from './support/panel.js';
import { NOW } from './support/views.js';

const host = { role: 'host' } as const;

describe('the moderators’ panel', () => {
  afterEach(clearPage);

  const rows = ({ root }: MountedPanel, section: string, what = 'li') =>
    [...root.querySelectorAll(`[data-section=${section}] ${what}`)].map((row) =>
      plain(row.textContent),
    );
  const outcome = ({ one }: MountedPanel) => plain(one('.moderation .outcome').textContent);

  it('[MP8] who has the turn is first, then the line; acts only on those below', async () => {
    const panel = await mountPanel();
    await panel.section('people');
    expect(rows(panel, 'people')).to.deep.equal([
      'Calm Otter has the turn Skip the turn Mute Remove Ban',
      'Bright Finch next in line Mute Remove Ban',
      'Swift Wren place 2 in line · muted for 5 minutes Unmute Remove Ban',
      'Grey Heron moderator · not here now',
      'Quiet Maple moderator you',
    ]);
    await panel.show(moderated(host));
    expect(rows(panel, 'people')[3]).to.equal(
      'Grey Heron moderator · not here now Mute Remove Ban',
    );
  });

  it('[MP8] hosts alone see invitations, rules, start and stop', async () => {
    const sections = ({ root }: MountedPanel) =>
      [...root.querySelectorAll<HTMLElement>('[data-section]')].map(
        ({ dataset }) => dataset['section'],
      );
    const panel = await mountPanel();
    await panel.section('controls');
    await panel.section('more');
    const common = ['controls', 'held', 'people', 'announcement', 'more', 'locks', 'bans', 'log'];
    expect(sections(panel)).to.deep.equal(common);
    expect(buttonNames(panel)).not.to.include('End the broadcast');
    await panel.show(moderated(host));
    expect(sections(panel)).to.have.members([...common, 'cues', 'modes', 'invites', 'rules']);
    expect(buttonNames(panel)).to.include('End the broadcast');
  });

  it('[MP9] only what the host changed is sent; the rest follows the room', async () => {
    const panel = await mountPanel(moderated(host));
    const { section, one, acts, show, tabTo, press } = panel;
    await section('rules');
    const claim = () => one<HTMLInputElement>('[name=claimSeconds]').value;
    const waits = () => one<HTMLSelectElement>('[name=approval]').value;
    expect([claim(), waits()]).to.deep.equal(['8', 'off']);
    await tabTo('Prompts that wait for approval');
    await press('ArrowDown');
    const changed = { ...DEFAULT_RULES, claimSeconds: 20 };
    await show(moderated({ ...host, room: { rules: changed } }));
    expect([claim(), waits()]).to.deep.equal(['20', 'flagged']);
    await tabTo('Wait until a moderator is here');
    await press('ArrowDown');
    await tabTo('Change the rules');
    await press('Enter');
    await soon(() => acts().length > 0);
    expect(acts()).to.deep.equal([
      { act: 'rules', rules: { approval: 'flagged', requireModerator: 'yes' } },
    ]);
    await soon(() => waits() === 'off', 'the room has not changed it, after all');
    await press('Enter');
    await soon(() => outcome(panel) === 'Nothing is changed yet.');
    expect(acts()).to.have.length(1);
  });

  it('[HS5] each way of taking turns is a button with a sentence; the present one is pressed', async () => {
    const rules = { ...DEFAULT_RULES, turns: 'two-teams', switchable: 'queue,relay' };
    const panel = await mountPanel(moderated({ ...host, room: { rules } }));
    const { section, root, button, acts } = panel;
    await section('modes');
    const buttons = [...root.querySelectorAll<HTMLButtonElement>('.modes button')];
    const names = buttons.map((each) => plain(each.querySelector('.name')?.textContent ?? ''));
    const known = TURN_MODES.map((mode) => TURN_MODE_DISPLAY[mode].name);
    expect(names).to.deep.equal([...known, 'Two teams', 'Relay']);
    const pressed = buttons.filter((each) => each.ariaPressed === 'true');
    expect(pressed.map((each) => plain(each.textContent))).to.deep.equal(['Two teams now']);
    const sentences = buttons.map((each) =>
      plain(each.querySelector('.sentence')?.textContent ?? ''),
    );
    expect(sentences.filter((sentence) => sentence !== '')).to.have.length(TURN_MODES.length);
    pressed[0]?.click();
    buttons[2]?.click();
    await soon(() => root.querySelector('dialog')?.open);
    expect(acts(), 'not before one is sure').to.deep.equal([]);
    button('Change').click();
    await soon(() => acts().length > 0);
    expect(acts()).to.deep.equal([{ act: 'rules', rules: { turns: 'vote' } }]);
  });

  it('[HS6] how the show stands: phase, stream, closing and what the budget leaves', async () => {
    const view = moderated(host);
    const show = { heldInAll: 0, streamEndsAt: NOW + 108_000, closes: null };
    const { text, show: tell } = await mountPanel({ ...view, desk: desk({ show }) });
    expect(text('.standing')).to.equal('Live next stream in 1:48');
    const closes = { at: NOW + 2 * 3_600_000, reason: 'budget-day' } as const;
    await tell({ ...view, desk: desk({ show: { ...show, closes } }) });
    expect(text('.standing')).to.equal('Live next stream in 1:48 · closes in 2 hours');
    const life = { phase: 'dark', reason: 'paused', until: null } as const;
    await tell({ ...moderated({ ...host, room: { life } }), desk: desk() });
    expect(text('.standing')).to.equal('Paused');
  });

  it('[MP9] nothing out of range is sent, and the range is said', async () => {
    const panel = await mountPanel(moderated(host));
    const { section, one, acts, tabTo, press } = panel;
    await section('rules');
    await tabTo('A turn lasts (seconds)');
    for (const text of ['601', '4', '', '7.5']) {
      one<HTMLInputElement>('[name=turnSeconds]').select();
      await press('Backspace');
      if (text !== '') await sendKeys({ type: text });
      await press('Enter');
      expect(one('[name=turnSeconds]').getAttribute('aria-invalid'), text).to.equal('true');
      expect(outcome(panel), text).to.equal('A turn lasts (seconds): a number from 5 to 600.');
    }
    expect(acts()).to.deep.equal([]);
    const field = one<HTMLInputElement>('[name=idleSeconds]');
    expect([field.min, field.max]).to.deep.equal(['0', '600']);
  });

  it('[MP9] every number can be set, each mode’s together and the present mode’s unfolded', async () => {
    const panel = await mountPanel(moderated(host));
    const { section, one, acts, root, tabTo, press, show } = panel;
    await section('rules');
    const names = [...root.querySelectorAll<HTMLInputElement>('.fields input[type=number]')];
    expect([...new Set(names.map(({ name }) => name))].sort()).to.deep.equal(
      [...KNOB_NAMES].sort(),
    );
    const groups = () =>
      [...root.querySelectorAll<HTMLDetailsElement>('.fields > details')].map(
        ({ open, children }) => [open, children[0]?.textContent] as const,
      );
    const titles = TURN_MODES.map((mode) => TURN_MODE_DISPLAY[mode].name);
    expect(groups().map(([, title]) => title)).to.deep.equal([...titles, 'In every mode']);
    expect(groups().filter(([open]) => open)).to.deep.equal([[true, 'The line']]);
    const opened = { ...DEFAULT_RULES, turns: 'open' };
    await show(moderated({ ...host, room: { rules: opened } }));
    expect(groups().filter(([open]) => open)).to.deep.equal([[true, 'Open to everyone']]);
    const hint = plain(one('[name=cooldownSeconds] + small').textContent);
    expect(hint).to.equal(
      'How long a visitor waits between two prompts. From 0 to 3600, usually 30.',
    );
    const written = [...root.querySelectorAll('.fields small')].map(
      ({ textContent }) => textContent,
    );
    expect(written.filter((text) => /[`[\]]/.test(text ?? ''))).to.deep.equal([]);
    const rest = one<HTMLInputElement>('[name=cooldownSeconds]');
    expect([rest.min, rest.max, rest.step]).to.deep.equal(['0', '3600', '1']);
    const share = one<HTMLInputElement>('[name=skipRate]');
    expect([share.min, share.max, share.step]).to.deep.equal(['0.1', '1', '0.05']);
    await tabTo('Rest after a prompt (seconds)');
    await press('ArrowUp');
    await tabTo('Change the rules');
    await press('Enter');
    await soon(() => acts().length > 0);
    const rules = { cooldownSeconds: 31 };
    expect(acts()).to.deep.equal([{ act: 'rules', rules }]);
  });

  it('[MP9] when it opens, and who replays, is set there; hours that nobody understands are not sent', async () => {
    const panel = await mountPanel(moderated(host));
    const { section, acts, tabTo, press } = panel;
    await section('rules');
    await tabTo('Who opens the broadcast');
    await press('ArrowDown');
    await tabTo('Opening hours (empty is always)');
    await sendKeys({ type: 'nine to five' });
    await press('Enter');
    expect(outcome(panel)).to.equal(
      'Opening hours (empty is always): that is not understood. Write it like “mo-fr 09:00-18:00, sa 20:00-02:00”.',
    );
    expect(acts()).to.deep.equal([]);
    panel.one<HTMLInputElement>('[name=hours]').select();
    await sendKeys({ type: 'mo-fr 09:00-17:00' });
    await tabTo('Who may replay what happened');
    await press('ArrowUp');
    await tabTo('Change the rules');
    await press('Enter');
    await soon(() => acts().length > 0);
    const rules = { opens: 'host', hours: 'mo-fr 09:00-17:00', replay: 'staff' };
    expect(acts()).to.deep.equal([{ act: 'rules', rules }]);
  });

  it('[MP10] the log is in words, newest first', async () => {
    const panel = await mountPanel();
    await panel.section('log');
    expect(rows(panel, 'log')).to.deep.equal([
      'Grey Heron approved Bright Finch’s “Snow begins to fall” just now',
      'The room could not perform what a moderator asked for. Not this one. Try wording it differently. just now',
      'Grey Heron muted Swift Wren (for 6 minutes) Spoilers 1 minute ago',
      'Grey Heron banned Loud Crow Kept shouting 10 minutes ago',
      'Grey Heron changed the rules: A turn lasts (seconds): 45, Least time between two prompts (seconds): 5 2 hours ago',
    ]);
  });

  it('[MP10] bans and locks tell until when, by whom and why', async () => {
    const panel = await mountPanel(moderated({ room: QUIET_ROOM }));
    await panel.section('bans');
    await panel.section('locks');
    expect(rows(panel, 'bans', '.tell')).to.deep.equal([
      'Loud Crow for another 22 hours · with the address · by Grey Heron, 2 hours ago Kept shouting',
      'Rude Gull permanently · by Quiet Maple, 3 minutes ago',
    ]);
    expect(rows(panel, 'locks', '.tell')).to.deep.equal([
      'Prompts are paused for another 4 minutes Somebody shares spoilers',
      'The line takes nobody new',
      'The room lets nobody new in for another 15 minutes A raid',
    ]);
  });

  it('[MP13] an invitation’s link is this page, with the invitation behind the #', async () => {
    const panel = await mountPanel(moderated(host));
    await panel.section('invites');
    const { clipboard } = navigator;
    const link = `${location.href.split('#')[0]}#odyssey-invite=invite-1`;
    const copied: string[] = [];
    const writeText = clipboard.writeText.bind(clipboard);
    try {
      clipboard.writeText = async (text) => void copied.push(text);
      panel.button('Copy the link').click();
      await soon(() => outcome(panel) === 'The link is copied.');
      expect(copied).to.deep.equal([link]);
      clipboard.writeText = () => Promise.reject(new Error('not allowed'));
      panel.button('Copy the link').click();
      await soon(() => outcome(panel).includes(link));
    } finally {
      clipboard.writeText = writeText;
    }
  });

  it('[MP12] 320 pixels are enough, and every target is big enough', async () => {
    const into = document.createElement('div');
    into.dataset['box'] = '';
    into.style.inlineSize = '320px';
    document.body.append(into);
    const long = { ...desk().held[0]!, text: 'a'.repeat(200), flag: 'b'.repeat(80) };
    const view = moderated({ ...host, room: QUIET_ROOM, desk: desk({ held: [long] }) });
    const panel = await mountPanel(view, { into });
    const { root, element, section, button } = panel;
    await section('more');
    for (const { dataset } of root.querySelectorAll<HTMLElement>('[data-section]')) {
      await section(dataset['section'] ?? '');
    }
    const { right } = element.getBoundingClientRect();
    const targets = 'button, summary, input:not([type=checkbox]), select, li, label';
    for (const each of root.querySelectorAll(`.moderation :is(${targets})`)) {
      const box = each.getBoundingClientRect();
      expect(box.right, each.outerHTML).to.be.at.most(right);
      if (each.matches('button, summary, input, select')) {
        expect(box.height, each.outerHTML).to.be.at.least(44);
      }
    }
    button('Ban Bright Finch').click();
    await soon(() => root.querySelector('dialog')?.open);
    for (const each of root.querySelectorAll(
      'dialog :is(button, label, input:not([type=checkbox]))',
    )) {
      expect(each.getBoundingClientRect().height, each.outerHTML).to.be.at.least(44);
    }
  });
});
