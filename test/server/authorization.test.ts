import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientMessageSchema } from '../../src/protocol/messages.js';
import { ACT_ROLES } from '../../src/protocol/moderation.js';
import { JPEG } from '../support/recorded.js';
import { type Guest, type Shown, SocketRoom } from '../support/socket-room.js';
import { SECRET, signed, unsigned } from '../support/tokens.js';
import {
  ACTORS,
  ACTS,
  type ActorName,
  ARRIVALS,
  cells,
  MESSAGES,
  TOKENS,
} from './authorization-table.js';

const NOW = Math.floor(Date.now() / 1000);
/** Refusals that say "this is not yours to do"; any other answer means that it was. */
const DENIALS = new Set(['not-allowed', 'hello-first', 'silent', 'closed', 'bad-token']);

/** A room that goes on: its host, somebody whose prompt waits, and an invitation. */
interface Scene {
  readonly door: SocketRoom;
  readonly host: Guest;
  readonly other: Guest;
  readonly inviteId: string;
}

async function scene(mode: string): Promise<Scene> {
  const door = await SocketRoom.open('lobby', { OPEN_ROOMS: '*' });
  const host = await door.enter({ token: await signed({ sub: 'owner', role: 'host' }) });
  const rules = { turns: mode, switchable: 'open,queue', gapSeconds: 0 };
  await host.say({ type: 'act', id: 'r', act: { act: 'rules', rules } });
  await host.say({ type: 'act', id: 'i', act: { act: 'invite', role: 'moderator', uses: 9 } });
  const other = await door.enter({ name: 'Other' });
  await other.say({ type: 'prompt', id: 'theirs', text: 'it rains' });
  return { door, host, other, inviteId: door.invites[0] ?? '' };
}

const TOKEN_OF: Partial<Record<ActorName, Record<string, unknown>>> = {
  viewer: { role: 'viewer' },
  prompter: { role: 'prompter' },
  program: { scope: 'prompt' },
  conductor: { scope: 'conduct rules' },
  moderator: { role: 'moderator' },
  host: { role: 'host' },
};

async function shownBy(actor: ActorName, inviteId: string): Promise<Shown | null> {
  if (actor === 'stranger') return null;
  const claims = TOKEN_OF[actor];
  if (claims !== undefined) return { token: await signed({ sub: actor, ...claims }) };
  return actor === 'invited' ? { invite: inviteId } : {};
}

/** What is said in each row, by whom, in which scene. */
async function messageOf(row: string, actor: ActorName, { other, inviteId }: Scene) {
  const [name = ''] = row.split('@');
  const promptId = 'theirs';
  switch (name) {
    case 'prompt':
      return { type: 'prompt', text: 'it snows' };
    case 'withdraw-theirs':
      return { type: 'withdraw', promptId };
    case 'undo-theirs':
      return { type: 'undo', promptId };
    case 'pass-turn':
      return { type: 'pass-turn', to: null };
    case 'vote':
      return { type: 'vote', roundId: 'curated', choice: promptId };
    case 'choose':
    case 'dismiss':
      return { type: name, promptId };
    case 'switch-vote':
      return { type: 'switch-vote', mode: 'open' };
    case 'react':
      return { type: 'react', emoji: '👏' };
    case 'visible':
      return { type: 'visible', visible: false };
    case 'choose-name':
      return { type: 'choose-name', name: 'Robin' };
    case 'rename':
      return { type: 'rename', name: 'Moderator' };
    case 'report':
      return { type: 'conductor', report: { report: 'heartbeat', epoch: 1 } };
    case 'moved':
      return { type: 'moved', to: null };
    case 'frame':
      return { type: 'frame', promptId, jpeg: JPEG };
    case 'viewing':
      return {
        ...{ type: 'viewing', transport: 'webrtc', watchedMs: 60_000, freezes: 0, frozenMs: 0 },
        ...{ firstFrameMs: null, delayMs: null },
      };
    case 'desk':
      return { type: 'desk', open: true };
    case 'renew-own':
      return { type: 'renew', token: await signed({ sub: actor, ...TOKEN_OF[actor] }) };
    case 'renew-host':
      return { type: 'renew', token: await signed({ sub: 'owner', role: 'host' }) };
    case 'renew-forged':
      return { type: 'renew', token: await signed({ sub: actor, role: 'host' }, 'guessed secret') };
    case 'renew-expired':
      return { type: 'renew', token: await signed({ sub: actor, role: 'host', exp: NOW - 60 }) };
    default:
      return name in ACT_ROLES
        ? { type: 'act', act: actOf(name, other.you?.id ?? '', inviteId) }
        : { type: name };
  }
}

