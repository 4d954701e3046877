import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventStreams } from '../../party/server/event-streams.js';
import type { RoomView } from '../../src/protocol/view.js';
import { entry, stepResult } from '../support/step-results.js';

const { view } = stepResult([]);

/** Everything that has been said so far, as it stands on the wire. */
class Ear {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  text = '';
  isOver = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.reader = stream.getReader();
    void this.listen();
  }

  private async listen(): Promise<void> {
    for (;;) {
      const { done, value } = await this.reader.read();
      this.isOver = done;
      if (done) return;
      this.text += new TextDecoder().decode(value);
    }
  }

  async events(): Promise<string[]> {
    await new Promise((resolve) => setImmediate(resolve));
    return [...this.text.matchAll(/^event: (\w+)$/gm)].map(([, name = '']) => name);
  }

  close(): Promise<void> {
    return this.reader.cancel();
  }
}

test('[EV1] a listener gets the state first, then what changes, never where to watch', async () => {
  const streams = new EventStreams();
  const watch = { webrtcUrl: 'http://w', hlsUrl: null, token: 'secret-of-viewers' };
  const life = { phase: 'live', streamId: 's', startedAt: 1, watch, lastCall: null } as const;
  const live: RoomView = { ...view, life };
  const ear = new Ear(streams.open(live, false, 0));
  streams.observe(stepResult([], { view: live, delta: { seq: 2, room: { life: live.life } } }));
  const before = { streamId: 's', watch };
  const opening = { phase: 'opening', since: 1, attempt: 0, reason: null, before } as const;
  const anew: RoomView = { ...view, life: opening };
  streams.observe(stepResult([], { view: anew, delta: { seq: 3, room: { life: opening } } }));
  streams.observe(stepResult([]));
  streams.observe(stepResult([{ log: 'history', entry: entry(1) }]));
  assert.deepEqual(await ear.events(), ['state', 'delta', 'delta', 'prompt']);
  assert.match(ear.text, /^retry: \d+\n/);
  assert.match(ear.text, /^id: 1$/m);
  assert.doesNotMatch(ear.text, /secret-of-viewers/);
});

test('[EV2] what the world never saw, and what moderators did, is told to moderators alone', async () => {
  const streams = new EventStreams();
  const anybody = new Ear(streams.open(view, false, 0));
  const moderator = new Ear(streams.open(view, true, 0));
  const act = { no: 1, at: 1, by: null, act: 'x', to: null, about: null, why: '', until: null };
  streams.observe(
    stepResult([
      { log: 'history', entry: entry(1, { status: 'refused', text: 'a slur' }) },
      { log: 'audit', entry: act },
    ]),
  );
  assert.deepEqual(await anybody.events(), ['state']);
  assert.doesNotMatch(anybody.text, /a slur/);
  assert.deepEqual(await moderator.events(), ['state', 'prompt', 'audit']);
});

test('[EV3] the line is kept open by a comment every 25 seconds, and only while somebody listens', async () => {
  const streams = new EventStreams();
  assert.equal(streams.dueAt, null);
  const ear = new Ear(streams.open(view, false, 1_000));
  assert.equal(streams.dueAt, 26_000);
  streams.woke(26_000);
  await ear.events();
  assert.match(ear.text, /^: /m);
  assert.equal(streams.dueAt, 51_000);
  await ear.close();
  assert.equal(streams.dueAt, null);
  assert.equal(streams.size, 0);
});

test('[EV4] one who does not read is let go at 256 KB and the others hear on', async () => {
  const streams = new EventStreams();
  streams.open(view, true, 0);
  const ear = new Ear(streams.open(view, true, 0));
  const long = entry(1, { text: 'x'.repeat(30_000) });
  for (let count = 0; count < 20; count += 1) {
    streams.observe(stepResult([{ log: 'history', entry: long }]));
    await ear.events();
  }
  assert.equal(streams.size, 1);
  assert.equal((await ear.events()).length, 21);
});

