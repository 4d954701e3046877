import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { ActInput } from '../../src/protocol/moderation.js';
import type { Role } from '../../src/protocol/view.js';
import { moderated, QUIET_ROOM } from './support/desk-views.js';
import { clearPage, soon } from './support/mount.js';
import { mountPanel } from './support/panel.js';
import { LIVE } from './support/views.js';

type Step = { to: string } | { press: string } | { type: string };
const to = (name: string): Step => ({ to: name });
const press = (key: string): Step => ({ press: key });
const type = (text: string): Step => ({ type: text });
/** Folds a section out and goes on into it. */
const unfold = (title: string) => [to(title), press('Enter')];

interface Way {
  readonly role?: Role;
  readonly room?: Parameters<typeof moderated>[0];
  readonly steps: readonly Step[];
  readonly asks: ActInput;
}

/** A person's acts are below their name. */
const person = (name: string) => [...unfold('People'), to(name), press('Enter')];
/** What a show seldom needs is behind More. */
const inMore = (title: string) => [...unfold('More'), ...unfold(title)];

const host = { role: 'host' } as const;
const dark = { life: { phase: 'dark', reason: null, until: null } } as const;
const WAYS: Readonly<Record<string, Way>> = {
  'emergency stop': {
    steps: [to('Emergency stop'), press('Enter'), press('Enter')],
    asks: { act: 'panic', seconds: 0, why: '' },
  },
  'pause the prompts': {
    steps: [to('Pause prompts'), press('Space')],
    asks: { act: 'lock', what: 'prompts' },
  },
  'pause the prompts for five minutes': {
    steps: [
      ...inMore('Locks'),
      to('Lock: Prompts'),
      press('Space'),
      to('For how long'),
      press('ArrowDown'),
      press('ArrowDown'),
      press('Tab'),
      type('A raid'),
      press('Enter'),
    ],
    asks: { act: 'lock', what: 'prompts', seconds: 300, why: 'A raid' },
  },
  resume: {
    room: { room: QUIET_ROOM },
    steps: [to('Resume prompts'), press('Enter')],
    asks: { act: 'unlock', what: 'prompts' },
  },
  skip: {
    steps: [...unfold('More controls'), to('Skip the turn'), press('Enter'), press('Enter')],
    asks: { act: 'skip', why: '' },
  },
  undo: {
    steps: [to('Undo the last change'), press('Enter'), press('Enter')],
    asks: { act: 'undo', why: '' },
  },
  approve: {
    steps: [to('Swift Wren: Prompt number 1: a paper boat sails past'), press('a')],
    asks: { act: 'approve', promptId: 'held-1' },
  },
  refuse: {
    steps: [to('Swift Wren: Prompt number 1: a paper boat sails past'), press('r')],
    asks: { act: 'refuse', promptId: 'held-1' },
  },
  'refuse by the button': {
    steps: [to('Refuse “Prompt number 1: a paper boat sails past” by Swift Wren'), press('Enter')],
    asks: { act: 'refuse', promptId: 'held-1' },
  },
  'refuse with a reason': {
    steps: [
      to('Refuse with a reason… “Prompt number 1: a paper boat sails past” by Swift Wren'),
      press('Enter'),
      type('Too dark'),
      press('Enter'),
    ],
    asks: { act: 'refuse', promptId: 'held-1', why: 'Too dark' },
  },
  'mute for ten minutes': {
    steps: [
      ...person('Calm Otter has the turn'),
      to('Mute Calm Otter'),
      press('Enter'),
      to('For how long'),
      press('ArrowDown'),
      to('Mute'),
      press('Enter'),
    ],
    asks: { act: 'mute', who: 'p-otter', seconds: 600, why: '' },
  },
  unmute: {
    steps: [
      ...person('Swift Wren place 2 in line · muted for 5 minutes'),
      to('Unmute Swift Wren'),
      press('Enter'),
    ],
    asks: { act: 'unmute', who: 'p-wren' },
  },
  remove: {
    steps: [
      ...person('Bright Finch next in line'),
      to('Remove Bright Finch'),
      press('Enter'),
      press('Enter'),
    ],
    asks: { act: 'remove', who: 'p-finch', why: '' },
  },
  'ban for a day with the address': {
    steps: [
      ...person('Bright Finch next in line'),
      to('Ban Bright Finch'),
      press('Enter'),
      to('For how long'),
      press('ArrowDown'),
      press('Tab'),
      press('Space'),
      press('Enter'),
    ],
    asks: { act: 'ban', who: 'p-finch', seconds: 86_400, address: true, why: '' },
  },
  unban: {
    steps: [...inMore('Bans 2'), to('Undo the ban on Loud Crow'), press('Enter')],
    asks: { act: 'unban', banId: 'ban-1' },
  },
  'lock the line': {
    steps: [...inMore('Locks'), to('Lock: The line'), press('Enter'), press('Enter')],
    asks: { act: 'lock', what: 'queue', seconds: 0, why: '' },
  },
  'open the room': {
    room: { room: QUIET_ROOM },
    steps: [...inMore('Locks'), to('Open: The room'), press('Enter')],
    asks: { act: 'unlock', what: 'joins' },
  },
  announce: {
    steps: [to('Message'), type('Back in a minute'), press('Enter')],
    asks: { act: 'announce', text: 'Back in a minute' },
  },
  'take the announcement down': {
    room: { room: QUIET_ROOM },
    steps: [to('Take it down'), press('Enter')],
    asks: { act: 'announce', text: '' },
  },
  invite: {
    ...host,
    steps: [
      ...inMore('Invitations'),
      to('Role'),
      press('ArrowDown'),
      press('Tab'),
      press('Backspace'),
      type('5'),
      press('Tab'),
      press('ArrowDown'),
      to('Make an invitation'),
      press('Enter'),
    ],
    asks: { act: 'invite', role: 'moderator', uses: 5, seconds: 7 * 86_400 },
  },
  revoke: {
    ...host,
    steps: [...inMore('Invitations'), to('Revoke'), press('Enter')],
    asks: { act: 'revoke', inviteId: 'invite-1' },
  },
  rules: {
    ...host,
    steps: [
      ...inMore('Rules'),
      to('A turn lasts (seconds)'),
      press('ArrowUp'),
      to('Change the rules'),
      press('Enter'),
    ],
    asks: { act: 'rules', rules: { turnSeconds: 31 } },
  },
  start: {
    ...host,
    room: { room: dark },
    steps: [to('Start the broadcast'), press('Enter')],
    asks: { act: 'start' },
  },
  'change how turns are taken': {
    ...host,
    steps: [
      ...unfold('How turns are taken'),
      to('Vote Everyone proposes, then votes, and the proposal with the most votes runs.'),
      press('Enter'),
      press('Enter'),
    ],
    asks: { act: 'rules', rules: { turns: 'vote' } },
  },
  stop: {
    ...host,
    room: { room: { life: LIVE } },
    steps: [...unfold('More controls'), to('End the broadcast'), press('Enter'), press('Enter')],
    asks: { act: 'stop' },
  },
  'pause the broadcast': {
    ...host,
    room: { room: { life: LIVE } },
    steps: [...unfold('More controls'), to('Pause the broadcast'), press('Enter')],
    asks: { act: 'pause' },
  },
  'resume the broadcast': {
    ...host,
    room: { room: { life: { phase: 'dark', reason: 'paused', until: null } } },
    steps: [to('Resume the broadcast'), press('Enter')],
    asks: { act: 'resume' },
  },
};

describe('the moderators’ panel by keyboard', () => {
  afterEach(clearPage);

  for (const [name, { role = 'moderator', room = {}, steps, asks }] of Object.entries(WAYS)) {
    it(`[MP3] ${name}, with real keys alone`, async () => {
      const panel = await mountPanel(moderated({ role, ...room }), { folded: true });
      await panel.tabTo('Moderation 3');
      const { open } = panel.one<HTMLDetailsElement>('.moderation > details');
      if (!open) await panel.press('Enter');
      await soon(() => panel.root.querySelector('[data-section]') !== null);
      for (const step of steps) {
        if ('to' in step) await panel.tabTo(step.to);
        else await sendKeys(step);
        await panel.element.updateComplete;
      }
      await soon(() => panel.acts().length > 0, 'nothing was asked for');
      expect(panel.acts()).to.deep.equal([asks]);
    });
  }
});
