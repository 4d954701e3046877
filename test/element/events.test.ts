import { expect } from '@open-wc/testing';
import {
  OdysseyErrorEvent,
  OdysseyPromptEvent,
  OdysseyReceiptEvent,
  OdysseyStatusEvent,
  OdysseyStreamEvent,
  OdysseyTurnEvent,
} from '../../src/index.js';
import { clearPage, mount } from './support/mount.js';
import { receipt, SCENES, you } from './support/views.js';

const NAMES = [
  'odyssey-status',
  'odyssey-turn',
  'odyssey-receipt',
  'odyssey-stream',
  'odyssey-error',
  'odyssey-prompt',
] as const;

/** Listens where a page would: far above. */
function record(): { readonly events: Event[]; stop(): void } {
  const events: Event[] = [];
  const keep = (event: Event) => events.push(event);
  for (const name of NAMES) document.addEventListener(name, keep);
  return {
    events,
    stop() {
      for (const name of NAMES) document.removeEventListener(name, keep);
    },
  };
}

describe('events', () => {
  let recorder: ReturnType<typeof record>;
  beforeEach(() => {
    recorder = record();
  });
  afterEach(() => {
    recorder.stop();
    clearPage();
  });

  const ofType = <Kind extends Event>(kind: new (init: never) => Kind): Kind[] =>
    recorder.events.filter((event): event is Kind => event instanceof kind);

  it('[EL10] odyssey-status tells of the line’s and the broadcast’s phases, once each', async () => {
    const { show } = await mount({ scene: 'joining' });
    await show(SCENES['opening']!);
    await show(SCENES['watching']!);
    await show({ ...SCENES['watching']!, clockOffsetMs: 5 });
    await show(SCENES['failed']!);
    const told = ofType(OdysseyStatusEvent).map(({ connection, phase, reason }) => [
      connection,
      phase,
      reason,
    ]);
    expect(told).to.deep.equal([
      ['connecting', null, null],
      ['connected', 'opening', null],
      ['connected', 'live', null],
      ['connected', 'failed', 'no-free-stream'],
    ]);
  });

  it('[EL10] odyssey-turn tells of the own standing and of the holder, not of ticking', async () => {
    const { show } = await mount({ scene: 'watching' });
    await show(SCENES['waiting']!);
    const standing = { state: 'waiting', place: 3, expectedAt: 7 } as const;
    await show({ ...SCENES['waiting']!, you: you(standing) });
    await show(SCENES['offered']!);
    const told = ofType(OdysseyTurnEvent).map((event) => [
      event.standing.state,
      event.holder?.name,
    ]);
    expect(told).to.deep.equal([
      ['none', 'Calm Otter'],
      ['waiting', 'Calm Otter'],
      ['offered', 'Quiet Maple'],
    ]);
  });

  it('[EL10] odyssey-receipt tells every step of the visitor’s own prompts', async () => {
    const { ports } = await mount({ scene: 'active' });
    ports.client.step(receipt({ id: 'new', status: 'waiting' }));
    ports.client.step(receipt({ id: 'new', status: 'performing' }));
    ports.client.step(receipt({ id: 'new', status: 'applied' }));
    const told = ofType(OdysseyReceiptEvent).map((event) => event.receipt.status);
    expect(told).to.deep.equal(['waiting', 'performing', 'applied']);
  });

  it('[EL10] odyssey-stream tells of the picture and of the stream on air', async () => {
    const { ports, show } = await mount({ scene: 'watching' });
    ports.playback.become({ status: 'stalled' });
    await show(SCENES['closing']!);
    const told = ofType(OdysseyStreamEvent).map((event) => [event.playback.status, event.streamId]);
    expect(told).to.deep.equal([
      ['playing', 'stream-1'],
      ['playing', 'stream-1'],
      ['stalled', 'stream-1'],
      ['idle', null],
      ['idle', null],
    ]);
  });

  it('[EL10] odyssey-error tells a failure once, with its reason and in words', async () => {
    const { show, ports } = await mount({ scene: 'failed' });
    await show({ ...SCENES['failed']! });
    ports.client.problems.tell({ reason: 'malformed', message: 'a test’s own problem' });
    const told = ofType(OdysseyErrorEvent).map(({ reason, message }) => [reason, message]);
    expect(told).to.deep.equal([
      ['no-free-stream', 'Every stream is in use at the moment.'],
      ['malformed', 'a test’s own problem'],
    ]);
  });

  it('[EL11] all bubble and cross shadow roots; only odyssey-prompt can be canceled', () => {
    const standing = { state: 'none' } as const;
    const all = [
      new OdysseyStatusEvent({ connection: 'connected', phase: 'live', reason: null }),
      new OdysseyTurnEvent({ standing, holder: null }),
      new OdysseyReceiptEvent({ receipt: receipt() }),
      new OdysseyStreamEvent({ playback: { status: 'idle' }, streamId: null }),
      new OdysseyErrorEvent({ reason: 'quota', message: '' }),
      new OdysseyPromptEvent({ text: '' }),
    ];
    expect(all.map(({ type }) => type)).to.deep.equal(NAMES);
    expect(all.every(({ bubbles, composed }) => bubbles && composed)).to.equal(true);
    expect(all.filter(({ cancelable }) => cancelable)).to.have.length(1);
  });

  it('[EL11] a typed prompt can be vetoed by the page; prompt() asks nobody', async () => {
    const { element, ports, one } = await mount({ scene: 'active' });
    element.addEventListener('odyssey-prompt', (event) => event.preventDefault());
    const input = one<HTMLTextAreaElement>('.input');
    input.value = 'Snow falls';
    input.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
    one<HTMLFormElement>('form').requestSubmit();
    expect(ports.client.asked).to.deep.equal(['typing']);
    expect(input.value).to.equal('Snow falls');
    void element.prompt('Rain falls');
    expect(ports.client.asked).to.deep.equal(['typing', 'prompt Rain falls']);
  });

  it('[EL11] nothing is told of what the page itself sets', async () => {
    const { element } = await mount({ scene: 'watching' });
    const before = recorder.events.length;
    element.theme = 'dark';
    element.layout = 'below';
    element.muted = true;
    await element.updateComplete;
    expect(recorder.events.length).to.equal(before);
  });

  it('[EL12] prompt() resolves with the settled receipt; without a room it is refused', async () => {
    const { element, ports } = await mount({ scene: 'active' });
    const settled = element.prompt('Rain falls');
    const id = ports.client.lastPromptId;
    ports.client.step(receipt({ id, status: 'performing' }));
    ports.client.step(receipt({ id, status: 'applied', appliedText: 'Rain is falling' }));
    const { status, appliedText } = await settled;
    expect([status, appliedText]).to.deep.equal(['applied', 'Rain is falling']);
    const alone = await mount({ attributes: {} });
    expect((await alone.element.prompt('x')).reason).to.equal('offline');
    expect(await alone.element.requestTurn()).to.deep.include({ ok: false, reason: 'offline' });
  });

  it('[EL12] the methods ask the client', async () => {
    const { element, ports } = await mount({ scene: 'active' });
    await element.requestTurn();
    await element.releaseTurn();
    await element.passTurn('p-finch');
    await element.withdraw('prompt-9');
    await element.vote('prompt-4');
    await element.start();
    await element.stop();
    expect(ports.client.asked).to.deep.equal([
      'request-turn',
      'release-turn',
      'pass-turn p-finch',
      'withdraw prompt-9',
      'vote prompt-4',
      'start',
      'stop',
    ]);
    expect(element.view).to.equal(ports.client.view);
    expect(element.client).to.equal(ports.client);
  });
});
