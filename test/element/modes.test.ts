import { expect } from '@open-wc/testing';
import type { TurnsView } from '../../src/protocol/view.js';
import { MODE_SCENES, modeView, ROUND } from './support/mode-views.js';
import { buttonNames, clearPage, mount, plain } from './support/mount.js';
import { NOW } from './support/views.js';

const scene = (name: string) => ({ scene: MODE_SCENES[name]! });

describe('every mode', () => {
  afterEach(clearPage);

  /** What goes on, what the bar's button says and what its line does. */
  const told: Readonly<Record<string, readonly [string | null, string | null, string]>> = {
    'vote: nothing yet': [
      'No proposals yet',
      'Propose',
      'Your proposal begins a round of 15 seconds.',
    ],
    'vote: propose': [
      'Propose what happens next 0:09 3 proposals so far',
      'Propose',
      'Proposals for 9 seconds more.',
    ],
    'vote: proposed': [
      'Propose what happens next 0:09 3 proposals so far',
      null,
      'Your proposal is in.',
    ],
    'vote: ballot': [
      'Vote now 0:14 One vote each; you can change it. and 2 more',
      'Propose',
      'Proposals again in 0:14',
    ],
    'vote: voted': [
      'You have voted 0:14 You can still change your vote. At least 5 must vote.',
      null,
      'Your proposal is in.',
    ],
    'vote: stands still': [
      'Vote now 0:09 One vote each; you can change it. The clocks stand still until the world is back.',
      'Propose',
      'Proposals again in the next round.',
    ],
    'vote: result': [
      '“Snow begins to fall on the harbour” won 0:03 Two had 3 votes; the earlier one won.',
      'Propose',
      'Propose for the next round.',
    ],
    'vote: no quorum': [
      'Nothing won 0:03 Too few voted to decide anything.',
      'Propose',
      'Propose for the next round.',
    ],
    'vote: tie for the host': [
      'It is a tie 0:18 Two had 3 votes. A host decides within 20 seconds; after that the earliest wins.',
      'Propose',
      'Proposals again in 0:18',
    ],
    'vote: tie, as host': [
      'It is a tie 0:18 Two had 3 votes. A host decides within 20 seconds; after that the earliest wins. You may choose between them.',
      'Propose',
      'Proposals again in 0:18',
    ],
    'raffle: propose': [
      'Put a proposal in the draw 0:09 3 proposals so far. Every proposal has the same chance.',
      'Propose',
      'Proposals for 9 seconds more.',
    ],
    'raffle: draw': [
      'Drawing… 0:02 Every proposal has the same chance.',
      'Propose',
      'Proposals again in 0:02',
    ],
    'raffle: result': [
      '“Snow begins to fall on the harbour” was drawn 0:03 Out of 3.',
      'Propose',
      'Propose for the next round.',
    ],
    'raffle: nothing drawn': [
      'Nothing won 0:09 Nothing was left to draw from.',
      'Propose',
      'Propose for the next round.',
    ],
    'curated: suggestions': [
      'Suggestions A host or moderator chooses what runs. 2 are chosen.',
      null,
      'Your suggestion is in.',
    ],
    'curated: as moderator': [
      'Suggestions You choose what runs.',
      'Suggest',
      'Suggest what happens next. The host picks.',
    ],
    'curated: chosen': [
      'Suggestions A host or moderator chooses what runs.',
      'Suggest',
      'Your suggestion was chosen. It runs next.',
    ],
    'baton: free': [null, 'Take the baton', 'The baton is free. Type what should happen next.'],
    'baton: held': [null, 'Ask for it', 'Calm Otter has the baton. Ask for it, and write ahead.'],
    'baton: asking': [null, 'Send', 'You’re 3rd for the baton. You can write ahead.'],
    'baton: contested by another': [
      null,
      'Ask for it',
      'Bright Finch wants the baton. Calm Otter has 15 seconds to answer.',
    ],
    'baton: contested by me': [
      null,
      'Send',
      'It’s yours in 15 seconds, unless Calm Otter answers.',
    ],
    'baton: mine': [null, 'Send', 'You have the baton. Steer for as long as you like.'],
    'baton: mine, contested': [
      null,
      'Keep it',
      'Bright Finch wants the baton. Answer within 15 seconds.',
    ],
    'open: free': [null, 'Send', 'It runs after 2 other prompts.'],
    'open: cooling': [null, 'Send', 'Your next prompt in 0:22'],
    'open: sent': [null, null, 'One prompt is before yours.'],
    'stage: audience': [null, null, ''],
    'stage: as host': [null, 'Send', 'It’s open to everyone. Type what should happen next.'],
    'unknown: line': [null, 'Join the line', 'You’d be 2nd. Your prompt runs by itself.'],
    'unknown: round': [
      'Vote now 0:14 One vote each; you can change it.',
      'Send',
      'Your next prompt in 0:05',
    ],
    'unknown: countdown': ['House rules 0:07', 'Send', 'It runs after 2 other prompts.'],
  };
  for (const [name, [now, button, line]] of Object.entries(told)) {
    it(`[EM3] what goes on, and what one may do now, in words: ${name}`, async () => {
      const { text, root } = await mount(scene(name));
      expect(nowOf(root)).to.equal(now);
      expect(root.querySelector('.send') && text('.send')).to.equal(button);
      expect(text('#hint')).to.equal(line);
    });
  }

  it('[EM3] the audience of a stage has no field, and reads why', async () => {
    const { text, root } = await mount(scene('stage: audience'));
    expect(text('.composer')).to.equal('The host steers this one. Enjoy the show.');
    expect(root.querySelector('.input:not([hidden])')).to.equal(null);
  });

  it('[EM3] who may only watch is offered no prompt and no turn, but a vote', async () => {
    for (const [name, names] of [
      ['vote: ballot', 3],
      ['baton: held', 0],
      ['queue: switchable', 3],
    ] as const) {
      const view = MODE_SCENES[name]!;
      const mounted = await mount({ scene: { ...view, you: { ...view.you!, role: 'viewer' } } });
      expect(mounted.root.querySelector('.input:not([hidden])'), name).to.equal(null);
      expect(mounted.text('.composer .what'), name).to.equal(
        'You can watch and vote here, but not prompt.',
      );
      expect(buttonNames(mounted).length, name).to.equal(names);
    }
  });

  it('[EM7] why one lost the own turn is told in every mode, for any reason', async () => {
    const mine = (reason: 'dismissed' | 'skipped-by-vote') =>
      ({ id: 'p-me', name: 'Quiet Maple', reason, at: NOW }) as const;
    for (const mode of ['open', 'vote', 'raffle', 'curated', 'baton', 'stage', 'queue'] as const) {
      const asking = mode === 'baton' ? { waiting: 0, next: [], contest: null } : null;
      const round = ['vote', 'raffle', 'curated'].includes(mode)
        ? { ...ROUND, fairness: null }
        : null;
      const turns = { asking, round };
      const { text, show } = await mount({
        scene: modeView(mode, { turns: { ...turns, last: mine('dismissed') } }),
      });
      expect(text('#hint'), mode).to.equal('Your turn is over. A moderator passed over this one.');
      await show(modeView(mode, { turns: { ...turns, last: mine('skipped-by-vote') } }));
      expect(text('#hint'), mode).to.equal('The others voted to move on.');
      clearPage();
    }
  });

  it('[EM7] a baton with a clock can be given more time', async () => {
    const asking = { waiting: 0, next: [], contest: null };
    const clock = { endsAt: NOW + 20_000 };
    const standing = {
      state: 'active',
      clock,
      idleClock: null,
      promptsLeft: 1,
      extensionsLeft: 1,
    } as const;
    const mounted = await mount({ scene: modeView('baton', { standing, turns: { asking } }) });
    expect(buttonNames(mounted)).to.contain('More time');
    const timeless = { ...standing, clock: null };
    await mounted.show(modeView('baton', { standing: timeless, turns: { asking } }));
    expect(buttonNames(mounted)).not.to.contain('More time');
  });

  it('[EM9] a mode that nobody here knows shows the countdown that everybody waits for', async () => {
    const { text, root, show } = await mount(scene('unknown: countdown'));
    expect(nowOf(root)).to.equal('House rules 0:07');
    const { room, ...view } = MODE_SCENES['unknown: countdown']!;
    const turns = { ...room!.turns, countdown: null } as TurnsView;
    await show({ ...view, room: { ...room!, turns } });
    expect(root.querySelector('.ballot')).to.equal(null);
    expect(text('.bar')).not.to.contain('undefined');
  });

  it('[EM9] a mode that nobody here knows shows its line and its round, whatever its name', async () => {
    const { text, one } = await mount(scene('unknown: round'));
    expect(text('.ballot')).to.contain('Snow begins to fall');
    expect(one('.queue [aria-label^="Bright Finch"]')).to.be.instanceOf(Element);
    for (const name of ['constructor', 'toString', 'x']) {
      for (const standing of [
        { state: 'free' },
        { state: 'none' },
        { state: 'asking', place: 2 },
        { state: 'proposed', promptId: 'c-snow' },
        { state: 'watching', reason: 'stage-only' },
      ] as const) {
        const mode = name as TurnsView['mode'];
        const mounted = await mount({ scene: modeView(mode, { standing }) });
        const line = mounted.text('.composer .what, #hint:not(:empty)');
        expect(line, `${name} ${standing.state}`).to.match(/^[A-Z]/);
        expect(mounted.text('.dock')).not.to.match(/undefined|native code/);
        clearPage();
      }
    }
  });
});

/** What goes on: a panel's heading with its clock, and what is said below it. */
function nowOf(root: ShadowRoot): string | null {
  const words = [...root.querySelectorAll('.ballot .head, .ballot > .quiet')];
  return words.length === 0 ? null : words.map(({ textContent }) => plain(textContent)).join(' ');
}
