import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../../party/room/input.js';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { auditLog } from '../support/moderation.js';
import { program } from '../support/people.js';
import { liveRoom, type TestRoom } from '../support/test-room.js';

const MINUTE = 60_000;

/** A live room that has a classifier. */
function checkedRoom(visitors: number, rules: RulesPatch = {}): [TestRoom, ...string[]] {
  const [room, ...connections] = liveRoom(visitors, rules);
  room.state = { ...room.state, outside: { ...room.state.outside, hasClassifier: true } };
  return [room, ...connections];
}

/** Status and reason of a receipt, in short. */
function fate(room: TestRoom, connection: string, promptId: string): string {
  const { status, reason } = room.receipt(connection, promptId);
  return reason === null ? status : `${status} ${reason}`;
}

function judge(room: TestRoom, promptId: string, verdict: Verdict): void {
  room.apply({ type: 'judged', promptId, verdict });
}

function asked(room: TestRoom): string[] {
  return room.effects.flatMap((effect) => (effect.type === 'classify' ? [effect.promptId] : []));
}

function restart(room: TestRoom, hasClassifier: boolean): void {
  room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
  room.apply({ type: 'restarted', entropy: 'a secret', hasClassifier });
}

test('[GH1] with approval, a prompt is held, its author told at once, and it runs when approved', () => {
  const [room, a] = liveRoom(1, { approval: 'all' });
  const moderator = room.join({ role: 'moderator' });
  const id = room.prompt(a, 'a whale');
  assert.equal(fate(room, a, id), 'held awaits-approval');
  assert.equal(room.state.dispatch.phase, 'idle');
  assert.equal(room.act(moderator, { act: 'approve', promptId: id }).ok, true);
  assert.equal(fate(room, a, id), 'performing');
  const flagged = liveRoom(1, { approval: 'flagged', promptsPerTurn: 2 });
  const [other, b] = flagged;
  assert.equal(fate(other, b, other.prompt(b, 'a whale')), 'performing');
  const doubtful = other.prompt(b, 'a dick');
  assert.equal(fate(other, b, doubtful), 'held awaits-approval');
  assert.match(other.state.prompts.at(-1)?.review?.flag ?? '', /dick/);
});

test('[GH2] what its mode would not take is refused at once, and holding tells the mode nothing', () => {
  const [room, a, b] = liveRoom(2, { turns: 'baton', approval: 'all' });
  room.ask(a, 'request-turn');
  assert.equal(fate(room, b, room.prompt(b, 'a whale')), 'refused not-your-turn');
  const [open, c] = liveRoom(1, { turns: 'open', approval: 'all' });
  const before = open.state.turns;
  const first = open.prompt(c, 'one');
  assert.deepEqual(open.state.turns, before);
  assert.equal(open.you('a-1').standing.state, 'free');
  const second = open.prompt(c, 'two');
  const moderator = open.join({ role: 'moderator' });
  open.act(moderator, { act: 'approve', promptId: first });
  open.act(moderator, { act: 'approve', promptId: second });
  assert.equal(fate(open, c, first), 'performing');
  const late = open.receipt(c, second);
  assert.deepEqual([late.status, late.reason], ['refused', 'cooling-down']);
  assert.ok(late.retryAt! > open.now);
});

test('[GH2] asking the mode whether it would take a prompt changes nothing for others', () => {
  const [room, a, b] = liveRoom(2, { maxQueue: 1, approval: 'flagged' });
  room.prompt(a, 'one');
  const waiting = room.prompt(b, 'two');
  room.leave(b);
  const c = room.join();
  assert.equal(fate(room, c, room.prompt(c, 'a dick')), 'held awaits-approval');
  assert.equal(room.state.prompts.find(({ id }) => id === waiting)?.status, 'waiting');
});

test('[GH2] what is let through goes behind all that waits', () => {
  const [room, a, b] = liveRoom(2, { turns: 'open', approval: 'flagged' });
  room.prompt(a, 'one');
  const held = room.prompt(b, 'a dick');
  const c = room.join();
  const waiting = room.prompt(c, 'three');
  room.act(room.join({ role: 'moderator' }), { act: 'approve', promptId: held });
  room.performed();
  room.passAlive(4_000);
  assert.equal(fate(room, c, waiting), 'performing');
  assert.equal(fate(room, b, held), 'waiting');
});