test('[EV4] a full room has no place for a minute, and then that of whoever listened longest', async () => {
  const streams = new EventStreams();
  const first = new Ear(streams.open(view, false, 0));
  while (streams.hasPlace(1_000)) streams.open(view, false, 1_000);
  assert.equal(streams.size, 80);
  assert.equal(streams.hasPlace(59_000), false);
  assert.equal(streams.hasPlace(60_000), true);
  assert.equal(streams.size, 79);
  await first.events();
  assert.equal(first.isOver, true, 'it is told, and comes back by itself');
  streams.open(view, false, 60_000);
  assert.equal(streams.hasPlace(60_000), false);
});

test('[EV7] the last 20 of 100 places are for those with a token, who give theirs to nobody', () => {
  const streams = new EventStreams();
  while (streams.hasPlace(0)) streams.open(view, false, 0);
  while (streams.hasPlace(0, 900_000)) streams.open(view, true, 0, 900_000);
  assert.equal(streams.size, 100);
  assert.equal(streams.hasPlace(60_000, 900_000), true, 'the oldest without one gives way');
  streams.open(view, true, 60_000, 900_000);
  assert.equal(streams.hasPlace(60_000), true, 'each for one');
  assert.equal(streams.size, 99);
});

test('[EV7] one address has 10 places, however many are free', () => {
  const streams = new EventStreams();
  const open = (address: string) => {
    const hasPlace = streams.hasPlace(0, null, address);
    if (hasPlace) streams.open(view, false, 0, null, address);
    return hasPlace;
  };
  for (let count = 0; count < 10; count += 1) assert.equal(open('203.0.113.7'), true);
  assert.equal(open('203.0.113.7'), false);
  assert.equal(streams.hasPlace(600_000, null, '203.0.113.7'), false, 'nor at another’s cost');
  assert.equal(open('203.0.113.8'), true);
  assert.equal(streams.size, 11);
});

test('[EV7] a listener who finds no place has the others pinged twice, so that the dead are found', async () => {
  const streams = new EventStreams();
  while (streams.hasPlace(0)) streams.open(view, false, 0);
  const listener = new Ear(streams.open(view, true, 0, 900_000));
  await listener.events();
  assert.equal(streams.dueAt, 1_000);
  streams.woke(1_000);
  assert.equal(streams.dueAt, 3_000);
  streams.woke(3_000);
  assert.equal(streams.dueAt, 28_000, 'then as usual');
  await listener.events();
  assert.equal(listener.text.match(/^: /gm)?.length, 2);
});

test('[EV6] a stream ends with the token that was shown for it', async () => {
  const streams = new EventStreams();
  const { now } = stepResult([]);
  const ear = new Ear(streams.open(view, true, now, now + 60_000));
  const other = new Ear(streams.open(view, false, now));
  streams.observe({
    ...stepResult([{ log: 'history', entry: entry(1, { status: 'refused' }) }]),
    now: now + 59_000,
  });
  assert.deepEqual(await ear.events(), ['state', 'prompt']);
  streams.observe({
    ...stepResult([{ log: 'history', entry: entry(2, { status: 'refused' }) }]),
    now: now + 60_000,
  });
  assert.deepEqual(await ear.events(), ['state', 'prompt'], 'a moderator no more');
  assert.ok(ear.isOver);
  assert.equal(streams.size, 1, 'the others hear on');
  await other.close();
});

test('[RX10] a listener hears the sum of the change on screen', async () => {
  const streams = new EventStreams();
  const ear = new Ear(streams.open(view, false, 0));
  const reactions = { of: 'snow', sums: { '👏': 41 } };
  streams.observe(stepResult([], { delta: { seq: 2, room: { reactions } } }));
  assert.deepEqual(await ear.events(), ['state', 'delta']);
  assert.ok(ear.text.includes(JSON.stringify({ now: 1_000, room: { reactions } })));
});
