import type { ActName, Lockable } from '../../protocol/moderation.js';
import type { Rules } from '../../protocol/rules.js';
import { RULE_DISPLAY, type RuleDisplay } from '../../protocol/turn-modes.js';
import type { INVITED_ROLES, Role } from '../../protocol/view.js';
import { type Language, roundedDuration, tableOf, wholeSeconds } from '../words/language.js';
import { bareMeanings } from './rule-meanings.js';

type InvitedRole = (typeof INVITED_ROLES)[number];

const lockables: Readonly<
  Record<Lockable, { name: string; inLog: string; open: string; closed: string }>
> = {
  prompts: { name: 'Prompts', inLog: 'prompts', open: 'go through', closed: 'are paused' },
  queue: { name: 'The line', inLog: 'the line', open: 'takes people', closed: 'takes nobody new' },
  joins: {
    name: 'The room',
    inLog: 'the room',
    open: 'lets people in',
    closed: 'lets nobody new in',
  },
};

/** What the room says after an act, once it is done. */
const done: Readonly<Record<ActName, string>> = {
  start: 'The broadcast starts.',
  stop: 'The broadcast ends.',
  pause: 'The broadcast pauses.',
  resume: 'The broadcast goes on.',
  rules: 'The rules are changed.',
  skip: 'The turn has moved on.',
  lock: 'Locked.',
  unlock: 'Open again.',
  panic: 'Stopped. Prompts are paused, and the world goes to its safe scene.',
  undo: 'The last change is being taken back.',
  announce: 'The message is changed.',
  approve: 'Approved.',
  refuse: 'Refused.',
  remove: 'Removed.',
  mute: 'Muted.',
  unmute: 'No longer muted.',
  ban: 'Banned.',
  unban: 'The ban is lifted.',
  invite: 'The invitation is made.',
  revoke: 'The invitation is revoked.',
  'cue-add': 'The cue is on the list.',
  'cue-change': 'The cue is changed.',
  'cue-remove': 'The cue is removed.',
  'cue-run': 'The cue runs next.',
};

/** What was done, for the log; `whom` and `what` are empty where there is nobody and nothing. */
const deeds: Readonly<Record<ActName, (whom: string, what: string) => string>> = {
  start: () => 'started the broadcast',
  stop: () => 'ended the broadcast',
  pause: () => 'paused the broadcast',
  resume: () => 'resumed the broadcast',
  rules: (_, what) => `changed the rules: ${what}`,
  skip: (whom) => (whom === '' ? 'moved the turn on' : `moved on ${whom}’s turn`),
  lock: (_, what) => `locked ${what}`,
  unlock: (_, what) => `opened ${what} again`,
  panic: () => 'made an emergency stop',
  undo: (_, what) => `took back the last change${what === '' ? '' : `, to “${what}”`}`,
  announce: (_, what) => (what === '' ? 'took the message down' : `told everyone “${what}”`),
  approve: (whom, what) => `approved ${ofWhom(whom)}“${what}”`,
  refuse: (whom, what) => `refused ${ofWhom(whom)}“${what}”`,
  remove: (whom) => `removed ${whom}`,
  mute: (whom) => `muted ${whom}`,
  unmute: (whom) => `let ${whom} speak again`,
  ban: (whom) => `banned ${whom}`,
  unban: (whom) => `lifted the ban on ${whom}`,
  invite: (_, what) => (what === '' ? 'made an invitation' : `made an invitation: ${what}`),
  revoke: () => 'revoked an invitation',
  'cue-add': (_, what) => `prepared the cue “${what}”`,
  'cue-change': (_, what) => `changed the cue “${what}”`,
  'cue-remove': (_, what) => `removed the cue “${what}”`,
  'cue-run': (_, what) => `ran the cue “${what}”`,
};

/** Events of the room itself, which are not acts of anybody. */
const events: Readonly<Record<string, (whom: string, what: string) => string>> = {
  'answers-not': () => 'could not reach the receiver of its webhooks',
  'answers-not classifier': () => 'got no answer from the classifier',
  'answers-again': () => 'reaches the receiver of its webhooks again',
  'answers-again classifier': () => 'hears from the classifier again',
  'prompt-failed': (_, what) => `could not perform what a moderator asked for. ${what}`,
  'cue-failed': (_, what) => `could not perform a cue. ${what}`,
  'cue-missed': (_, what) => `had no chance to run the cue “${what}”`,
  'mode-gone': (_, what) => `cannot take turns by “${what}” any more, and lets people line up`,
};

function ofWhom(whom: string): string {
  return whom === '' ? '' : `${whom}’s `;
}

const ruleNames: Readonly<Record<keyof Rules, Pick<RuleDisplay, 'label' | 'note'>>> = RULE_DISPLAY;