function actOf(act: string, who: string, inviteId: string): Record<string, unknown> {
  const also: Record<string, Record<string, unknown>> = {
    rules: { rules: { turnSeconds: 99 } },
    announce: { text: 'Hello all' },
    approve: { promptId: 'theirs' },
    refuse: { promptId: 'theirs' },
    remove: { who },
    mute: { who },
    unmute: { who },
    ban: { who },
    unban: { banId: 'guess' },
    revoke: { inviteId },
    'cue-add': { text: 'A red kite' },
    'cue-change': { cueId: 'guess' },
    'cue-remove': { cueId: 'guess' },
    'cue-run': { cueId: 'guess' },
  };
  return { act, ...also[act] };
}

/** How the room answered one message. */
async function verdict(guest: Guest, message: Record<string, unknown>): Promise<string> {
  const before = guest.heard.length;
  await guest.say({ ...message, id: 'asked' });
  if (guest.closed !== null) return 'closed';
  const heard = guest.heard.slice(before);
  for (const said of heard) {
    if (said.type === 'answer') return said.ok ? 'ok' : (said.reason ?? 'no reason');
    if (said.type === 'receipt' && said.receipt.id === 'asked') return said.receipt.reason ?? 'ok';
    if (said.type === 'pong') return 'ok';
    if (said.type === 'conduct') return said.command.command;
  }
  return 'silent';
}

async function judge(table: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { row, column, expected } of cells(table)) {
    if (expected === '-') continue;
    const actor = ACTORS.find((name) => name === column);
    assert.ok(actor, column);
    const [, mode = 'queue'] = row.split('@');
    const set = await scene(mode);
    const guest = await set.door.enter(await shownBy(actor, set.inviteId));
    const before = set.door.view();
    const got = await verdict(guest, await messageOf(row, actor, set));
    const fits = expected === 'yes' ? !DENIALS.has(got) : got === expected;
    if (!fits) wrong.push(`${row} by ${actor}: ${got}, not ${expected}`);
    const refused = expected !== 'ok' && expected !== 'yes';
    if (refused && set.door.view() !== before) wrong.push(`${row} by ${actor}: changed the room`);
  }
  return wrong;
}

test('[AZ1] the table has a row for everything that a page can say, and every act', () => {
  const rows = (table: string) => new Set(cells(table).map(({ row }) => row.split(/[@]/)[0]));
  const said = ClientMessageSchema.options.map(({ entries }) => entries.type.literal);
  const renamed: Record<string, string> = {
    withdraw: 'withdraw-theirs',
    undo: 'undo-theirs',
    conductor: 'report',
    renew: 'renew-own',
  };
  for (const type of said) {
    if (type !== 'act' && type !== 'hello')
      assert.ok(rows(MESSAGES).has(renamed[type] ?? type), type);
  }
  assert.deepEqual([...rows(ACTS)].sort(), Object.keys(ACT_ROLES).sort());
});

test('[AZ1] everybody gets what the table says, and no more: what pages say', async () => {
  assert.deepEqual(await judge(MESSAGES), []);
});

test('[AZ1] everybody gets what the table says, and no more: acts', async () => {
  assert.deepEqual(await judge(ACTS), []);
});

test('[AZ2] opening, conducting and setting rules: what arriving brings', async () => {
  const wrong: string[] = [];
  for (const { row, column, expected } of cells(ARRIVALS)) {
    const env = row === 'conducts' ? { OPEN_ROOMS: '*' } : {};
    const door = await SocketRoom.open('lobby', env);
    if (row === 'opens') {
      const token = await signed({ sub: 'somebody', scope: 'conduct' });
      await door.enter({ token, conduct: 'can' });
    }
    const also = row === 'conducts' ? { conduct: 'prefer' } : { rules: { turnSeconds: 99 } };
    const actor = ACTORS.find((name) => name === column) ?? 'stranger';
    const guest = await door.enter({ ...(await shownBy(actor, '')), ...also });
    const got = row === 'sets-rules' ? guest.last('welcome')?.rulesTaken : door.minted > 0;
    if (got !== (expected === 'yes')) wrong.push(`${row} by ${column}: ${got}`);
  }
  assert.deepEqual(wrong, []);
});

