import assert from 'node:assert/strict';
import test from 'node:test';
import type { RulesPatch } from '../../src/protocol/rules.js';
import { TestRoom } from '../support/test-room.js';

const UNFIT = [
  'See https://evil.example now',
  'what a fucking mess',
  'the banned word stands here',
  ' \u200b\u2060 ',
  '',
];

function applied(rules: RulesPatch, appliedText: string, isSigned = false) {
  const room = new TestRoom({ blockedWords: 'banned word', ...rules });
  const a = room.join({ isSignedConductor: isSigned });
  room.goLive();
  const id = room.prompt(a, 'a red kite');
  if (rules.approval !== undefined) {
    const host = room.join({ role: 'host', conduct: 'no' });
    room.act(host, { act: 'approve', promptId: id });
  }
  room.performed({ status: 'applied', appliedText });
  return { room, a, id };
}

test('[TR8] words of the world that no prompt may say are shown to nobody: the author’s stand', () => {
  for (const text of UNFIT) {
    const { room, a, id } = applied({}, text);
    assert.equal(room.receipt(a, id).appliedText, 'a red kite', text);
    assert.deepEqual(
      room.view().changes.map(({ appliedText }) => appliedText),
      ['a red kite'],
    );
    const shown = JSON.stringify([room.view(), room.state.world, room.effects]);
    assert.doesNotMatch(shown, /evil\.example|fucking|banned word stands/);
    room.report({ report: 'ended', epoch: 1, reason: 'model-crash' });
    room.goLive();
    const start = room.commands(a).findLast(({ command }) => command === 'start');
    assert.ok(start?.command === 'start');
    assert.match(start.prompt, /a red kite/i);
    assert.doesNotMatch(start.prompt, /evil|fucking|banned/);
  }
});

test('[TR8] others are cleaned to one line; what is longer than any prompt is nobody’s', () => {
  const kite = applied({}, 'A red\nkite\u202e \u0007over the harbour');
  assert.equal(kite.room.receipt(kite.a, kite.id).appliedText, 'A red kite over the harbour');
  const most = applied({}, 'k'.repeat(2_000));
  assert.equal(most.room.receipt(most.a, most.id).appliedText, 'k'.repeat(2_000));
  const more = applied({}, 'k'.repeat(2_001));
  assert.equal(more.room.receipt(more.a, more.id).appliedText, 'a red kite');
  const links = applied({ links: 'yes', profanity: 'yes' }, 'see example.org, damn it');
  assert.equal(links.room.receipt(links.a, links.id).appliedText, 'see example.org, damn it');
});

test('[TR8] where every prompt is reviewed only a signed conductor’s words are shown', () => {
  const unseen = applied({ approval: 'all' }, 'A red kite flies');
  assert.equal(unseen.room.receipt(unseen.a, unseen.id).appliedText, 'a red kite');
  const signed = applied({ approval: 'all' }, 'A red kite flies', true);
  assert.equal(signed.room.receipt(signed.a, signed.id).appliedText, 'A red kite flies');
});
