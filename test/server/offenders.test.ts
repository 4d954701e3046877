import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Offenders } from '../../party/server/offenders.js';
import { HostRoom } from '../support/host-room.js';
import { visitorOf } from '../support/people.js';

const ADDRESS = { address: 'one network' };

/** Has so many empty prompts of theirs refused; returns the reasons, each as often as it came. */
async function flood(guest: Awaited<ReturnType<HostRoom['enter']>>, count: number) {
  const reasons: Record<string, number> = {};
  for (let index = 0; index < count && guest.closed === null; index += 1) {
    const receipt = await guest.prompt(' ', `e-${guest.connection}-${index}-${guest.heard.length}`);
    const reason = receipt?.reason ?? 'closed';
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return reasons;
}

test('[OF1] who is refused too often is refused without a step, then cut, also when they come back', async () => {
  const room = await HostRoom.start({ promptsPerMinute: 120 });
  const bad = await room.enter('a-bad');
  const { steps } = room;
  assert.deepEqual(await flood(bad, 40), { empty: 16, 'too-fast': 14, closed: 1 });
  // Beside the sixteen: the connection's end, and that nobody watches any more.
  assert.ok(room.steps <= steps + 18, `${room.steps - steps} steps for 31 prompts`);
  assert.equal(bad.closed, '4104 too-fast');
  const back = await room.enter('a-bad');
  assert.equal(back.closed, '4104 too-fast');
  await room.pass(21_000);
  const later = await room.enter('a-bad');
  assert.equal(later.closed, null, 'the time is over');
  assert.ok((await flood(later, 40))['closed'] === 1, 'and little is left of their patience');
  await room.pass(30_000);
  assert.equal((await room.enter('a-bad')).closed, '4104 too-fast', 'it lasts longer each time');
});

test('[OF1] a receipt says when to try again, and then the prompt is taken', async () => {
  const room = await HostRoom.start({ promptsPerMinute: 120, turns: 'open', cooldownSeconds: 0 });
  const bad = await room.enter('a-bad');
  await flood(bad, 20);
  const slowed = await bad.prompt('a red kite', 'kite');
  assert.equal(slowed?.reason, 'too-fast');
  const wait = (slowed?.retryAt ?? 0) - room.clock.now();
  assert.ok(wait > 0 && wait <= 10_000, String(wait));
  await room.pass(wait);
  assert.equal((await bad.prompt('a red kite', 'kite'))?.status, 'waiting');
  assert.equal(room.host.slowed > 0, true);
});

test('[OF1] an ordinary visitor is refused now and then, and never slowed', async () => {
  const room = await HostRoom.start({ promptsPerMinute: 120 });
  const clumsy = await room.enter('a-clumsy');
  for (let minute = 0; minute < 10; minute += 1) {
    assert.deepEqual(await flood(clumsy, 8), { empty: 8 });
    await room.pass(60_000);
  }
});

test('[OF2] what comes from one address is held against those alone who come after it', async () => {
  const room = await HostRoom.start({
    ...{ promptsPerMinute: 120, addressPromptsPerMinute: 0, turns: 'open', cooldownSeconds: 0 },
  });
  const classmate = await room.enter('a-class', ADDRESS);
  await room.pass(1_000);
  let cut = 0;
  let strangers = 0;
  while (cut < 5 && strangers < 200) {
    strangers += 1;
    const bad = await room.enter(`a-bad-${strangers}`, ADDRESS);
    await flood(bad, 40);
    if (bad.closed === '4003 too-many-from-address') cut += 1;
  }
  assert.ok(strangers < 30, `${strangers} strangers until the address was cut`);
  const newcomer = await room.enter('a-new', ADDRESS);
  assert.equal(newcomer.closed, '4003 too-many-from-address');
  const signed = await room.enter('t-pupil', { ...ADDRESS, expiresAt: room.clock.now() + 1e6 });
  assert.equal((await signed.prompt('a red kite', 'kite'))?.status, 'waiting');
  assert.equal((await classmate.prompt('a blue whale', 'whale'))?.status, 'waiting');
  const elsewhere = await room.enter('a-else', { address: 'another' });
  assert.equal((await elsewhere.prompt('a boat', 'boat'))?.status, 'waiting');
  await room.pass(600_000);
  assert.equal((await room.enter('a-new', ADDRESS)).closed, null);
});

test('[OF2] a school class that is refused as classes are is not slowed', async () => {
  const room = await HostRoom.start({ promptsPerMinute: 120, addressPromptsPerMinute: 0 });
  const pupils = [];
  for (let index = 0; index < 40; index += 1) pupils.push(await room.enter(`a-${index}`, ADDRESS));
  for (const pupil of pupils) assert.deepEqual(await flood(pupil, 5), { empty: 5 });
  const late = await room.enter('a-late', ADDRESS);
  for (let minute = 0; minute < 3; minute += 1) {
    await room.pass(60_000);
    for (const pupil of [...pupils, late]) assert.deepEqual(await flood(pupil, 2), { empty: 2 });
  }
});

test('[OF3] staff and programs are spared, and so is asking again about an accepted prompt', async () => {
  const room = await HostRoom.start({ promptsPerMinute: 120, staffPromptsPerMinute: 120 });
  const moderator = await room.enter('t-mod', { role: 'moderator' });
  assert.deepEqual(await flood(moderator, 55), { empty: 55 });
  const bad = await room.enter('a-bad');
  await bad.prompt('a red kite', 'kite');
  await flood(bad, 20);
  assert.equal((await bad.prompt('another', 'other'))?.reason, 'too-fast');
  bad.heard.length = 0;
  assert.equal((await bad.prompt('a red kite', 'kite'))?.status, 'waiting');
});

test('[OF4] only so many are remembered', () => {
  const offenders = new Offenders();
  const first = visitorOf('a-first', { address: 'x' });
  for (let count = 0; count < 20; count += 1) offenders.offended(first, 1_000);
  assert.equal(offenders.standing(first, 0, 1_000).is, 'slowed');
  for (let index = 0; index < 5_000; index += 1) {
    offenders.offended({ id: `a-${index}`, address: null }, 1_000);
  }
  assert.equal(offenders.standing(first, 0, 1_000).is, 'free');
});
