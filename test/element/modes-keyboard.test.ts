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
/** The field, and the buttons beside it; its ideas come before, once it has the focus. */
const writes = (...buttons: string[]) => ['What should happen next?', ...buttons];
const WRITES = writes('Send');
const PROPOSE = writes('Propose');
/** A prompt that waits, with what can be done about it. */
const waits = (id: string) =>
  ['Edit', 'Take back'].map((what) => `${what} ${LANTERNS_SHORT} → withdraw ${id}`);
const LANTERNS_SHORT = '“The lanterns drift up into the sky”';
const TAKE_BACK = (id: string) => `Take back ${LANTERNS_SHORT} → withdraw ${id}`;
/** Behind it is a panel that has tests of its own, and takes the log's place once Enter has opened it. */
const PANEL = 'Moderation';
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
  'vote: nothing yet': PROPOSE,
  'vote: propose': PROPOSE,
  'vote: proposed': waits('c-lanterns'),
  'vote: ballot': [...PROPOSE, ...votes('Vote for:')],
  'vote: voted': [...waits('c-lanterns'), ...votes('Vote for:', '', ' · Your vote', 'by you')],
  'vote: stands still': [...PROPOSE, ...votes('Vote for:')],
  'vote: result': [...PROPOSE, ...named(' · Won')],
  'vote: no quorum': [...PROPOSE, ...named()],
  'vote: tie for the host': [...PROPOSE, ...named()],
  'vote: tie, as host': [
    ...PROPOSE,
    named()[0] ?? '',
    `Choose ${SNOW} → choose c-snow`,
    named()[1] ?? '',
    `Choose ${WHALE} → choose c-whale`,
    named()[2] ?? '',
    PANEL,
  ],
  'raffle: propose': PROPOSE,
  'raffle: draw': PROPOSE,
  'raffle: result': [...PROPOSE, 'Check the draw'],
  'raffle: nothing drawn': PROPOSE,
  'curated: nothing yet': writes('Suggest'),
  'curated: suggestions': [
    ...waits('c-lanterns'),
    ...votes('I like:', ' · You like it', '', 'by you'),
  ],
  'curated: as moderator': [
    ...writes('Suggest'),
    likeSnow,
    ...chosen(SNOW, 'c-snow'),
    likeWhale,
    ...chosen(WHALE, 'c-whale'),
    likeLanterns,
    ...chosen(LANTERNS, 'c-lanterns'),
    PANEL,
  ],
  'curated: chosen': [...writes('More', TAKE_BACK('c-lanterns'), 'Suggest'), likeSnow, likeWhale],
  'baton: free': writes('Take the baton → request-turn'),
  'baton: held': writes('More', 'Take it over → take-turn', 'Ask for it → request-turn'),
  'baton: asking': writes(
    'More',
    'Take it over → take-turn',
    'Cancel request → release-turn',
    'Send',
  ),
  'baton: contested by another': writes('Ask for it → request-turn'),
  'baton: contested by me': writes('More', 'Cancel request → release-turn', 'Send'),
  'baton: mine': writes('More', 'Pass it on → pass-turn', 'Send'),
  'baton: mine, nobody asks': writes('More', 'Let go → release-turn', 'Send'),
  'baton: mine, contested': writes('More', 'Pass it on → pass-turn', 'Keep it → keep-turn'),
  'open: free': WRITES,
  'open: cooling': WRITES,
  'open: sent': waits('prompt-1'),
  'stage: audience': [],
  'stage: as host': [...WRITES, PANEL],
  'queue: switchable': writes(
    'More',
    'Vote for “Vote” · 2/4 → switch-vote vote',
    'Vote for “Open to everyone” · 0/4 → switch-vote open',
    'Stay with “The line” → switch-vote queue',
    'Send',
  ),
  'vote: switchable': [
    ...writes('More', 'Vote for “The line” · 0/2 → switch-vote queue', 'Propose'),
    ...votes('Vote for:'),
  ],
  'unknown: countdown': WRITES,
  'unknown: line': writes('Join the line → request-turn'),
  'unknown: round': [...WRITES, ...votes('Vote for:')],
  'unknown: round only': [...PROPOSE, ...votes('Vote for:')],
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
      const isOpened = stops.includes(PANEL);
      if (isOpened) await soon(() => root.querySelector('.moderation') !== null);
      expect(await walk(mounted)).to.deep.equal([...stops, ...(isOpened ? [] : ['log'])]);
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