const english = {
  title: 'Moderation',
  offline: 'Not connected. It goes on here once the room is back.',
  asking: 'Asking the room…',
  notDone: (why: string) => `Not done. ${why}`,
  done,

  /** How the show stands. */
  phases: {
    dark: 'Off air',
    paused: 'Paused',
    opening: 'Opening…',
    live: 'Live',
    renewing: 'Live',
    closing: 'Ending…',
    failed: 'Not running',
  },
  streamLeft: (face: string) => `next stream in ${face}`,
  closesIn: (time: string) => `closes in ${time}`,
  budgetLeft: (time: string) => `${time} of stream time left`,

  urgent: 'Controls',
  panic: 'Emergency stop',
  pause: 'Pause prompts',
  resume: 'Resume prompts',
  undo: 'Undo',
  undoLabel: 'Undo the last change',
  more: 'More controls',
  skip: 'Skip the turn',
  start: 'Start the broadcast',
  stop: 'End the broadcast',
  pauseBroadcast: 'Pause the broadcast',
  resumeBroadcast: 'Resume the broadcast',

  held: 'Waiting for approval',
  nothingHeld: 'Nothing waits for approval.',
  heldKeys: 'A approves, R refuses, Shift+R asks for a reason, the arrow keys move.',
  approve: 'Approve',
  refuse: 'Refuse',
  refuseWhy: 'Refuse with a reason…',
  approveLabel: (name: string, text: string) => `Approve “${text}” by ${name}`,
  refuseLabel: (name: string, text: string) => `Refuse “${text}” by ${name}`,
  refuseWhyLabel: (name: string, text: string) => `Refuse with a reason… “${text}” by ${name}`,
  heldLabel: (name: string, text: string) => `${name}: ${text}`,
  flagged: (flag: string) => `Flagged: ${flag}`,
  waits: (face: string) => `waits ${face}`,
  waitsInAll: (count: number) => (count === 1 ? '1 prompt waits' : `${count} prompts wait`),
  newHeld: (fresh: number, all: number) =>
    `${fresh === 1 ? 'A prompt waits' : `${fresh} prompts wait`} for approval${all > fresh ? `, ${all} in all` : ''}.`,

  people: 'People',
  nobody: 'Nobody to act on yet.',
  you: 'you',
  roles: {
    viewer: 'watches',
    prompter: '',
    moderator: 'moderator',
    host: 'host',
  } satisfies Record<Role, string>,
  hasTheTurn: 'has the turn',
  inLine: (place: number) => `${place === 1 ? 'next' : `place ${place}`} in line`,
  away: 'not here now',
  muted: 'muted',
  mutedFor: (time: string) => `muted for ${time}`,
  mute: 'Mute',
  unmute: 'Unmute',
  remove: 'Remove',
  ban: 'Ban',
  toPerson: (act: string, name: string) => `${act} ${name}`,

  bans: 'Bans',
  noBans: 'Nobody is banned.',
  alsoAddress: 'with the address',
  forAnother: (time: string) => `for another ${time}`,
  forEver: 'permanently',
  bannedBy: (name: string, ago: string) => `by ${name}, ${ago}`,
  unban: 'Undo the ban',
  unbanLabel: (name: string) => `Undo the ban on ${name}`,

  invites: 'Invitations',
  noInvites: 'No invitation is open.',
  inviteRoles: { prompter: 'May prompt', moderator: 'Moderator' } satisfies Record<
    InvitedRole,
    string
  >,
  inviteRole: 'Role',
  inviteUses: 'How often it can be used',
  inviteEnd: 'Good for',
  invite: 'Make an invitation',
  usesLeft: (count: number) => (count === 1 ? 'good once more' : `good ${count} more times`),
  showQr: 'Show QR code',
  close: 'Close',
  copy: 'Copy the link',
  copied: 'The link is copied.',
  notCopied: (link: string) => `The link could not be copied. Here it is: ${link}`,
  revoke: 'Revoke',

  locks: 'Locks',
  lockables,
  lock: 'Lock',
  unlock: 'Open',
  lockLabel: (name: string) => `Lock: ${name}`,
  unlockLabel: (name: string) => `Open: ${name}`,

  announcement: 'Message to everyone',
  announcementLabel: 'Message',
  announce: 'Show',
  takeDown: 'Take it down',
  announced: (text: string) => `Everyone reads: “${text}”`,

  modes: 'How turns are taken',
  present: 'now',

  cues: 'Cues',
  noCues: 'No cue is prepared. Prepare prompts here, to run them later by one tap.',
  cueText: 'Prompt',
  cueAt: 'Run at (optional)',
  cueFallback: 'Also when nobody prompts for a while',
  cueAdd: 'Prepare',
  cueRun: 'Run',
  cueRunLabel: (text: string) => `Run “${text}”`,
  cueRemove: 'Remove',
  cueRemoveLabel: (text: string) => `Remove “${text}”`,
  cueFallbackLabel: (text: string) => `When nobody prompts: “${text}”`,
  cueIdle: 'when nobody prompts',
  cueRunsAt: (time: string) => `at ${time}`,
  cueRan: (ago: string) => `ran ${ago}`,
  cueStates: { ready: '', waiting: 'runs next', performing: 'on its way' },

  others: 'More',

  rules: 'Rules',
  /** The rules that matter whichever way turns are taken. */
  everyMode: 'In every mode',
  approvals: {
    off: 'None',
    flagged: 'Those a check has flagged',
    all: 'All of them',
  } satisfies Record<Rules['approval'], string>,
  yesNo: { no: 'No', yes: 'Yes' } satisfies Record<Rules['requireModerator'], string>,
  openers: { visit: 'The first visitor', host: 'A host, each time' } satisfies Record<
    Rules['opens'],
    string
  >,
  replayers: {
    yes: 'Everybody',
    staff: 'Moderators and hosts',
    no: 'Nobody',
  } satisfies Record<Rules['replay'], string>,
  range: (min: number, max: number, usual: number) => `From ${min} to ${max}, usually ${usual}.`,
  outOfRange: (name: string, min: number, max: number) =>
    `${name}: a number from ${min} to ${max}.`,
  notUnderstood: (name: string, example: string) =>
    `${name}: that is not understood. Write it like “${example}”.`,
  apply: 'Change the rules',
  nothingChanged: 'Nothing is changed yet.',

  log: 'Log',
  noLog: 'Nothing has been done yet.',
  theRoom: 'The room',
  deeds,
  events,
  /** What rules are called, in what they are counted, and what one of their values means. */
  ruleNames,
  ruleMeanings: bareMeanings(),
  /** A label with what belongs to it: what a rule is counted in, what one of its values means. */
  noted: (label: string, note: string) => `${label} (${note})`,
  and: (one: string, other: string) => `${one}, ${other}`,
  setTo: (rule: string, value: string) => `${rule}: ${value}`,
  units: { seconds: 'seconds', share: 'share', characters: 'characters' } satisfies Record<
    NonNullable<RuleDisplay['unit']>,
    string
  >,
  until: (time: string) => `for another ${time}`,
  lasting: (time: string) => `for ${time}`,
  justNow: 'just now',

  question: {
    panic: 'Stop everything? What waits is dropped, and the world goes to its safe scene.',
    skip: 'Move the present turn on?',
    undo: 'Take back the world’s last change?',
    stop: 'End the broadcast for everyone?',
    mode: (name: string) => `Change to “${name}”? What waits for a turn is dropped.`,
    changeMode: 'Change',
    refuse: (name: string, text: string) => `Refuse “${text}” by ${name}?`,
    mute: (name: string) => `Mute ${name}?`,
    remove: (name: string) => `Remove ${name} from the line and the room?`,
    ban: (name: string) => `Ban ${name}?`,
    lock: (name: string) => `Lock: ${name}?`,
    why: 'Reason (optional)',
    whyHint: 'The people it is about can read it.',
    howLong: 'For how long',
    address: 'Also everyone from the same address',
    cancel: 'Cancel',
    untilOpened: 'Until I unlock',
    untilUnmuted: 'Until unmuted',
    forEver: 'Permanently',
  },
};

