import { expect } from '@open-wc/testing';
import type { EarlyOffer } from '../../src/playback/early-offer.js';
import type { PassedOffer } from '../../src/protocol/offers.js';
import { settle } from '../support/fake-clock.js';
import { FakePorts } from './support/fake-room.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { roomView, SCENES, view } from './support/views.js';

const WATCH = { webrtcUrl: 'https://world.test/early', hlsUrl: null, token: 'early' };

/** An element whose room passes its offer on, when the test says so. */
async function mountWith(attributes: { load?: string; playback?: string; layout?: string } = {}) {
  const ports = new FakePorts();
  let asked = 0;
  let closed = 0;
  let pass = (_passed: PassedOffer | null) => {};
  ports.offer = () => {
    asked += 1;
    const passed = new Promise((resolve) => {
      pass = resolve;
    });
    return { passed, close: () => (closed += 1) } as unknown as EarlyOffer;
  };
  const all = { room: 'lobby', host: 'rooms.test', ...attributes };
  const scene = all.load === 'click' ? '' : 'joining';
  const mounted = await mount({ ports, attributes: all, scene });
  return {
    ...mounted,
    asked: () => asked,
    closed: () => closed,
    pass: async (passed: PassedOffer | null) => {
      pass(passed);
      await soon(() => true);
      await mounted.element.updateComplete;
    },
  };
}

const passed: PassedOffer = { watch: WATCH, answer: 'v=0', location: null };
const watched = ({ ports }: Pick<Mounted, 'ports'>) =>
  ports.playback.watched.map((one) => one?.token ?? null);

describe('a picture before the welcome', () => {
  afterEach(clearPage);

  it('[PF7] plays as soon as the stream has answered, with no words over it', async () => {
    const mounted = await mountWith();
    expect(mounted.root.querySelector('.overlay')).not.to.equal(null);
    await mounted.pass(passed);
    expect(watched(mounted)).to.deep.equal(['early']);
    expect(mounted.root.querySelector('.overlay')).to.equal(null);
  });

  it('[PF18] nothing more is drawn before the stream has answered, or 0.4 s are over', async () => {
    for (const answers of [true, false]) {
      const ports = new FakePorts();
      let pass = (_passed: PassedOffer) => {};
      const coming = new Promise<PassedOffer>((resolve) => {
        pass = resolve;
      });
      ports.offer = () => ({ passed: coming, close: () => {} }) as unknown as EarlyOffer;
      const mounting = mount({ ports, scene: 'joining' });
      await settle();
      const element = document.querySelector('odyssey-broadcast')!;
      const hasPoster = () => element.shadowRoot!.querySelector('img') !== null;
      element.poster = 'data:,';
      await settle();
      // No timer can have fired yet.
      expect(hasPoster()).to.equal(false);
      if (answers) pass(passed);
      const mounted = await mounting;
      await soon(hasPoster);
      await soon(() => watched(mounted).length === Number(answers));
      element.remove();
    }
  });

  it('[PF7] and then the room says what is shown: the same goes on, another takes its place', async () => {
    const mounted = await mountWith();
    await mounted.pass(passed);
    const live = SCENES['watching']!.room!.life;
    if (live.phase !== 'live') throw new Error('not live');
    await mounted.show(view({ room: roomView({ life: { ...live, watch: WATCH } }) }));
    expect(watched(mounted)).to.deep.equal(['early']);
    await mounted.show(SCENES['watching']!);
    expect(watched(mounted)).to.deep.equal(['early', live.watch.token]);
  });

  it('[PF7] no picture stays in a room that is dark, or lets nobody in', async () => {
    for (const scene of ['dark', 'refused']) {
      const mounted = await mountWith();
      await mounted.pass(passed);
      await mounted.show(SCENES[scene]!);
      expect(watched(mounted), scene).to.deep.equal(['early', null]);
    }
  });

  it('[PF7] an answer that comes after the welcome changes nothing', async () => {
    const mounted = await mountWith();
    await mounted.show(SCENES['dark']!);
    await mounted.pass(passed);
    expect(watched(mounted)).to.deep.equal([]);
  });

  it('[PF8] where no picture by WebRTC is wanted, none is asked for', async () => {
    for (const attributes of [{ playback: 'hls' }, { layout: 'remote' }]) {
      const mounted = await mountWith(attributes);
      expect(mounted.asked()).to.equal(0);
    }
    const mounted = await mountWith({ load: 'click' });
    expect(mounted.asked()).to.equal(0);
    mounted.element.load();
    await mounted.element.updateComplete;
    expect(mounted.asked()).to.equal(1);
  });

  it('[PF9] the picture waits for no client, and a socket that none takes is closed', async () => {
    const ports = new FakePorts();
    const socket = { isOpen: true, close: () => (socket.isOpen = false) };
    ports.dial = () => socket as unknown as WebSocket;
    ports.loadLine = () => new Promise(() => {});
    ports.offer = () =>
      ({ passed: Promise.resolve(passed), close: () => {} }) as unknown as EarlyOffer;
    const { element } = await mount({ ports });
    await soon(() => ports.playbacks.length === 1 && ports.playback.watched.length === 1);
    expect([ports.clients.length, element.client]).to.deep.equal([0, null]);
    expect(await element.requestTurn()).to.include({ ok: false, reason: 'offline' });
    element.remove();
    await soon(() => !socket.isOpen);
    expect(ports.playback.closed).to.equal(true);
  });

  it('[PF11] the client is told how far behind the picture that plays is', async () => {
    const { ports } = await mount({ scene: 'watching' });
    ports.playback.become({ status: 'playing', behindSeconds: 6 });
    ports.playback.become({ status: 'stalled' });
    ports.playback.become({ status: 'playing' });
    expect(ports.client.behind.slice(-2)).to.deep.equal([6_000, 0]);
  });

  it('[PF9] a client takes the socket that opened before it was there', async () => {
    const ports = new FakePorts();
    const socket = {} as WebSocket;
    let taken: WebSocket | null = null;
    let dialled = 0;
    ports.dial = () => {
      dialled += 1;
      return socket;
    };
    const loadLine = ports.loadLine;
    ports.loadLine = async () => {
      const line = await loadLine();
      const join: typeof line.join = (options, lastFrame, first = null) => {
        taken = first;
        return line.join(options, lastFrame);
      };
      return { ...line, join };
    };
    const { element } = await mount({ ports, scene: 'joining' });
    expect(taken).to.equal(socket);
    element.room = 'attic';
    await element.updateComplete;
    expect([ports.clients.length, dialled]).to.deep.equal([2, 1]);
  });

  it('[PF8] an element that leaves before its player is there closes it', async () => {
    const ports = new FakePorts();
    let closed = 0;
    ports.loadPlay = () => new Promise(() => {});
    ports.offer = () =>
      ({ passed: new Promise(() => {}), close: () => (closed += 1) }) as unknown as EarlyOffer;
    const { element } = await mount({ ports, scene: 'joining' });
    element.remove();
    await soon(() => closed === 1);
  });
});
