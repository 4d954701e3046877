import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACT_ROLES } from '../../src/protocol/moderation.js';
import {
  DEFAULT_RULES,
  isFromPage,
  KNOB_NAMES,
  KNOBS,
  PAGE_RANGES,
  RULE_NAMES,
  type RulesPatch,
} from '../../src/protocol/rules.js';
import { LOCKING_RULES } from '../support/stranger.js';
import { liveRoom, TestRoom } from '../support/test-room.js';

/** The rules that the embed which joined last was told it did not get. */
function notTaken(room: TestRoom): readonly string[] {
  const welcome = room.effects.findLast((effect) => effect.type === 'welcome');
  return welcome?.type === 'welcome' ? welcome.rulesNotTaken : ['no welcome'];
}

test('[RU2] of a page that nobody signed for only pace and shape are taken', () => {
  const room = new TestRoom();
  const pace: RulesPatch = { turns: 'open', turnSeconds: 45, orientation: 'portrait' };
  room.join({ setsRulesAs: 'page', rules: { ...LOCKING_RULES, ...pace } });
  assert.deepEqual(room.state.rules.values, { ...DEFAULT_RULES, ...pace });
  assert.deepEqual([...notTaken(room)].sort(), Object.keys(LOCKING_RULES).sort());
});

test('[RU2] every rule says of whom it is taken, and those that the design names are no page’s', () => {
  for (const name of RULE_NAMES) assert.equal(typeof isFromPage(name, null), 'boolean', name);
  for (const name of Object.keys(LOCKING_RULES) as (keyof RulesPatch)[]) {
    assert.equal(isFromPage(name, LOCKING_RULES[name]), false, name);
  }
  const page = RULE_NAMES.filter((name) => isFromPage(name, 'queue'));
  assert.ok(page.includes('turns') && page.includes('turnSeconds'));
  assert.ok(page.length < Object.keys(KNOBS).length);
});

test('[RU2] a page that asks for a mode which waits for staff gets the rest', () => {
  for (const turns of ['stage', 'curated']) {
    const room = new TestRoom();
    room.join({ setsRulesAs: 'page', rules: { turns, turnSeconds: 45 } });
    assert.equal(room.view().turns.mode, 'queue');
    assert.equal(room.view().rules.turnSeconds, 45);
    assert.deepEqual(notTaken(room), ['turns']);
  }
});

test('[RU9] whatever the first page sets, no turn, round or rest is longer than five minutes', () => {
  for (const end of ['min', 'max'] as const) {
    const extreme = Object.fromEntries(KNOB_NAMES.map((name) => [name, KNOBS[name][end]]));
    const room = new TestRoom();
    room.join({ setsRulesAs: 'page', rules: { turns: 'vote', ...extreme } });
    const { values } = room.state.rules;
    const { turnSeconds, extensions, extensionSeconds, claimSeconds, gapSeconds } = values;
    const waits = [
      turnSeconds + extensions * extensionSeconds,
      values.submitSeconds + values.voteSeconds,
      values.cooldownSeconds,
      values.takeSeconds,
    ];
    for (const seconds of waits) assert.ok(seconds <= 300, `${end}: ${waits.join(', ')}`);
    assert.ok(gapSeconds <= 15 && claimSeconds >= 5, `${end}: ${gapSeconds}, ${claimSeconds}`);
    assert.equal(values.turns, 'vote', 'what it may set is taken all the same');
  }
});

test('[RU9] the limit itself is taken, beyond it nothing; a signed embed sets all that there is', () => {
  for (const [name, { min, max }] of Object.entries(PAGE_RANGES)) {
    for (const [value, isTaken] of [
      [min ?? max ?? 0, true],
      [min === undefined ? (max ?? 0) + 1 : min - 1, false],
    ] as const) {
      for (const setsRulesAs of ['page', 'owner'] as const) {
        const room = new TestRoom();
        room.join({ setsRulesAs, rules: { [name]: value } });
        const expected = isTaken || setsRulesAs === 'owner' ? [] : [name];
        assert.deepEqual(notTaken(room), expected, `${name}=${value} of ${setsRulesAs}`);
      }
    }
  }
});

test('[RU3] a hello that may set nothing leaves the first word to the site’s own page', () => {
  const room = new TestRoom();
  room.join({ setsRulesAs: null, rules: { ...LOCKING_RULES, turnSeconds: 600 } });
  assert.deepEqual(room.state.rules.values, DEFAULT_RULES);
  room.join({ setsRulesAs: 'page', rules: { turnSeconds: 20 } });
  assert.equal(room.view().rules.turnSeconds, 20);
  assert.deepEqual(notTaken(room), []);
});

