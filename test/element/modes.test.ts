import { expect } from '@open-wc/testing';
import type { RoundView, TurnsView } from '../../src/protocol/view.js';
import { CHOICES, MODE_SCENES, modeView, RESULT, ROUND, roundView } from './support/mode-views.js';
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
      expect(buttonNames(mounted).length, name).to.equal(names);
    }
  });

  it('[EM4] the ballot counts live, and marks the own vote once the room has it', async () => {
    const { ports, root, show, element } = await mount(scene('vote: ballot'));
    const pressed = () =>
      [...root.querySelectorAll('.choice button')].map((one) => one.getAttribute('aria-pressed'));
    const counts = () =>
      [...root.querySelectorAll('.count')].map((one) => parseInt(one.textContent!, 10));
    const lengths = () =>
      [...root.querySelectorAll('.bar rect')].map((bar) => bar.getAttribute('width'));
    root.querySelectorAll<HTMLElement>('.choice button')[1]!.click();
    await element.updateComplete;
    expect(ports.client.asked).to.deep.equal(['vote c-whale']);
    expect(pressed()).to.deep.equal(['false', 'false', 'false']);
    expect(counts()).to.deep.equal([3, 3, 1]);
    const moved = CHOICES.map((choice, index) => ({ ...choice, votes: [3, 4, 1][index]! }));
    await show(roundView('vote', { phase: 'vote', choices: moved }, { you: { vote: 'c-whale' } }));
    expect(pressed()).to.deep.equal(['false', 'true', 'false']);
    expect(counts()).to.deep.equal([3, 4, 1]);
    expect(lengths()).to.deep.equal(['37.5%', '50.0%', '12.5%']);
  });

  it('[EM4] without a line to the room nothing can be voted for', async () => {
    const view = MODE_SCENES['vote: ballot']!;
    const connection = { status: 'reconnecting', attempt: 1, retryAt: null } as const;
    const { ports, root } = await mount({ scene: { ...view, connection } });
    for (const button of root.querySelectorAll<HTMLElement>('.choice button')) button.click();
    expect(ports.client.asked).to.deep.equal([]);
  });

  it('[EM4] watch-only shows the ballot and offers nothing', async () => {
    for (const name of ['vote: tie, as host', 'curated: as moderator', 'queue: switchable']) {
      const attributes = { room: 'lobby', host: 'rooms.test', 'watch-only': '' };
      const mounted = await mount({ ...scene(name), attributes });
      expect(buttonNames(mounted), name).to.deep.equal([]);
    }
  });

  const level = CHOICES.slice(0, 2);
  const results: Readonly<Record<string, readonly [Partial<RoundView>, string]>> = {
    'the only one': [
      { choices: [CHOICES[0]!], result: { ...RESULT, tieBreak: 'none', votes: 0 } },
      'It was the only proposal.',
    ],
    'a clear one': [{ result: { ...RESULT, tieBreak: 'none' } }, 'It had 3 of 7 votes.'],
    'the earlier of two': [{ choices: level }, 'Two had 3 votes; the earlier one won.'],
    'the earliest of three': [
      { choices: [...level, { ...CHOICES[2]!, votes: 3 }] },
      'Three had 3 votes; the earliest won.',
    ],
    'with one vote each': [
      {
        choices: level.map((choice) => ({ ...choice, votes: 1 })),
        result: { ...RESULT, votes: 1 },
      },
      'Two had one vote; the earlier one won.',
    ],
    'by lot': [
      { result: { ...RESULT, tieBreak: 'random' } },
      'Two had 3 votes; a lot was drawn between them.',
    ],
    'by a host': [{ result: { ...RESULT, tieBreak: 'host' } }, 'Two had 3 votes; a host decided.'],
    'in a second vote': [
      { choices: level, result: { ...RESULT, tieBreak: 'runoff' } },
      'There was a tie. In the second vote it had 3 of 6.',
    ],
  };
  for (const [name, [round, sentence]] of Object.entries(results)) {
    it(`[EM5] why it won, in a plain sentence: ${name}`, async () => {
      const decided = { phase: 'result', choices: CHOICES, result: RESULT, ...round } as const;
      const { text } = await mount({ scene: roundView('vote', decided) });
      expect(text('.turn')).to.contain(`won ${sentence}`);
      expect(text('.choice.won')).to.contain('Snow begins to fall');
    });
  }

  it('[EM5] too few votes: how many there were, and how many there must be', async () => {
    const { root } = await mount({
      scene: roundView(
        'vote',
        {
          phase: 'result',
          choices: CHOICES.map((choice) => ({ ...choice, votes: choice.id === 'c-snow' ? 1 : 0 })),
          result: { winner: null, votes: 0, tieBreak: 'none', reason: 'no-quorum' },
        },
        { rules: { quorum: 3 } },
      ),
    });
    expect(barOf(root)).to.contain('Too few voted to decide anything. One voted; 3 must.');
  });

  it('[EM5] a winner that is not among those shown is told of all the same', async () => {
    const result = { ...RESULT, winner: 'c-hidden', tieBreak: 'none' } as const;
    const { text } = await mount({
      scene: roundView('vote', { phase: 'result', result, more: 3 }),
    });
    expect(text('.turn')).to.contain('A proposal won');
  });

  it('[EM6] the draw is promised before, and checked afterwards in the page', async () => {
    const { text, show, one, button, element } = await mount(scene('raffle: propose'));
    expect(text('.proof')).to.match(
      /^The draw is fixed already: this is the fingerprint of its secret number\. Fingerprint: [0-9a-f]{12}…$/,
    );
    await show(MODE_SCENES['raffle: result']!);
    expect(text('.proof')).to.contain('Secret number: the seed of …');
    expect(text('.checked')).to.equal('');
    const live = one('.checked');
    button('Check the draw').click();
    await settled(element, () => /\.$/.test(text('.checked')));
    expect(text('.checked')).to.equal(
      'It holds: the number fits the fingerprint, and it draws this winner.',
    );
    expect(one('.checked')).to.equal(live);
  });

  it('[EM6] a draw that does not hold is called that', async () => {
    const view = MODE_SCENES['raffle: result']!;
    const round = view.room!.turns.round!;
    const winner = CHOICES.find(({ id }) => id !== round.result!.winner)!.id;
    const forged = { ...round, result: { ...round.result!, winner } };
    const room = { ...view.room!, turns: { ...view.room!.turns, round: forged } };
    const { text, button, element } = await mount({ scene: { ...view, room } });
    button('Check the draw').click();
    await settled(element, () => /\.$/.test(text('.checked')));
    expect(text('.checked')).to.contain('It does not hold');
  });

  it('[EM7] why somebody lost the turn is told in every mode, for any reason', async () => {
    const last = { ...OTTER, reason: 'dismissed', at: NOW } as const;
    for (const mode of ['open', 'vote', 'raffle', 'curated', 'baton', 'stage', 'queue'] as const) {
      const asking = mode === 'baton' ? { waiting: 0, next: [], contest: null } : null;
      const round = ['vote', 'raffle', 'curated'].includes(mode) ? ROUND : null;
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

  it('[EM8] the crowd’s switch names each mode, its votes and how many it needs', async () => {
    const { text, one, root } = await mount(scene('queue: switchable'));
    expect(text('.switching summary')).to.equal('Change how turns work · Vote: 2 of 4');
    one<HTMLDetailsElement>('.switching').open = true;
    expect(text('.switching')).to.contain('It changes when 4 of those here agree.');
    expect(
      [...root.querySelectorAll('.ways button')].map((way) => way.textContent?.trim()),
    ).to.deep.equal(['Vote (2 of 4)', 'Open to everyone (0 of 4)', 'Leave it: The line']);
  });

  it('[EM8] a mode of the site’s own is called by its own name', async () => {
    const to = 'house-rules' as TurnsView['mode'];
    const { text } = await mount({
      scene: modeView('queue', { turns: { switching: [{ to, votes: 0, needed: 2 }] } }),
    });
    expect(text('.switching')).to.contain('House rules (0 of 2)');
  });

  it('[EM9] a mode that nobody here knows shows its line and its round, whatever its name', async () => {
    const { text } = await mount(scene('unknown: round'));
    expect(text('.ballot')).to.contain('Snow begins to fall');
    expect(text('.queue')).to.contain('Bright Finch');
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

/** Waits for what the page itself works out. */
async function settled(element: { updateComplete: Promise<boolean> }, holds: () => boolean) {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await element.updateComplete;
  }
}