test('[GH3] only moderators decide, once, and what they decide is written down', () => {
  const [room, a] = liveRoom(1, { approval: 'all' });
  const moderator = room.join({ id: 'a-m', role: 'moderator' });
  const [one, two] = [room.prompt(a, 'one'), room.prompt(a, 'two')];
  assert.equal(room.act(a, { act: 'approve', promptId: one }).reason, 'not-allowed');
  assert.equal(room.act(moderator, { act: 'approve', promptId: one }).ok, true);
  assert.equal(room.act(moderator, { act: 'approve', promptId: one }).reason, 'no-such-thing');
  const refused = room.act(moderator, { act: 'refuse', promptId: two, why: 'not today' });
  assert.equal(refused.ok, true);
  assert.equal(fate(room, a, two), 'refused refused-by-moderator');
  assert.equal(room.act(moderator, { act: 'refuse', promptId: two }).reason, 'no-such-thing');
  const entries = room.effects.flatMap((effect) =>
    effect.type === 'record' && effect.record.log === 'audit' ? [effect.record.entry] : [],
  );
  assert.deepEqual(
    entries.map(({ act, by, to, about, why }) => [act, by?.id, to?.id, about, why]),
    [
      ['approve', 'a-m', 'a-1', 'one', ''],
      ['refuse', 'a-m', 'a-1', 'two', 'not today'],
    ],
  );
});

test('[GH3] they may turn down what waits too, but nothing that was sent', () => {
  const [room, a, b] = liveRoom(2);
  const moderator = room.join({ role: 'moderator' });
  const sent = room.prompt(a, 'one');
  const waiting = room.prompt(b, 'two');
  assert.equal(room.act(moderator, { act: 'refuse', promptId: sent }).reason, 'no-such-thing');
  assert.equal(room.act(moderator, { act: 'refuse', promptId: waiting }).ok, true);
  assert.equal(fate(room, b, waiting), 'refused refused-by-moderator');
});

test('[GH4] what nobody approves within approval-seconds expires', () => {
  const [room, a] = liveRoom(1, { approval: 'all', approvalSeconds: 30 });
  const id = room.prompt(a, 'a whale');
  room.passAlive(29_000);
  assert.equal(fate(room, a, id), 'held awaits-approval');
  room.passAlive(1_000);
  assert.equal(fate(room, a, id), 'expired not-approved');
});

test('[HS1] nothing expires while a moderator looks, and within approval-seconds once none does', () => {
  const [room, a, b] = liveRoom(2, { turns: 'open', approval: 'all', approvalSeconds: 30 });
  const moderator = room.join({ role: 'moderator' });
  const one = room.prompt(a, 'a whale');
  const open = (isOpen: boolean) => room.say(moderator, { type: 'desk', id: 'd', open: isOpen });
  open(true);
  room.passAlive(170_000);
  assert.equal(fate(room, a, one), 'held awaits-approval');
  assert.equal(room.act(moderator, { act: 'approve', promptId: one }).ok, true);
  const two = room.prompt(b, 'a boat');
  room.passAlive(40_000);
  open(false);
  room.passAlive(30_000);
  assert.equal(fate(room, b, two), 'expired not-approved');
});

test('[HS1] a page of a moderator that was left open holds a prompt for ten minutes at most', () => {
  const [room, a] = liveRoom(1, { approval: 'all', approvalSeconds: 45, keepSeconds: 3_600 });
  const host = room.join({ role: 'host' });
  const id = room.prompt(a, 'a whale');
  room.say(host, { type: 'desk', id: 'd', open: true });
  room.passAlive(599_000);
  assert.equal(fate(room, a, id), 'held awaits-approval');
  room.passAlive(1_000);
  assert.equal(fate(room, a, id), 'expired not-approved');
});