export type ModerationWords = typeof english;

/** The panel's words in a language. */
export function moderationWordsFor(language: Language): ModerationWords {
  return tableOf(language, 'moderation', english);
}

/** What a rule is called with its unit behind it; a name that is no rule's stays as it is. */
export function ruleLabel(name: string, say: ModerationWords): string {
  const { ruleNames, units } = say;
  const known: Readonly<Record<string, RuleDisplay>> = RULE_DISPLAY;
  const unit = Object.hasOwn(known, name) ? known[name]?.unit : undefined;
  const rule = Object.hasOwn(ruleNames, name) ? ruleNames[name as keyof Rules] : undefined;
  if (rule === undefined) return name;
  const also = [unit && units[unit], rule.note].filter((text) => text !== undefined);
  return also.length === 0 ? rule.label : say.noted(rule.label, listed(also, say));
}

/** Several things in one line, as the language strings them together. */
export function listed(texts: readonly string[], { and }: ModerationWords): string {
  const [first = '', ...more] = texts;
  return more.reduce((list, text) => and(list, text), first);
}

/** What was done, as the log says it. */
export function deedInWords(
  { act, whom, what }: { readonly act: string; readonly whom: string; readonly what: string },
  { deeds, events }: ModerationWords,
): string {
  const known: ModerationWords['events'] = { ...events, ...deeds };
  const deed = known[`${act} ${what}`] ?? known[act];
  if (deed !== undefined) return deed(whom, what);
  return [act.replaceAll('-', ' '), whom, what].filter((text) => text !== '').join(': ');
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** How long ago, no more exact than anybody needs: `2 minutes ago`. */
export function ago(ms: number, justNow: string, locale: string): string {
  const seconds = Math.round(ms / 1000);
  const [unit, size] = UNITS.find(([, each]) => seconds >= each) ?? [null, 1];
  if (unit === null) return justNow;
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / size), unit);
}

/** A stretch of time, however long: `40 seconds`, `1 hour`, `30 days`. */
export function stretch(ms: number, locale: string): string {
  const seconds = wholeSeconds(ms);
  const [unit, size] =
    seconds > 2 * DAY
      ? (['day', DAY] as const)
      : (UNITS.find(([name, each]) => name !== 'day' && seconds % each === 0) ?? [null, 1]);
  if (unit === null || seconds === 0) return roundedDuration(ms, locale);
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.round(seconds / size));
}
