import { expect } from '@open-wc/testing';
import type { TurnsView } from '../../src/protocol/view.js';
import { MODE_SCENES, modeView, ROUND } from './support/mode-views.js';
import { buttonNames, clearPage, mount, plain } from './support/mount.js';
import { NOW, OTTER } from './support/views.js';

const scene = (name: string) => ({ scene: MODE_SCENES[name]! });

describe('every mode', () => {
  afterEach(clearPage);

  /** The turn bar's words without the ring's, and what the composer says. */
  const told: Readonly<Record<string, readonly [string, string | null]>> = {
    'vote: nothing yet': [
      'What should happen next? The first proposal begins a round.',
      'Your proposal begins a round. Others may add theirs for 15 seconds.',
    ],
    'vote: propose': [
      '0:09 Propose what happens next 3 proposals so far',
      'It joins the round. Proposals are taken for 9 seconds.',
    ],
    'vote: proposed': [
      '0:09 Propose what happens next 3 proposals so far',
      'Your proposal is in. Take it back to write another.',
    ],
    'vote: ballot': [
      '0:14 Vote now One vote each; you can change it.',
      'This round is being decided. Proposals are taken again in 15 seconds.',
    ],
    'vote: voted': [
      '0:14 You have voted You can still change your vote. At least 5 must vote.',
      'Your proposal is in this round.',
    ],
    'vote: stands still': [
      '0:09 Vote now One vote each; you can change it. The clocks stand still until the world is back.',
      'This round is being decided. The next one takes proposals.',
    ],
    'vote: result': [
      '0:03 “Snow begins to fall on the harbour” won Two had 3 votes; the earlier one won.',
      'What you send now is for the next round.',
    ],
    'vote: no quorum': [
      '0:03 Nothing won Too few voted to decide anything.',
      'What you send now is for the next round.',
    ],
    'vote: tie for the host': [
      '0:18 It is a tie Two had 3 votes. A host decides within 20 seconds; after that the earliest wins.',
      'This round is being decided. Proposals are taken again in 20 seconds.',
    ],
    'vote: tie, as host': [
      '0:18 It is a tie Two had 3 votes. A host decides within 20 seconds; after that the earliest wins. You may choose between them.',
      'This round is being decided. Proposals are taken again in 20 seconds.',
    ],
    'raffle: propose': [
      '0:09 Put a proposal in the draw 3 proposals so far. Every proposal has the same chance.',
      'It joins the round. Proposals are taken for 9 seconds.',
    ],
    'raffle: draw': [
      '0:02 Drawing… Every proposal has the same chance.',
      'This round is being decided. Proposals are taken again in 2 seconds.',
    ],
    'raffle: result': [
      '0:03 “Snow begins to fall on the harbour” was drawn Out of 3.',
      'What you send now is for the next round.',
    ],
    'raffle: nothing drawn': [
      '0:09 Nothing won Nothing was left to draw from.',
      'What you send now is for the next round.',
    ],
    'curated: suggestions': [
      'Suggest what happens next A host or moderator chooses what runs. 2 are chosen.',
      'Your suggestion is in. Take it back to write another.',
    ],
    'curated: as moderator': [
      'Suggest what happens next You choose what runs.',
      'It joins the suggestions. A host or moderator chooses what runs.',
    ],
    'curated: chosen': [
      'Your suggestion was chosen It runs next. A host or moderator chooses what runs.',
      'It joins the suggestions. A host or moderator chooses what runs.',
    ],
    'baton: free': [
      'The baton is free Take it and steer for as long as you like.',
      'The baton is free: your prompt takes it and runs at once.',
    ],
    'baton: held': [
      'Calm Otter has the baton Who takes it over gets it, unless the holder answers. The others voted to move on from Bright Finch.',
      'Calm Otter has the baton. Ask for it; what you write stays here.',
    ],
    'baton: asking': [
      'You are number 3 to get the baton Calm Otter has the baton',
      'You may prompt once you have the baton. What you write stays here.',
    ],
    'baton: contested by another': [
      '0:17 Bright Finch wants to take over Calm Otter has 15 seconds to answer.',
      'Calm Otter has the baton. Ask for it; what you write stays here.',
    ],
    'baton: contested by me': [
      '0:17 You get the baton next It is yours in 15 seconds, unless Calm Otter answers.',
      'You may prompt once you have the baton. What you write stays here.',
    ],
    'baton: mine': [
      'You have the baton Steer for as long as you like, then pass it on.',
      'It goes to the world at once.',
    ],
    'baton: mine, contested': [
      '0:17 Bright Finch wants to take over Answer within 15 seconds, or it is theirs.',
      'It goes to the world at once.',
    ],
    'open: free': [
      'Everyone may prompt One prompt each, then 30 seconds for the others.',
      'It goes to the world after 2 others.',
    ],
    'open: cooling': [
      '0:22 The others go first now You may prompt again in 20 seconds.',
      'You may prompt again in 20 seconds. What you write stays here.',
    ],
    'open: sent': [
      'One prompt is before yours One prompt each, then 30 seconds for the others.',
      'Your prompt is on its way.',
    ],
    'stage: audience': ['The host and the moderators steer Lean back and enjoy the show.', null],
    'stage: as host': ['You may steer Everyone else watches.', 'It goes to the world at once.'],
    'unknown: line': [
      '0:09 Calm Otter is steering',
      'Your prompt waits with you in line: place 2.',
    ],
    'unknown: round': [
      '0:05 You may prompt again soon You may prompt again in 5 seconds.',
      'You may prompt again in 5 seconds. What you write stays here.',
    ],
  };
  for (const [name, [bar, hint]] of Object.entries(told)) {
    it(`[EM3] what goes on, and what one may do now, in words: ${name}`, async () => {
      const { one, root } = await mount(scene(name));
      expect(barOf(root)).to.equal(bar);
      if (hint === null) expect(root.querySelector('.composer')).to.equal(null);
      else expect(one('#hint').textContent?.trim()).to.equal(hint);
    });
  }

  it('[EM3] who may only watch is offered no prompt and no turn, but a vote', async () => {
    for (const [name, names] of [
      ['vote: ballot', 3],
      ['baton: held', 0],
      ['queue: switchable', 3],
    ] as const) {
      const view = MODE_SCENES[name]!;
      const mounted = await mount({ scene: { ...view, you: { ...view.you!, role: 'viewer' } } });
      expect(mounted.root.querySelector('.composer'), name).to.equal(null);
      expect(mounted.text('.dock'), name).to.contain(
        'You may watch and vote here, but not prompt.',
      );
      expect(buttonNames(mounted).length, name).to.equal(names);
    }
  });

  it('[EM7] why somebody lost the turn is told in every mode, for any reason', async () => {
    const last = { ...OTTER, reason: 'dismissed', at: NOW } as const;
    for (const mode of ['open', 'vote', 'raffle', 'curated', 'baton', 'stage', 'queue'] as const) {
      const asking = mode === 'baton' ? { waiting: 0, next: [], contest: null } : null;
      const round = ['vote', 'raffle', 'curated'].includes(mode)
        ? { ...ROUND, fairness: null }
        : null;
      const { text, show } = await mount({
        scene: modeView(mode, { turns: { last, asking, round } }),
      });
      expect(text('.turn'), mode).to.contain(
        'Calm Otter’s turn is over. A moderator passed over this one.',
      );
      const mine = { id: 'p-me', name: 'Quiet Maple', reason: 'skipped-by-vote', at: NOW } as const;
      await show(modeView(mode, { turns: { last: mine, asking, round } }));
      expect(text('.turn'), mode).to.contain('The others voted to move on.');
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
    const { text, element, show } = await mount(scene('unknown: countdown'));
    expect(barOf(element.shadowRoot!)).to.equal('0:07 You may prompt');
    expect(text('.turn')).not.to.contain('undefined');
    const { room, ...view } = MODE_SCENES['unknown: countdown']!;
    const turns = { ...room!.turns, countdown: null } as TurnsView;
    await show({ ...view, room: { ...room!, turns } });
    expect(barOf(element.shadowRoot!)).to.equal('You may prompt');
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
        expect(mounted.text('.turn .state'), `${name} ${standing.state}`).to.match(/^[A-Z]/);
        expect(mounted.text('.turn')).not.to.match(/undefined|native code/);
        clearPage();
      }
    }
  });
});

/** The turn bar's words: what is left on the ring, the headline, and what is said below it. */
function barOf(root: ShadowRoot): string {
  const words = [...root.querySelectorAll('.turn [role=timer], .turn p')];
  return words.map(({ textContent }) => plain(textContent)).join(' ');
}
