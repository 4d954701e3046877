import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { begin, change, tell } from '../../demo/world/stream/telling.js';

describe('the telling', () => {
  const told = (opening: string, ...prompts: string[]) =>
    tell(prompts.reduce(change, begin(opening)));

  test('[WO20] a world is told in one piece: its opening, then what has become of it', () => {
    assert.equal(told('a quiet harbour at dawn'), 'A quiet harbour at dawn.');
    assert.equal(told('', 'fog rolls in.'), 'An open landscape. Now fog rolls in.');
    assert.equal(
      told('a harbour', 'It is night', 'NASA launches a rocket!'),
      'A harbour. Now it is night, and NASA launches a rocket.',
    );
  });

  test('[WO20] actions become states, and a repeated change is told once', () => {
    const cases: [string, string][] = [
      ['Make it snow', 'it is snowing'],
      ['please make it dark', 'it is dark'],
      ['let it be night', 'it is night'],
      ['Add two red foxes', 'there is two red foxes'],
      ['remove the boat', 'there is no longer the boat'],
      ['the keeper is wearing a hat', 'the keeper is wearing a hat'],
    ];
    for (const [prompt, state] of cases) assert.equal(told('x', prompt), `X. Now ${state}.`);
    assert.equal(told('x', 'a', 'b', 'a'), 'X. Now b, and a.');
  });

  test('[WO20] it stays bounded, and a retelling opens the next stream', () => {
    const many = Array.from({ length: 50 }, (_, index) => `change ${index}`);
    const text = told('x', ...many);
    assert.ok(text.length < 120);
    assert.equal(told(text), text);
  });
});