test('[HS1] a clock that was put back adds nothing to those ten minutes', () => {
  const [room, a] = liveRoom(1, { approval: 'all', approvalSeconds: 30, keepSeconds: 3_600 });
  const host = room.join({ role: 'host' });
  const id = room.prompt(a, 'a whale');
  room.say(host, { type: 'desk', id: 'd', open: true });
  room.now -= 30 * MINUTE;
  room.passAlive(599_000);
  assert.equal(fate(room, a, id), 'held awaits-approval');
  room.passAlive(31_000);
  assert.equal(fate(room, a, id), 'expired not-approved');
});

test('[GH5] the classifier is asked, and its word decides', () => {
  const verdicts: [Verdict, RulesPatch, string][] = [
    [{ verdict: 'allow' }, {}, 'performing'],
    [{ verdict: 'allow' }, { approval: 'all' }, 'held awaits-approval'],
    [{ verdict: 'flag', why: 'blood' }, {}, 'performing'],
    [{ verdict: 'flag', why: 'blood' }, { approval: 'flagged' }, 'held awaits-approval'],
    [{ verdict: 'refuse', why: 'gore' }, {}, 'refused refused-by-classifier'],
    [{ verdict: 'refuse', why: 'gore' }, { approval: 'all' }, 'refused refused-by-classifier'],
  ];
  for (const [verdict, rules, expected] of verdicts) {
    const [room, a] = checkedRoom(1, rules);
    const id = room.prompt(a!, 'a whale');
    assert.deepEqual([fate(room, a!, id), asked(room)], ['held being-checked', [id]]);
    judge(room, id, verdict);
    assert.equal(fate(room, a!, id), expected, `${verdict.verdict} ${rules.approval}`);
    judge(room, id, { verdict: 'refuse', why: 'too late' });
    assert.equal(fate(room, a!, id), expected, 'the first word stands');
  }
});

test('[GH5] moderators read why it is flagged, in words of every check that has a doubt', () => {
  const [room, a] = checkedRoom(1, { approval: 'flagged' });
  const [one, two] = [room.prompt(a!, 'a dick'), room.prompt(a!, 'a whale')];
  judge(room, one, { verdict: 'flag', why: 'Blood.\n' });
  judge(room, two, { verdict: 'flag', why: ' ' });
  assert.deepEqual(
    room.state.prompts.map(({ review }) => review?.flag),
    ['It may be profane (dick). Blood.', 'The classifier has a doubt.'],
  );
});

test('[GH5] what the checks refuse is never shown to the classifier', () => {
  const [room, a] = checkedRoom(1);
  assert.equal(fate(room, a!, room.prompt(a!, 'see example.com')), 'refused links');
  assert.deepEqual(asked(room), []);
});

test('[GH6] without an answer of the classifier, the rule unjudged decides', () => {
  const cases: [RulesPatch, string][] = [
    [{ unjudged: 'refuse' }, 'refused classifier-down'],
    [{ unjudged: 'hold' }, 'held awaits-approval'],
    [{ unjudged: 'allow' }, 'performing'],
    [{ unjudged: 'allow', approval: 'all' }, 'held awaits-approval'],
  ];
  for (const [rules, expected] of cases) {
    const [room, a] = checkedRoom(1, { promptsPerTurn: 2, ...rules });
    const answered = room.prompt(a!, 'one');
    judge(room, answered, { verdict: 'none' });
    assert.equal(fate(room, a!, answered), expected);
    const [other, b] = checkedRoom(1, rules);
    const silent = other.prompt(b!, 'two');
    other.passAlive(4_900);
    assert.equal(fate(other, b!, silent), 'held being-checked');
    other.passAlive(100);
    assert.equal(fate(other, b!, silent), expected);
    const { retryAt } = other.receipt(b!, silent);
    assert.equal(retryAt !== null, expected.startsWith('refused'));
  }
});

