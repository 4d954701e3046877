import { expect } from '@open-wc/testing';
import type { RoomView, Standing, You } from '../../src/protocol/view.js';
import { clearPage, mount } from './support/mount.js';
import { HELD, NOW, receipt, roomView, view, you } from './support/views.js';

describe('what everybody sees of moderation', () => {
  afterEach(clearPage);

  const scene = (
    room: Partial<RoomView>,
    me: Partial<You> = {},
    standing: Standing = { state: 'none' },
  ) => view({ room: roomView({ turns: HELD, ...room }), you: you(standing, me) });
  const none = { prompts: null, queue: null, joins: null };

  it('[MP20] an announcement stands on the picture, and is read out', async () => {
    const { show, one, text } = await mount({ scene: 'watching' });
    const banner = one('[part=announcement]');
    expect(banner.getAttribute('role')).to.equal('status');
    expect(banner.getBoundingClientRect().height).to.equal(0);
    await show(scene({ announcement: { text: 'Back in five minutes', at: NOW } }));
    expect(one('[part=announcement]'), 'the same region').to.equal(banner);
    expect(text('[part=announcement]')).to.equal('Back in five minutes');
    expect(banner.getBoundingClientRect().height).to.be.above(20);
    await show(scene({}));
    expect(text('[part=announcement]')).to.equal('');
  });

  const waiting = { state: 'waiting', place: 2, expectedAt: null } as const;
  const hints: readonly [string, ReturnType<typeof scene>, string][] = [
    [
      'muted for a while, with a reason',
      scene({}, { muted: { until: NOW + 540_000, why: 'Spoilers' } }),
      'A moderator asked you to watch for 9 minutes. Why: Spoilers',
    ],
    [
      'muted without end',
      scene({}, { muted: { until: 0, why: '' } }),
      'A moderator asked you to watch until further notice.',
    ],
    [
      'prompts locked',
      scene({ locks: { ...none, prompts: { until: 0, why: 'A raid' } } }),
      'A moderator has paused the prompts. Why: A raid',
    ],
    [
      'the line locked',
      scene({ locks: { ...none, queue: { until: NOW + 60_000, why: '' } } }),
      'The line takes nobody new for 60 seconds.',
    ],
    [
      'the line locked, and one waits in it already',
      scene({ locks: { ...none, queue: { until: 0, why: '' } } }, {}, waiting),
      'Your prompt waits with you: place 2.',
    ],
    ['no moderator', scene({ unattended: true }), 'Prompts wait until a moderator is here.'],
  ];
  for (const [name, shown, hint] of hints) {
    it(`[MP21] the composer says what stands in the way: ${name}`, async () => {
      const { show, text } = await mount();
      await show(shown);
      expect(text('#hint')).to.equal(hint);
    });
  }

  it('[MP22] who is muted is in the state silenced, and no other', async () => {
    const { show, element } = await mount();
    await show(scene({}, { muted: { until: 0, why: '' } }));
    expect(element.matches(':state(silenced)')).to.equal(true);
    await show(scene({}));
    expect(element.matches(':state(silenced)')).to.equal(false);
  });

  it('[MP23] a held prompt is among one’s own, with why it is held, and ends like any other', async () => {
    const { ports, element, text } = await mount({ scene: 'free' });
    const step = async (changes: Parameters<typeof receipt>[0]) => {
      ports.client.step(receipt(changes));
      await element.updateComplete;
    };
    await step({ status: 'held', reason: 'awaits-approval' });
    expect(text('.receipts')).to.contain('Being looked at · A moderator looks at it first.');
    await step({ status: 'refused', reason: 'refused-by-moderator' });
    expect(text('.receipts')).to.contain('Not taken · A moderator turned it down.');
  });

  const keptOut = {
    removed: 'You were asked to leave A moderator asked you to leave.',
    banned: 'This room is closed to you A moderator has closed this room to you.',
    'token-expired': 'Your pass has run out Your pass for this room has run out. Reload the page.',
  } as const;
  for (const [reason, words] of Object.entries(keptOut)) {
    it(`[MP24] who is kept out reads it on the stage: ${reason}`, async () => {
      const { show, text } = await mount();
      const status = 'refused' as const;
      const out = { room: null, you: null };
      await show(view({ ...out, connection: { status, reason: reason as keyof typeof keptOut } }));
      expect(text('.overlay')).to.equal(words);
    });
  }

  it('[MP24] before a locked room one reads why, and that it tries again', async () => {
    const { show, text } = await mount();
    const lockedOut = { reason: 'room-locked', why: 'A raid' } as const;
    const connection = { status: 'reconnecting', attempt: 2, retryAt: NOW, lockedOut } as const;
    await show(view({ connection, room: null, you: null }));
    expect(text('.overlay')).to.equal(
      'The room is closed for now This room takes nobody in at the moment. It tries again by itself. Why: A raid',
    );
  });
});
