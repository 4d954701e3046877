import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { CHOICES, MODE_SCENES, roundView } from './support/mode-views.js';
import { clearPage, mount, soon } from './support/mount.js';
import { tabTo, walk } from './support/walk.js';

const [SNOW, WHALE, LANTERNS] = [
  '“Snow begins to fall on the harbour”',
  '“A whale surfaces between the boats”',
  '“The lanterns let go of their poles one after the other and drift up into the sky, over the roofs and the masts”',
] as const;
const bare = (quoted: string) => quoted.slice(1, -1);
const COMPOSER = ['What should happen next?', 'Send'];
/** Behind it is a panel that has tests of its own. */
const PANEL = 'Moderation → openDesk true';
const TAKE_BACK = 'Take back “The lanterns drift up into the sky”';

/** The three proposals as they are called, each with a mark behind its author. */
const named = (snow = '', whale = '', lanterns = 'by Quiet Maple') => [
  `${bare(SNOW)} by Calm Otter${snow} 3 votes`,
  `${bare(WHALE)} by Bright Finch${whale} 3 votes`,
  `${bare(LANTERNS)} ${lanterns} 1 vote`,
];
const votes = (verb: string, ...marks: string[]) =>
  named(...marks).map(
    (name, index) => `${verb} ${name} → vote ${['c-snow', 'c-whale', 'c-lanterns'][index]}`,
  );
const chosen = (text: string, id: string) => [
  `Choose ${text} → choose ${id}`,
  `Dismiss ${text} → dismiss ${id}`,
];
const [likeSnow = '', likeWhale = '', likeLanterns = ''] = votes('I like:');

/** Every stop of the Tab key but the log at the end, and what Enter asks for there. */
const STOPS: Readonly<Record<string, readonly string[]>> = {
  'vote: nothing yet': COMPOSER,
  'vote: propose': COMPOSER,
  'vote: proposed': [...COMPOSER, `${TAKE_BACK} → withdraw c-lanterns`],
  'vote: ballot': [...COMPOSER, ...votes('Vote for:')],
  'vote: voted': [
    ...COMPOSER,
    `${TAKE_BACK} → withdraw c-lanterns`,
    ...votes('Vote for:', '', ' · Your vote', 'by you'),
  ],
  'vote: stands still': [...COMPOSER, ...votes('Vote for:')],
  'vote: result': [...COMPOSER, ...named(' · Won')],
  'vote: no quorum': [...COMPOSER, ...named()],
  'vote: tie for the host': [...COMPOSER, ...named()],
  'vote: tie, as host': [
    ...COMPOSER,
    named()[0] ?? '',
    `Choose ${SNOW} → choose c-snow`,
    named()[1] ?? '',
    `Choose ${WHALE} → choose c-whale`,
    named()[2] ?? '',
    PANEL,
  ],
  'raffle: propose': COMPOSER,
  'raffle: draw': COMPOSER,
  'raffle: result': [...COMPOSER, 'Check the draw'],
  'raffle: nothing drawn': COMPOSER,
  'curated: nothing yet': COMPOSER,
  'curated: suggestions': [
    ...COMPOSER,
    `${TAKE_BACK} → withdraw c-lanterns`,
    ...votes('I like:', ' · You like it', '', 'by you'),
  ],
  'curated: as moderator': [
    ...COMPOSER,
    likeSnow,
    ...chosen(SNOW, 'c-snow'),
    likeWhale,
    ...chosen(WHALE, 'c-whale'),
    likeLanterns,
    ...chosen(LANTERNS, 'c-lanterns'),
    PANEL,
  ],
  'curated: chosen': [...COMPOSER, `${TAKE_BACK} → withdraw c-lanterns`, likeSnow, likeWhale],
  'baton: free': ['Take the baton → request-turn', ...COMPOSER],
  'baton: held': ['Take it over → take-turn', 'Ask for it → request-turn', ...COMPOSER],
  'baton: asking': ['Take it over → take-turn', 'Stop asking → release-turn', ...COMPOSER],
  'baton: contested by another': ['Ask for it → request-turn', ...COMPOSER],
  'baton: contested by me': ['Stop asking → release-turn', ...COMPOSER],
  'baton: mine': ['Pass it on → pass-turn', ...COMPOSER],
  'baton: mine, nobody asks': ['Put it down → release-turn', ...COMPOSER],
  'baton: mine, contested': [
    'Keep it → keep-turn',
    'Give it to Bright Finch → pass-turn p-finch',
    ...COMPOSER,
  ],
  'open: free': COMPOSER,
  'open: cooling': COMPOSER,
  'open: sent': [...COMPOSER, `${TAKE_BACK} → withdraw prompt-1`],
  'stage: audience': [],
  'stage: as host': [...COMPOSER, PANEL],
  'queue: switchable': [
    'Take a turn → request-turn',
    ...COMPOSER,
    'Change how turns work · Vote: 2 of 4',
    'Change to: Vote, 2 of 4 votes → switch-vote vote',
    'Change to: Open to everyone, 0 of 4 votes → switch-vote open',
    'Leave it: The line → switch-vote queue',
  ],
  'vote: switchable': [
    ...COMPOSER,
    ...votes('Vote for:'),
    'Change how turns work',
    'Change to: The line, 0 of 2 votes → switch-vote queue',
  ],
  'unknown: countdown': [...COMPOSER],
  'unknown: line': ['Take a turn → request-turn', ...COMPOSER],
  'unknown: round': [...COMPOSER, ...votes('Vote for:')],
  'unknown: round only': [...COMPOSER, ...votes('Vote for:')],
};

describe('the keyboard, in every mode', () => {
  afterEach(clearPage);

  it('[EM1] no scene is left out', () => {
    expect(Object.keys(STOPS).sort()).to.deep.equal(Object.keys(MODE_SCENES).sort());
  });

  for (const [name, stops] of Object.entries(STOPS)) {
    it(`[EM1] Tab and Enter do all there is to do: ${name}`, async () => {
      const mounted = await mount({ scene: MODE_SCENES[name]! });
      const { root } = mounted;
      if (stops.includes(PANEL)) await soon(() => root.querySelector('.moderation') !== null);
      expect(await walk(mounted)).to.deep.equal([...stops, 'log']);
    });
  }

  it('[EM1] the space bar votes as well, and the arrows go from one proposal to the next', async () => {
    const mounted = await mount({ scene: MODE_SCENES['vote: ballot']! });
    const { ports, root } = mounted;
    await tabTo(mounted, votes('Vote for:')[0]!.replace(/ →.*/, ''));
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'Space' });
    expect(ports.client.asked).to.deep.equal(['vote c-whale', 'vote c-lanterns']);
    expect(root.activeElement?.textContent).to.contain('The lanterns');
  });

  it('[EM1] a proposal that changes its place keeps the focus, as does a ballot that closes', async () => {
    const mounted = await mount({ scene: MODE_SCENES['vote: ballot']! });
    const { root, show, one } = mounted;
    await tabTo(mounted, votes('Vote for:')[0]!.replace(/ →.*/, ''));
    const focused = root.activeElement;
    const turned = [...CHOICES].reverse();
    await show(roundView('vote', { phase: 'vote', choices: turned }));
    expect(root.activeElement === focused).to.equal(true);
    await show(MODE_SCENES['vote: result']!);
    expect(root.activeElement === focused).to.equal(true);
    await show(MODE_SCENES['vote: nothing yet']!);
    expect(root.activeElement === one('.ballot')).to.equal(true);
  });
});
