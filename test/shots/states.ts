import type { ClientView } from '../../src/client/index.js';
import type { PlaybackState } from '../../src/playback/playback-state.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import type { LifeView, RoomView } from '../../src/protocol/view.js';
import { desk, moderated, QUIET_ROOM } from '../element/support/desk-views.js';
import { CHOICES, MODE_SCENES } from '../element/support/mode-views.js';
import type { Mounted } from '../element/support/mount.js';
import {
  FINCH,
  HELD,
  ME,
  NO_TURNS,
  NOW,
  OTTER,
  receipt,
  roomView,
  SCENES,
  view,
  you,
} from '../element/support/views.js';

/** A state that was designed, as it is put before the camera. */
export interface ShownState {
  readonly view: ClientView | null;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly playback?: PlaybackState;
  /** What a visitor did there. */
  readonly after?: (mounted: Mounted) => Promise<void> | void;
  /** In these widths only; without it in all. */
  readonly widths?: readonly Width[];
}

/** A phone, a tablet, a page; and a phone held sideways, which is for those who ask for it. */
export const WIDTHS = {
  phone: [390, 640],
  tablet: [800, 520],
  page: [1280, 640],
  sideways: [844, 390],
} as const;
export type Width = keyof typeof WIDTHS;
export const USUAL: readonly Width[] = ['phone', 'tablet', 'page'];
const ALSO_SIDEWAYS: readonly Width[] = [...USUAL, 'sideways'];

const PICTURES: Readonly<Record<string, string>> = {
  c1: 'Snow begins to fall',
  c2: 'A whale surfaces between the boats',
  c3: 'The lanterns turn green',
};
const CHANGES = Object.entries(PICTURES).map(([id, text], index) => ({
  ...{ id, text, by: [OTTER, FINCH, ME][index]?.id, name: [OTTER, FINCH, ME][index]?.name ?? '' },
  ...{ at: NOW - 90_000 + index * 30_000, appliedText: `${text}, painterly style, wide shot` },
}));

/** A room in the middle of an evening: something has happened, and people are there. */
const evening = (scene: ClientView, also: Partial<RoomView> = {}): ClientView =>
  scene.room === null ? scene : { ...scene, room: { ...scene.room, changes: CHANGES, ...also } };

const dark = (
  reason: Extract<LifeView, { phase: 'dark' }>['reason'],
  until: number | null = null,
) => evening(view({ room: roomView({ life: { phase: 'dark', reason, until } }) }));

const opening = (reason: Extract<LifeView, { phase: 'opening' }>['reason'], attempt: number) =>
  view({
    room: roomView({
      life: { phase: 'opening', since: NOW - 2000, attempt, reason, before: null },
    }),
  });

const MY_TURN = {
  room: roomView({
    changes: CHANGES,
    turns: {
      ...NO_TURNS,
      holder: { ...ME, phase: 'active', clock: { endsAt: NOW + 24_000 }, promptsLeft: 1 },
      next: [OTTER],
      waiting: 1,
    },
  }),
  you: you({
    state: 'active',
    clock: { endsAt: NOW + 24_000 },
    idleClock: { endsAt: NOW + 14_000 },
    promptsLeft: 1,
    extensionsLeft: 1,
  }),
};

const LOVED = evening(SCENES['watching']!, {
  rules: { ...DEFAULT_RULES, replay: 'no', reactions: '👏 ❤️ 😂 😮 🔥 🎉' },
  reactions: { of: 'c3', sums: { '👏': 41, '🔥': 1_234 } },
});

const REPLAYED = evening(SCENES['free']!, { rules: DEFAULT_RULES });

const inLine = (place: number, expectedAt: number): ClientView => ({
  ...evening(SCENES['waiting']!),
  you: you({ state: 'waiting', place, expectedAt }),
});

const write =
  (text: string) =>
  async ({ one, element }: Mounted) => {
    const input = one<HTMLTextAreaElement>('.input');
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await element.updateComplete;
  };

const press = (selector: string) => (mounted: Mounted) => mounted.one(selector).click();

