import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HeadlessStack, live } from '../support/headless-stack.js';
import { until } from '../support/stack.js';
import { asModerator } from '../support/tokens.js';

let stack: HeadlessStack;
before(async () => {
  stack = await HeadlessStack.start();
});
after(() => stack.close());

async function hoursToday(): Promise<number> {
  const url = `${stack.rooms.url}/parties/main/cut/stats`;
  const response = await fetch(url, await asModerator('cut'));
  const { budget } = (await response.json()) as { budget: { hoursToday: number } };
  return budget.hoursToday;
}

test('[AC16] a stream whose conductor was killed is counted as long as it ran, by the world’s own log', async () => {
  const conductor = await stack.conductor(['cut']).ready();
  const visitor = stack.visitor('cut');
  await live(visitor);
  await conductor.kill();
  const ended = await until('the stream to end', () =>
    stack.world.log().find(({ event }) => event === 'stream-ended'),
  );
  const started = stack.world.log().find(({ event }) => event === 'stream-started');
  const seconds = (ended!.at - started!.at) / 1000;
  const offBy = async () => (await hoursToday()) * 3600 - seconds;
  assert.ok(seconds > 0 && seconds < 60, `${seconds} s`);
  await until('it to be taken for one that runs', offBy, (off) => off > 3);
  await until('the true length', offBy, (off) => Math.abs(off) < 1);
});