test('[MO33] the log says when the classifier or the webhooks’ receiver falls silent, and when not any more', () => {
  const [room, a] = checkedRoom(1, { promptsPerTurn: 10 });
  const log = () => auditLog(room).map(({ act, about }) => `${act} ${about}`);
  for (const verdict of ['none', 'none', 'allow', 'none'] as const) {
    judge(room, room.prompt(a!, `wish ${room.now}`), { verdict });
    room.passAlive(10_000);
  }
  room.apply({ type: 'outside', what: 'webhooks', answers: true });
  room.apply({ type: 'outside', what: 'webhooks', answers: false });
  assert.deepEqual(log(), [
    'answers-not classifier',
    'answers-again classifier',
    'answers-not classifier',
    'answers-not webhooks',
  ]);
});

test('[GH7] a restart asks the classifier again, and costs approval no time', () => {
  const [room, a] = checkedRoom(1, { approval: 'all', approvalSeconds: 30 });
  const one = room.prompt(a!, 'one');
  judge(room, one, { verdict: 'allow' });
  const two = room.prompt(a!, 'two');
  room.now += MINUTE;
  restart(room, true);
  assert.deepEqual(asked(room), [one, two, two]);
  const back = room.join({ id: 'a-1' });
  judge(room, two, { verdict: 'refuse', why: '' });
  assert.equal(fate(room, back, two), 'refused refused-by-classifier');
  room.passAlive(29_000);
  assert.equal(room.state.prompts.find(({ id }) => id === one)?.status, 'held');
  room.passAlive(1_000);
  assert.equal(fate(room, back, one), 'expired not-approved');
});

test('[GH7] without a classifier after a restart, what was being checked goes on', () => {
  const [room, a] = checkedRoom(1, { approval: 'all' });
  const id = room.prompt(a!, 'one');
  restart(room, false);
  assert.deepEqual(room.state.prompts.find((prompt) => prompt.id === id)?.review?.for, 'approval');
});

test('[GH8] a held prompt claims the turn that is offered, and keeps it', () => {
  const [room, a, b] = liveRoom(2, { approval: 'all', approvalSeconds: 600, turnSeconds: 30 });
  const moderator = room.join({ role: 'moderator' });
  room.ask(a, 'request-turn');
  room.ask(b, 'request-turn');
  const id = room.prompt(b, 'a whale');
  room.ask(a, 'release-turn');
  assert.equal(room.holder, 'active a-2');
  room.passAlive(300_000);
  assert.equal(room.holder, 'active a-2', 'neither idle nor out of time');
  room.act(moderator, { act: 'approve', promptId: id });
  assert.equal(fate(room, b, id), 'performing');
  const [idle, c] = liveRoom(1, { approval: 'all', approvalSeconds: 30, idleSeconds: 10 });
  idle.ask(c, 'request-turn');
  idle.prompt(c, 'a whale');
  idle.passAlive(29_000);
  assert.equal(idle.holder, 'active a-1');
  const [held] = idle.state.prompts;
  idle.act(idle.join({ role: 'moderator' }), { act: 'refuse', promptId: held!.id });
  assert.equal(idle.holder, 'active a-1', 'there is time for another');
  idle.passAlive(11_000);
  assert.equal(idle.holder, '');
});

test('[GH8] who takes a held prompt back has done something, and is not idle yet', () => {
  const [room, a] = liveRoom(1, { approval: 'all', idleSeconds: 10, turnSeconds: 60 });
  room.ask(a, 'request-turn');
  room.passAlive(9_000);
  const promptId = room.prompt(a, 'a whale');
  room.say(a, { type: 'withdraw', id: 'w', promptId });
  room.passAlive(9_900);
  assert.equal(room.holder, 'active a-1');
  room.passAlive(100);
  assert.equal(room.turns.last?.reason, 'idle');
});

test('[GH8] nobody keeps a turn by sending one prompt after the other for approval', () => {
  for (const turns of ['queue', 'baton'] as const) {
    const [room, a, b] = liveRoom(2, {
      turns,
      approval: 'all',
      approvalSeconds: 60,
      turnSeconds: 30,
      takeSeconds: 20,
      promptsPerTurn: 3,
    });
    room.ask(a, 'request-turn');
    room.ask(b, turns === 'baton' ? 'take-turn' : 'request-turn');
    for (let index = 0; index < 5; index += 1) {
      room.prompt(a, `wish ${index}`);
      room.passAlive(25_000);
    }
    assert.equal(room.turns.holder?.id === 'a-1', false, turns);
  }
});