test('[AZ3] a host’s token that is not what it should be brings nothing at all', async () => {
  const claims = { sub: 'owner', role: 'host', room: 'lobby', exp: NOW + 3600 };
  const good = await signed(claims);
  const signature = good.split('.')[2] ?? '';
  const identity = (await (await SocketRoom.open()).enter({})).last('welcome')?.identity ?? '';
  const tokens: Record<string, string> = {
    valid: good,
    expired: await signed({ ...claims, exp: NOW - 60 }),
    'other-secret': await signed(claims, 'guessed secret'),
    'no-algorithm': unsigned(claims),
    'other-algorithm': unsigned(claims, 'HS512', signature),
    'public-key': unsigned(claims, 'RS256', signature),
    tampered: `${good.slice(0, -3)}AAA`,
    'other-room': await signed({ ...claims, room: ['attic', 'Lobby'] }),
    'without-room': await signed({ ...claims, room: undefined }),
    'without-end': await signed({ ...claims, exp: undefined }),
    'without-person': await signed({ ...claims, sub: '' }),
    'unknown-role': await signed({ ...claims, role: 'owner' }),
    'not-yet': await signed({ ...claims, nbf: NOW + 600 }),
    'an-identity': identity,
    empty: '',
    'too-long': await signed({ ...claims, name: 'a'.repeat(4_000) }),
    'no-secret-here': await signed(claims),
  };
  const wrong: string[] = [];
  for (const { row, expected } of cells(TOKENS)) {
    const env = row === 'no-secret-here' ? { ROOM_SECRET: '' } : {};
    const door = await SocketRoom.open('lobby', { OPEN_ROOMS: '*', ...env });
    const before = door.view();
    const guest = await door.enter({ token: tokens[row] });
    const got = guest.closed?.code ?? guest.last('answer')?.reason ?? 'none';
    if (String(got) !== expected) wrong.push(`${row}: ${got}, not ${expected}`);
    await guest.say({ type: 'act', id: 'x', act: { act: 'announce', text: 'I am the host' } });
    if ((door.view() === before) !== (expected !== 'none')) wrong.push(`${row}: the room`);
  }
  assert.deepEqual(wrong, []);
});

test('[AZ4] nobody gains a right by guessing or copying what others can see', async () => {
  const { door, host, other, inviteId } = await scene('queue');
  const moderator = await door.enter({ invite: inviteId });
  assert.equal(moderator.you?.role, 'moderator');
  const theirs = moderator.you?.id ?? '';
  const visible = [host.you?.id, theirs, 'theirs', inviteId.slice(0, 8), `${inviteId}0`];
  for (const invite of visible) {
    const guest = await door.enter({ invite });
    assert.equal(guest.last('answer')?.reason, 'bad-invite', `invited by ${invite}`);
    assert.equal(guest.you?.role, 'prompter');
  }
  const identities = [
    theirs,
    await signed({ sub: theirs }),
    await signed({ sub: theirs, iss: 'odyssey-broadcast', aud: 'lobby' }, 'guessed secret'),
    unsigned({ sub: theirs, iss: 'odyssey-broadcast', aud: 'lobby' }),
    (await (await SocketRoom.open('attic')).enter({})).last('welcome')?.identity,
  ];
  for (const identity of identities) {
    const guest = await door.enter({ identity });
    assert.notEqual(guest.you?.id, theirs);
    assert.equal(guest.you?.role, 'prompter', String(identity));
  }
  const back = await door.enter({ identity: moderator.last('welcome')?.identity });
  assert.deepEqual([back.you?.id, back.you?.role], [theirs, 'moderator'], 'but the true one does');
  const said = JSON.stringify([...other.heard, ...moderator.heard]);
  assert.equal(said.includes(inviteId), false, 'no invitation is shown to anybody but hosts');
  assert.equal(said.includes(SECRET), false);
});

test('[AZ5] a right ends with the token that gave it, in the middle of a connection', async () => {
  const { door } = await scene('queue');
  const token = await signed({ sub: 'late', role: 'host', exp: NOW + 60 });
  const guest = await door.enter({ token });
  const before = door.view();
  door.pass(66_000);
  const act = { type: 'act', act: { act: 'announce', text: 'still here' } };
  assert.equal(await verdict(guest, act), 'closed');
  assert.deepEqual(guest.closed, { code: 4106, reason: 'token-expired' });
  assert.equal(door.view().includes('still here') || before.includes('still here'), false);
  assert.equal((await door.enter({ token })).closed?.code, 4106);
});
