import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedRulesOf, readEnvironment } from '../../party/server/environment.js';
import { unknownMode } from '../../party/server/room-rules.js';
import { POLICIES } from '../../party/turns/policies.js';

function read(ROOM_RULES: unknown) {
  return readEnvironment({ ODYSSEY_API_KEY: 'k', ROOM_RULES });
}

function rulesOf(room: string, given: unknown) {
  const settings = read(given);
  assert.ok(settings.ok, settings.ok ? '' : settings.problem);
  return fixedRulesOf(room, settings.environment);
}

test('[RU5] rules are fixed for all rooms, and for those that are named', () => {
  const given = {
    opens: 'visit',
    'turn-seconds': 20,
    'demo-*': { turnSeconds: 10 },
    lobby: { approval: 'all' },
  };
  for (const written of [given, JSON.stringify(given)]) {
    assert.deepEqual(rulesOf('attic', written), { opens: 'visit', turnSeconds: 20 });
    assert.deepEqual(rulesOf('demo-1', written), { opens: 'visit', turnSeconds: 10 });
    assert.deepEqual(rulesOf('lobby', written), {
      ...{ opens: 'visit', turnSeconds: 20, approval: 'all' },
    });
  }
  assert.deepEqual(rulesOf('lobby', '{"turn-seconds":"20"}'), { turnSeconds: 20 });
  for (const nothing of [undefined, '', '{}']) assert.deepEqual(rulesOf('lobby', nothing), {});
});

test('[RU5] what does not fit is named in a sentence', () => {
  const cases: [unknown, RegExp][] = [
    ['opens=visit', /^ROOM_RULES must be JSON such as \{"opens":"visit"/],
    ['[]', /^ROOM_RULES must be JSON/],
    [7, /^ROOM_RULES must be JSON/],
    [
      '{"turn-second":20}',
      /^ROOM_RULES has "turn-second", which is no rule; "turn-seconds" is probably meant\.$/,
    ],
    [
      '{"turnSeconds":"twenty"}',
      /^ROOM_RULES has "turn-seconds" with a value that is not a number from 5 to 600\.$/,
    ],
    [
      '{"lobby":{"opens":"never"}}',
      /^ROOM_RULES has "opens" with a value that is not understood. Use one of: visit, host/,
    ],
    ['{"__proto__":{"opens":"never"}}', /^ROOM_RULES has "opens"/],
    ['{"constructor":1}', /^ROOM_RULES has "constructor", which is no rule/],
  ];
  for (const [given, sentence] of cases) {
    const settings = read(given);
    assert.match(settings.ok ? 'it was taken' : settings.problem, sentence);
  }
});

test('[RU5] a mode that the room server does not have is named too', () => {
  const problem = (given: string) => {
    const settings = read(given);
    return settings.ok ? unknownMode(settings.environment.fixedRules, POLICIES) : settings.problem;
  };
  assert.equal(problem('{"turns":"vote","lobby":{"switchable":"open, queue"}}'), null);
  assert.match(problem('{"lobby":{"turns":"teams"}}') ?? '', /the mode "teams"/);
  assert.match(problem('{"switchable":"open,teams"}') ?? '', /the mode "teams"/);
});