test('[RU4] what a page has set gives way to a signed embed once, and to no other page', () => {
  const room = new TestRoom();
  room.join({ setsRulesAs: 'page', rules: { turnSeconds: 120, claimSeconds: 60 } });
  room.join({ setsRulesAs: 'page', rules: { turnSeconds: 20 } });
  assert.equal(room.view().rules.turnSeconds, 120);
  room.join({ setsRulesAs: 'owner', rules: { turnSeconds: 30, opens: 'host' } });
  const { turnSeconds, claimSeconds, opens } = room.view().rules;
  assert.deepEqual([turnSeconds, claimSeconds, opens], [30, 60, 'host']);
  room.join({ setsRulesAs: 'owner', rules: { turnSeconds: 99 } });
  assert.equal(room.view().rules.turnSeconds, 30);
  assert.deepEqual(notTaken(room), ['turnSeconds']);
});

test('[RU4] what a host has set stays', () => {
  const [room] = liveRoom(1);
  const host = room.join({ id: 't-host', role: 'host' });
  room.setRules(host, { turnSeconds: 77 });
  room.join({ setsRulesAs: 'owner', rules: { turnSeconds: 30 } });
  assert.equal(room.view().rules.turnSeconds, 77);
});

test('[RU6] the environment wins over what is stored, and gives it back', () => {
  const room = new TestRoom({ opens: 'host', hours: 'mo 00:00-00:01', turnSeconds: 600 });
  const a = room.join();
  assert.equal(room.view().life.phase, 'dark');
  room.apply({ type: 'configured', rules: { opens: 'visit', hours: '', turns: 'open' } });
  assert.notEqual(room.view().life.phase, 'dark');
  room.goLive();
  room.prompt(a, 'a red kite');
  assert.equal(room.turns.mode, 'open');
  assert.equal(room.view().rules.turnSeconds, 600, 'what it does not name stays');
  const before = room.state;
  room.apply({ type: 'configured', rules: { opens: 'visit', hours: '', turns: 'open' } });
  assert.equal(room.state.rules, before.rules, 'again is no change');
  room.apply({ type: 'configured', rules: { opens: 'visit' } });
  const { opens, hours, turns } = room.view().rules;
  assert.deepEqual(
    { opens, hours, turns },
    { opens: 'visit', hours: 'mo 00:00-00:01', turns: 'queue' },
  );
});

test('[RU6] nobody in the room changes what is fixed: no embed, no host, no crowd', () => {
  const [room, a, b] = liveRoom(2, { switchable: 'open' });
  room.apply({ type: 'configured', rules: { turns: 'queue', replay: 'no' } });
  room.join({ rules: { replay: 'yes', turnSeconds: 45 } });
  assert.deepEqual(notTaken(room), ['replay']);
  assert.equal(room.view().rules.turnSeconds, 45);
  const host = room.join({ id: 't-host', role: 'host' });
  assert.equal(room.setRules(host, { replay: 'yes', turnSeconds: 50 }).reason, 'rule-fixed');
  assert.equal(room.view().rules.turnSeconds, 45, 'all of it or nothing');
  assert.equal(room.setRules(host, { replay: 'no', turnSeconds: 50 }).ok, true);
  for (const one of [a, b]) {
    room.say(one, { type: 'switch-vote', id: 'q', mode: 'open' });
    assert.equal(room.lastAnswer(one).reason, 'not-switchable');
  }
  assert.equal(room.turns.switching, null);
});

test('[RU7] a host resets the rules, and then the next embed sets them', () => {
  const [room, a] = liveRoom(1, { turns: 'open', maxLength: 20, blockedWords: 'a,e,i,o,u' });
  room.apply({ type: 'configured', rules: { replay: 'staff' } });
  const host = room.join({ id: 't-host', role: 'host' });
  room.setRules(host, { turnSeconds: 99 });
  const reset = { act: 'rules', rules: {}, reset: true } as const;
  for (const role of ['prompter', 'moderator'] as const) {
    assert.equal(ACT_ROLES.rules.includes(role), false);
  }
  assert.equal(room.act(a, reset).reason, 'not-allowed');
  assert.equal(room.act(host, reset).ok, true);
  assert.deepEqual(room.state.rules.values, { ...DEFAULT_RULES, replay: 'staff' });
  assert.equal(room.turns.mode, 'queue');
  room.apply({ type: 'configured', rules: {} });
  assert.deepEqual(room.state.rules.values, DEFAULT_RULES);
  room.join({ setsRulesAs: 'page', rules: { turnSeconds: 20 } });
  assert.equal(room.view().rules.turnSeconds, 20);
  const { lately } = room.state.moderation;
  assert.ok(lately.some(({ act, about }) => act === 'rules' && about === 'reset'));
});

test('[RU8] the welcome names what the room does otherwise than the embed says', () => {
  const room = new TestRoom();
  room.join({ rules: { turnSeconds: 20, opens: 'visit' } });
  assert.deepEqual(notTaken(room), []);
  room.join({ rules: { turnSeconds: 45, opens: 'visit', maxQueue: 9 } });
  assert.deepEqual(notTaken(room), ['turnSeconds', 'maxQueue']);
});
