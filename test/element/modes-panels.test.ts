import { expect } from '@open-wc/testing';
import type { RoundView, TurnsOf, TurnsView } from '../../src/protocol/view.js';
import { CHOICES, MODE_SCENES, modeView, RESULT, roundView } from './support/mode-views.js';
import { buttonNames, clearPage, mount } from './support/mount.js';

const scene = (name: string) => ({ scene: MODE_SCENES[name]! });

describe('the panels of every mode', () => {
  afterEach(clearPage);

  it('[EM4] the ballot counts live, and marks the own vote once the room has it', async () => {
    const { ports, root, show, element } = await mount(scene('vote: ballot'));
    const pressed = () =>
      [...root.querySelectorAll('.choice button')].map((one) => one.getAttribute('aria-pressed'));
    const counts = () =>
      [...root.querySelectorAll('.count')].map((one) => parseInt(one.textContent!, 10));
    const lengths = () =>
      [...root.querySelectorAll('.share rect')].map((bar) => bar.getAttribute('width'));
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

  it('[PF26] a ballot is shown and ends as the room says, however far behind the picture is', async () => {
    const here = await mount(scene('vote: ballot'));
    const ballot = () => here.text('[part~=ballot]');
    const press = () => here.root.querySelectorAll<HTMLElement>('.choice button')[1]!.click();
    const open = ballot();
    here.ports.playback.become({ status: 'playing', behindSeconds: 12 });
    await here.element.updateComplete;
    expect(ballot()).to.equal(open);
    press();
    expect(here.ports.client.asked).to.deep.equal(['vote c-whale']);
    await here.show(roundView('vote', { phase: 'result', choices: CHOICES, result: RESULT }));
    expect(ballot()).not.to.equal(open);
    press();
    expect(here.ports.client.asked.length).to.equal(1);
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
      expect(text('.ballot h2')).to.match(/won$/);
      expect(text('.ballot > .quiet')).to.equal(sentence);
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
    const lines = [...root.querySelectorAll('.ballot > .quiet')];
    expect(lines.map((line) => line.textContent)).to.deep.equal([
      'Too few voted to decide anything.',
      'One voted; 3 must.',
    ]);
  });

  it('[EM5] a winner that is not among those shown is told of all the same', async () => {
    const result = { ...RESULT, winner: 'c-hidden', tieBreak: 'none' } as const;
    const { text } = await mount({
      scene: roundView('vote', { phase: 'result', result, more: 3 }),
    });
    expect(text('.ballot h2')).to.equal('A proposal won');
  });

  it('[EM5] a long winner is shortened in the headline, and whole in the list', async () => {
    const text = 'The tide goes out and out '.repeat(8).trim();
    const choices = [{ ...CHOICES[0]!, text }];
    const mounted = await mount({
      scene: roundView('vote', { phase: 'result', choices, result: RESULT }),
    });
    expect([...mounted.text('.ballot h2')].length).to.be.at.most(70);
    expect(mounted.text('.choice.won')).to.contain(text);
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
    expect(text('.checked')).to.equal('Checked: the draw was fair.');
    expect(one('.checked')).to.equal(live);
  });

  it('[EM6] a draw that does not hold is called that', async () => {
    const view = MODE_SCENES['raffle: result']!;
    const turns = view.room!.turns as TurnsOf<'raffle'>;
    const { round } = turns;
    const winner = CHOICES.find(({ id }) => id !== round.result!.winner)!.id;
    const forged = { ...round, result: { ...round.result!, winner } };
    const room = { ...view.room!, turns: { ...turns, round: forged } };
    const { text, button, element } = await mount({ scene: { ...view, room } });
    button('Check the draw').click();
    await settled(element, () => /\.$/.test(text('.checked')));
    expect(text('.checked')).to.contain('It does not hold');
  });

  it('[EM8] the crowd’s switch names each mode, its votes and how many it needs', async () => {
    const { root } = await mount(scene('queue: switchable'));
    const ways = [...root.querySelectorAll('.acts button')].map((way) => way.textContent?.trim());
    expect(ways).to.deep.equal([
      'Vote for “Vote” · 2/4',
      'Vote for “Open to everyone” · 0/4',
      'Stay with “The line”',
    ]);
  });

  it('[EM8] a mode of the site’s own is called by its own name', async () => {
    const to = 'house-rules' as TurnsView['mode'];
    const { text } = await mount({
      scene: modeView('queue', { turns: { switching: [{ to, votes: 0, needed: 2 }] } }),
    });
    expect(text('.acts')).to.equal('Vote for “House rules” · 0/2');
  });
});

/** Waits for what the page itself works out. */
async function settled(element: { updateComplete: Promise<boolean> }, holds: () => boolean) {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await element.updateComplete;
  }
}