/** Waits for a part that comes by itself. */
async function come({ root }: Mounted, selector: string): Promise<void> {
  while (root.querySelector(selector) === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const unfold =
  (...sections: readonly string[]) =>
  async (mounted: Mounted) => {
    for (const selector of [
      '.moderation > details',
      ...sections.map((one) => `[data-section=${one}]`),
    ]) {
      await come(mounted, selector);
      mounted.one<HTMLDetailsElement>(selector).open = true;
    }
  };

const DRAFT = 'Fireflies gather over the water, slowly, until the whole bay glows';

/** By name; what the names of their pictures begin with. */
export const STATES: Readonly<Record<string, ShownState>> = {
  'before the click': { view: null, attributes: { load: 'click' } },
  joining: { view: SCENES['joining']! },
  unreachable: { view: SCENES['unreachable']! },
  opening: { view: opening(null, 0) },
  'waiting for a machine': { view: opening('no-gpu', 1) },
  'waiting for a host': { view: dark('no-conductor') },
  free: { view: evening(SCENES['free']!) },
  'free, with a draft': { view: evening(SCENES['free']!), after: write(DRAFT) },
  'others steer': { widths: ALSO_SIDEWAYS, view: evening(SCENES['watching']!) },
  'in line': { view: inLine(3, NOW + 42_000) },
  'next in line': { view: inLine(1, NOW + 9000) },
  offered: { widths: ALSO_SIDEWAYS, view: evening(SCENES['offered']!) },
  'own turn': {
    view: view(MY_TURN),
    attributes: { suggestions: 'a paper boat sails past|it starts to rain|the moon rises' },
  },
  'own turn, with a draft': { view: view(MY_TURN), after: write(DRAFT) },
  performing: {
    view: evening(view({ ...MY_TURN, receipts: [receipt({ status: 'performing' })] }), {
      performing: { ...ME, text: 'The lanterns drift up into the sky' },
    }),
  },
  applied: {
    view: evening(view({ receipts: [receipt({ status: 'applied', appliedText: 'x' })] })),
  },
  refused: {
    view: view(MY_TURN),
    after: async ({ ports, element }) => {
      ports.client.step(receipt({ status: 'refused', reason: 'repeat', retryAt: NOW + 66_000 }));
      await element.updateComplete;
    },
  },
  'held for approval': {
    view: evening(view({ receipts: [receipt({ status: 'held', reason: 'awaits-approval' })] })),
  },
  'cooling down': { view: evening(MODE_SCENES['open: cooling']!) },
  'proposals come in': { view: MODE_SCENES['vote: proposed']! },
  ballot: { widths: ALSO_SIDEWAYS, view: evening(MODE_SCENES['vote: ballot']!) },
  'a vote decided': { view: evening(MODE_SCENES['vote: result']!) },
  draw: { view: evening(MODE_SCENES['raffle: draw']!) },
  'drawn fairly': {
    view: MODE_SCENES['raffle: result']!,
    after: async (mounted) => {
      await come(mounted, '.proof');
      for (const folded of mounted.root.querySelectorAll('details')) folded.open = true;
    },
  },
  suggestions: { view: evening(MODE_SCENES['curated: suggestions']!) },
  'baton, mine': { view: evening(MODE_SCENES['baton: mine']!) },
  'baton, contested': { view: evening(MODE_SCENES['baton: contested by another']!) },
  'stage, watched': { view: evening(MODE_SCENES['stage: audience']!) },
  renewing: { view: SCENES['renewing']! },
  'between two streams': { widths: ALSO_SIDEWAYS, view: SCENES['breath']! },
  'last call': { view: SCENES['last call']! },
  'connection lost': { view: evening(SCENES['reconnecting']!) },
  'picture lost': {
    view: evening(SCENES['watching']!),
    playback: { status: 'waiting', retryAt: NOW + 4000, attempt: 2 },
  },
  'the picture wants a tap': { view: evening(SCENES['free']!), playback: { status: 'blocked' } },
  'no picture here': {
    view: evening(SCENES['free']!),
    playback: { status: 'unsupported', lacks: 'webrtc' },
  },
  full: {
    view: evening(
      view({
        room: roomView({ turns: { ...HELD, waiting: DEFAULT_RULES.maxQueue, next: [FINCH] } }),
      }),
    ),
  },
  locked: { view: evening(SCENES['locked']!) },
  muted: {
    view: evening(
      view({ you: you({ state: 'none' }, { muted: { until: NOW + 120_000, why: 'Spoilers' } }) }),
    ),
  },
  'no moderator': { view: evening(SCENES['unattended']!) },
  announced: {
    view: evening(SCENES['watching']!, { announcement: QUIET_ROOM.announcement ?? null }),
  },
  'opens later': { view: SCENES['opens later']! },
  'budget spent': { view: dark('budget-day', NOW + 5 * 3_600_000) },
  paused: { view: dark('paused') },
  ended: { view: dark('stopped') },
  failed: { view: SCENES['failed']! },
  removed: { view: view({ connection: { status: 'refused', reason: 'removed' } }) },
  'wrong origin': { view: SCENES['refused']! },
  reactions: { view: LOVED, after: (mounted) => come(mounted, '.reactions') },
  'own card': {
    view: evening(SCENES['watching']!),
    after: async (mounted) => {
      mounted.one('.person.me').click();
      await come(mounted, '.card:popover-open');
    },
  },
  'who watches': {
    widths: ALSO_SIDEWAYS,
    view: evening(SCENES['watching']!),
    after: press('button.crowd'),
  },
  replay: {
    view: REPLAYED,
    after: async (mounted) => {
      await come(mounted, '.story .head button');
      press('.story .head button')(mounted);
      await come(mounted, 'dialog.replay .moment');
    },
  },
  'a moment to share': {
    view: REPLAYED,
    // It is drawn into the picture.
    attributes: { host: 'rooms.test' },
    after: async (mounted) => {
      await come(mounted, '.change .share');
      press('.change .share')(mounted);
      // Its picture is drawn once it can be saved.
      await come(mounted, 'dialog.share-moment[open] .tools:not(:has([aria-disabled]))');
    },
  },
  moderator: { view: moderated({ room: { ...QUIET_ROOM, changes: CHANGES } }), after: unfold() },
  'host, everything held decided': {
    view: moderated({ role: 'host', desk: desk({ held: [] }), room: { changes: CHANGES } }),
    after: unfold('more'),
  },
  portrait: { view: evening(SCENES['portrait']!) },
  theatre: { view: evening(SCENES['watching']!), attributes: { layout: 'theatre' } },
  overlay: { view: evening(SCENES['watching']!), attributes: { layout: 'overlay' } },
  'screen with QR': {
    view: evening(SCENES['watching']!),
    attributes: { layout: 'screen', 'join-url': 'https://example.org/hall/7c/' },
    after: (mounted) => come(mounted, '.hall .code'),
    widths: ['tablet', 'page'],
  },
  'screen with a ballot': {
    view: evening(MODE_SCENES['vote: ballot']!),
    attributes: { layout: 'screen', 'join-url': 'https://example.org/hall/7c/' },
    after: (mounted) => come(mounted, '.hall [part=ballot]'),
    widths: ['tablet', 'page'],
  },
  remote: {
    view: evening(MODE_SCENES['vote: ballot']!),
    attributes: { layout: 'remote' },
    widths: ['phone'],
  },
  'only watching': { view: evening(SCENES['watching']!), attributes: { 'watch-only': '' } },
};

/** What people wrote, as people who read Arabic would have; their names stay as they are. */
export const IN_ARABIC: Readonly<Record<string, string>> = {
  'Snow begins to fall on the harbour': 'يبدأ الثلج بالتساقط على الميناء',
  'Snow begins to fall': 'يبدأ الثلج بالتساقط',
  'A whale surfaces between the boats': 'حوت يصعد بين القوارب',
  'The lanterns turn green': 'تتحول الفوانيس إلى اللون الأخضر',
  'A lighthouse wakes on the far shore and sweeps its beam': 'منارة تستيقظ على الشاطئ البعيد',
  [CHOICES[2]?.text ?? '']:
    'تترك الفوانيس أعمدتها واحدا تلو الآخر وتطفو إلى السماء فوق الأسطح والصواري',
  [DRAFT]: 'تتجمع اليراعات فوق الماء ببطء حتى يتوهج الخليج كله',
  Spoilers: 'حرق الأحداث',
};