test('[GH9] only so many are held, of one and in all, and the next is told when to try again', () => {
  const [room, a] = liveRoom(1, { turns: 'open', approval: 'all' });
  for (const text of ['one', 'two', 'three']) room.prompt(a, text);
  const own = room.receipt(a, room.prompt(a, 'four'));
  assert.deepEqual([own.reason, own.limit, own.retryAt], ['too-many-held', 3, room.now + MINUTE]);
  const others = Array.from({ length: 48 }, () => room.join());
  const receipts = others.map((one, index) => room.receipt(one, room.prompt(one, `idea ${index}`)));
  const held = receipts.filter(({ status }) => status === 'held');
  assert.equal(held.length, 47);
  assert.deepEqual([receipts.at(-1)?.reason, receipts.at(-1)?.limit], ['too-many-held', 50]);
});

test('[GH10] its author may take a held prompt back', () => {
  const [room, a, b] = liveRoom(2, { approval: 'all' });
  const id = room.prompt(a, 'a whale');
  room.say(b, { type: 'withdraw', id: 'w', promptId: id });
  assert.equal(room.lastAnswer(b).reason, 'not-waiting');
  room.say(a, { type: 'withdraw', id: 'w', promptId: id });
  assert.equal(fate(room, a, id), 'withdrawn');
  const moderator = room.join({ role: 'moderator' });
  assert.equal(room.act(moderator, { act: 'approve', promptId: id }).reason, 'no-such-thing');
});

test('[GH11] held prompts outlive a change of mode, and the new one decides', () => {
  const [room, a] = liveRoom(1, { approval: 'all' });
  const host = room.join({ role: 'host' });
  const [one, two] = [room.prompt(a, 'one'), room.prompt(a, 'two')];
  room.setRules(host, { turns: 'curated' });
  assert.equal(fate(room, a, one), 'held awaits-approval');
  room.act(host, { act: 'approve', promptId: one });
  assert.deepEqual(
    room.round.choices.map(({ id }) => id),
    [one],
  );
  room.setRules(host, { turns: 'stage' });
  room.act(host, { act: 'approve', promptId: two });
  assert.equal(fate(room, a, two), 'refused stage-only');
});

test("[GH12] programs' prompts pass the same gate, and take no turns", () => {
  const [room, a] = liveRoom(1, { turns: 'baton', approval: 'flagged' });
  room.ask(a, 'request-turn');
  const caller = program('t-program', { name: 'Bot' });
  const send = (id: string, text: string) => {
    room.apply({ type: 'asked', request: 'r', caller, message: { type: 'prompt', id, text } });
    return fate(room, 'r', id);
  };
  assert.equal(send('x1', 'a whale'), 'waiting');
  assert.equal(send('x2', 'see example.com'), 'refused links');
  assert.equal(send('x3', 'a dick'), 'held awaits-approval');
  const moderator = room.join({ role: 'moderator' });
  assert.equal(room.act(moderator, { act: 'approve', promptId: 'x3' }).ok, true);
  assert.equal(room.state.prompts.find(({ id }) => id === 'x3')?.status, 'waiting');
  assert.equal(room.holder, 'active a-1');
});

test('[GH13] a clock that jumps makes no held prompt wait longer than it should', () => {
  for (const jump of [-3_600_000, 3_600_000]) {
    const [room, a] = checkedRoom(1, { approval: 'all', approvalSeconds: 30, keepSeconds: 3_600 });
    const one = room.prompt(a!, 'one');
    judge(room, one, { verdict: 'allow' });
    const two = room.prompt(a!, 'two');
    room.now += jump;
    room.say(a!, { type: 'ping' });
    room.apply({ type: 'woke' });
    room.passAlive(30_000);
    const fates = [one, two].map((id) => room.state.prompts.find((prompt) => prompt.id === id));
    assert.deepEqual(
      fates.map((prompt) => prompt?.reason),
      ['not-approved', 'classifier-down'],
      `${jump}`,
    );
  }
});
