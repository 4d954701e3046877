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
  const told: readonly [string, ReturnType<typeof scene>, string, string][] = [
    [
      'muted for a while, with a reason',
      scene({}, { muted: { until: NOW + 540_000, why: 'Spoilers' } }),
      'You can’t prompt for 9 minutes.',
      'Reason: Spoilers',
    ],
    [
      'muted without end',
      scene({}, { muted: { until: 0, why: '' } }),
      'You can’t prompt until a moderator says so.',
      '',
    ],
    [
      'prompts locked',
      scene({ locks: { ...none, prompts: { until: 0, why: 'A raid' } } }),
      'A moderator has paused prompts.',
      'Reason: A raid',
    ],
    [
      'the line locked',
      scene({ locks: { ...none, queue: { until: NOW + 60_000, why: '' } } }),
      'The line is closed to newcomers for 60 seconds.',
      '',
    ],
    ['no moderator', scene({ unattended: true }), 'Prompts open when a moderator is here.', ''],
  ];
  for (const [name, shown, what, why] of told) {
    it(`[MP21] what stands in the way of a prompt is said in its place: ${name}`, async () => {
      const { show, text, root } = await mount();
      await show(shown);
      expect(text('.composer .what')).to.equal(what);
      expect(text('#hint')).to.equal(why);
      expect(root.querySelector('.input:not([hidden]), .send')).to.equal(null);
    });
  }

  it('[MP21] who waits in a line that is locked waits on', async () => {
    const { show, text } = await mount();
    await show(scene({ locks: { ...none, queue: { until: 0, why: '' } } }, {}, waiting));
    expect(text('#hint')).to.equal('You’re 2nd. You can write ahead.');
  });

  it('[MP22] who is muted is in the state silenced, and no other', async () => {
    const { show, element } = await mount();
    await show(scene({}, { muted: { until: 0, why: '' } }));
    expect(element.matches(':state(silenced)')).to.equal(true);
    await show(scene({}));
    expect(element.matches(':state(silenced)')).to.equal(false);
  });

  it('[MP23] a held prompt is in the bar, with why it is held, and ends like any other', async () => {
    const { ports, element, text } = await mount({ scene: 'free' });
    const step = async (changes: Parameters<typeof receipt>[0]) => {
      ports.client.step(receipt(changes));
      await element.updateComplete;
    };
    await step({ status: 'held', reason: 'awaits-approval' });
    expect(text('.chip .text')).to.equal('The lanterns drift up into the sky');
    expect(text('#hint')).to.equal('Waiting for a moderator to approve it.');
    await step({ status: 'refused', reason: 'refused-by-moderator' });
    expect(text('#hint')).to.equal('A moderator turned it down.');
  });

  const keptOut = {
    removed: 'You were asked to leave A moderator asked you to leave.',
    banned: 'This room is closed to you A moderator has closed this room to you.',
    'token-expired':
      'Your sign-in has expired Your sign-in for this room has expired. Reload the page.',
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
      'The room is closed for now This room takes nobody in at the moment. It tries again by itself. Reason: A raid',
    );
  });
});
