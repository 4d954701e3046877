import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CueView } from '../../src/protocol/moderation.js';
import type { Role } from '../../src/protocol/view.js';
import { desk, moderated } from './support/desk-views.js';
import { clearPage, plain, soon } from './support/mount.js';
import { mountPanel } from './support/panel.js';
import { ME, NOW } from './support/views.js';
import { violationsIn } from './support/violations.js';

const cue = (id: string, changes: Partial<CueView> = {}): CueView => ({
  ...{ id, text: `Scene ${id}`, by: ME, at: null, fallback: false, ranAt: null, state: 'ready' },
  ...changes,
});

async function mountCues(cues: readonly CueView[], role: Role = 'host') {
  const view = (list: readonly CueView[]) => moderated({ role, desk: desk({ cues: [...list] }) });
  const panel = await mountPanel(view(cues));
  await panel.section('cues');
  const rows = () =>
    [...panel.root.querySelectorAll('[data-section=cues] li')].map(({ textContent }) =>
      plain(textContent),
    );
  return { ...panel, rows, tell: (list: readonly CueView[]) => panel.show(view(list)) };
}

describe('cues in the run sheet', () => {
  afterEach(clearPage);

  it('[HS7] a host prepares a cue, for a tap, for when nobody prompts, or for a time', async () => {
    const { tabTo, press, acts, one, root } = await mountCues([]);
    expect(plain(one('[data-section=cues]').textContent)).to.contain('No cue is prepared.');
    await tabTo('Prompt');
    await sendKeys({ type: 'Fireworks over the harbour' });
    await press('Enter');
    await soon(() => acts().length === 1);
    await soon(() => one<HTMLInputElement>('.cue [name=text]').value === '');
    await sendKeys({ type: 'The finale' });
    await press('Tab', 'Space');
    const clock = root.querySelector<HTMLInputElement>('.cue [name=at]')!;
    const soonAt = new Date(NOW + 3_600_000);
    const [hours, minutes] = [soonAt.getHours(), soonAt.getMinutes()];
    clock.value = `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
    await tabTo('Prepare');
    await press('Enter');
    await soon(() => acts().length === 2);
    expect(acts()).to.deep.equal([
      { act: 'cue-add', text: 'Fireworks over the harbour', at: null, fallback: false },
      { act: 'cue-add', text: 'The finale', at: soonAt.setSeconds(0, 0), fallback: true },
    ]);
  });

  it('[HS7] a time that has passed today is tomorrow’s; nothing written is nothing prepared', async () => {
    const { acts, root, button } = await mountCues([]);
    button('Prepare').click();
    expect(acts()).to.deep.equal([]);
    const passed = new Date(NOW - 120_000);
    const text = root.querySelector<HTMLInputElement>('.cue [name=text]')!;
    const clock = root.querySelector<HTMLInputElement>('.cue [name=at]')!;
    text.value = 'Dawn';
    clock.value = `${String(passed.getHours()).padStart(2, '0')}:${String(passed.getMinutes()).padStart(2, '0')}`;
    button('Prepare').click();
    await soon(() => acts().length === 1);
    const { at } = acts()[0] as { at: number };
    expect(at).to.be.within(NOW, NOW + 86_400_000);
  });

  it('[HS7] a tap runs one; its time, its list and its last run are told, and it runs once at a time', async () => {
    const ran = { ranAt: NOW - 120_000, fallback: true };
    const { rows, acts, button, tell } = await mountCues([cue('1'), cue('2', ran)]);
    expect(rows()).to.deep.equal([
      'Scene 1 Run when nobody prompts Remove',
      'Scene 2 when nobody prompts · ran 2 minutes ago Run when nobody prompts Remove',
    ]);
    button('Run “Scene 1”').click();
    await tell([cue('1', { state: 'waiting' }), cue('2')]);
    expect(rows()[0]).to.equal('Scene 1 runs next Run when nobody prompts Remove');
    button('Run “Scene 1”').click();
    button('When nobody prompts: “Scene 2”').click();
    button('Remove “Scene 2”').click();
    await soon(() => acts().length > 2);
    expect(acts()).to.deep.equal([
      { act: 'cue-run', cueId: '1' },
      { act: 'cue-change', cueId: '2', fallback: true },
      { act: 'cue-remove', cueId: '2' },
    ]);
  });

  it('[HS7] a moderator runs what a host has prepared, and prepares nothing', async () => {
    const { rows, root, element, show } = await mountCues([cue('1')], 'moderator');
    expect(rows()).to.deep.equal(['Scene 1 Run']);
    expect(root.querySelector('.cue')).to.equal(null);
    expect(await violationsIn(element)).to.deep.equal([]);
    await show(moderated());
    expect(root.querySelector('[data-section=cues]')).to.equal(null);
  });
});
