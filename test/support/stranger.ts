import type { ClientMessage } from '../../src/protocol/messages.js';
import { ACT_ROLES, type ActInput, type ActName } from '../../src/protocol/moderation.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { JPEG } from './recorded.js';

/** Rules that keep others out, speak for the room, weaken moderation or cost the account. */
export const LOCKING_RULES: RulesPatch = {
  opens: 'host',
  hours: 'mo 00:00-00:01',
  timeZone: 'Asia/Tokyo',
  opening: 'What a stranger wants the room to say',
  safePrompt: 'and in an emergency too',
  blockedWords: 'a,e,i,o,u',
  replay: 'no',
  approval: 'all',
  unjudged: 'allow',
  requireModerator: 'yes',
  links: 'yes',
  profanity: 'yes',
  switchable: 'stage',
  maxLength: 20,
  maxQueue: 1,
  skipMin: 0,
  quorum: 1000,
  promptsPerMinute: 120,
  addressPromptsPerMinute: 1,
  repeatSeconds: 3600,
  acknowledgeSeconds: 2,
  approvalSeconds: 5,
  apiShare: 0,
  lingerSeconds: 600,
  overlapSeconds: 30,
  votesPerAddress: 0,
};

/** Rules of pace and shape, which a page of an allowed origin may propose. */
export const PACE_RULES: RulesPatch = { turns: 'open', turnSeconds: 45, orientation: 'portrait' };

const ids = { id: 'q', promptId: 'theirs' };
const epoch = 1;

/** Everything that a page can say after its hello, as somebody says it who has no right to anything. */
const SAID: Readonly<Record<Exclude<ClientMessage['type'], 'hello' | 'act'>, readonly object[]>> = {
  ping: [{}],
  here: [{}],
  prompt: [{ id: 'mine', text: 'a red kite' }],
  withdraw: [ids],
  undo: [ids],
  'request-turn': [ids],
  'claim-turn': [ids],
  'release-turn': [ids],
  'pass-turn': [{ id: 'q', to: null }],
  'extend-turn': [ids],
  'skip-vote': [ids],
  vote: [{ id: 'q', roundId: 'curated', choice: 'theirs' }],
  'take-turn': [ids],
  'keep-turn': [ids],
  choose: [ids],
  dismiss: [ids],
  react: [
    { id: 'q', emoji: '👏' },
    { id: 'q', emoji: '🖕' },
  ],
  'switch-vote': [{ id: 'q', mode: 'stage' }],
  desk: [{ id: 'q', open: true }],
  renew: [{ id: 'q', token: 'eyJhbGciOiJub25lIn0.eyJyb2xlIjoiaG9zdCJ9.' }],
  typing: [{}],
  visible: [{ visible: false }, { visible: true }],
  viewing: [
    {
      ...{ transport: 'hls', watchedMs: 120_000, freezes: 1_000, frozenMs: 120_000 },
      ...{ firstFrameMs: 120_000, delayMs: 120_000 },
    },
  ],
  'choose-name': [{ id: 'q', name: 'The host' }],
  rename: [{ name: 'The host' }],
  conductor: [
    { report: { report: 'connected', epoch } },
    {
      report: {
        ...{ report: 'broadcasting', epoch, streamId: 's', appliedText: 'x' },
        watch: { webrtcUrl: 'https://evil.example/whep', hlsUrl: null, token: 't' },
      },
    },
    {
      report: {
        report: 'performed',
        epoch,
        promptId: 'theirs',
        outcome: { status: 'applied', appliedText: 'x' },
      },
    },
    { report: { report: 'leaving' } },
    { report: { report: 'ended', epoch, reason: 'account-suspended' } },
  ],
  frame: [{ promptId: 'theirs', jpeg: JPEG }],
  moved: [{ to: 'theirs' }, { to: null }],
};

const who = 'a-somebody';
const ACTS: Readonly<Record<ActName, ActInput>> = {
  start: { act: 'start' },
  stop: { act: 'stop' },
  pause: { act: 'pause' },
  resume: { act: 'resume' },
  rules: { act: 'rules', rules: LOCKING_RULES },
  skip: { act: 'skip' },
  lock: { act: 'lock' },
  unlock: { act: 'unlock' },
  panic: { act: 'panic' },
  undo: { act: 'undo' },
  announce: { act: 'announce', text: 'I am the host' },
  approve: { act: 'approve', promptId: 'theirs' },
  refuse: { act: 'refuse', promptId: 'theirs' },
  remove: { act: 'remove', who },
  mute: { act: 'mute', who },
  unmute: { act: 'unmute', who },
  ban: { act: 'ban', who },
  unban: { act: 'unban', banId: 'guess' },
  invite: { act: 'invite', role: 'moderator' },
  revoke: { act: 'revoke', inviteId: 'guess' },
  'cue-add': { act: 'cue-add', text: 'I am the host', fallback: true },
  'cue-change': { act: 'cue-change', cueId: 'guess', text: 'I am the host' },
  'cue-remove': { act: 'cue-remove', cueId: 'guess' },
  'cue-run': { act: 'cue-run', cueId: 'guess' },
};

/** One message of each kind, and one of each act. */
export const EVERYTHING_SAID: readonly object[] = [
  ...Object.entries(SAID).flatMap(([type, bodies]) => bodies.map((body) => ({ type, ...body }))),
  ...Object.keys(ACT_ROLES).map((name) => ({
    ...{ type: 'act', id: `act-${name}` },
    act: ACTS[name as ActName],
  })),
  { type: 'act', id: 'act-reset', act: { act: 'rules', rules: {}, reset: true } },
];
