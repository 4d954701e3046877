import { expect } from '@open-wc/testing';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { FakePorts } from './support/fake-room.js';
import { ManualTimers } from './support/manual-timers.js';
import { clearPage, drawn, mount } from './support/mount.js';
import { LIVE, roomView, SCENES, view } from './support/views.js';

const HOME = { room: 'lobby', host: 'rooms.test' };

describe('joining and leaving', () => {
  let timers: ManualTimers;
  beforeEach(() => {
    timers = new ManualTimers();
  });
  afterEach(() => {
    clearPage();
    timers.runAll();
    timers.restore();
  });

  it('[EL16] the attributes become the client’s options', async () => {
    const attributes = {
      ...HOME,
      party: 'world',
      token: 'signed',
      name: 'Ada',
      conduct: 'always',
      'turn-seconds': '20',
      order: 'fifo',
    };
    const { ports } = await mount({ attributes });
    expect(ports.client.options).to.deep.include({
      host: 'rooms.test',
      room: 'lobby',
      party: 'world',
      token: 'signed',
      name: 'Ada',
      conduct: 'prefer',
      rules: { turnSeconds: 20, order: 'fifo' },
    });
  });

  it('[AT3] the client hears whether the page is in front, at the start and at each change', async () => {
    const { ports } = await mount({ attributes: HOME });
    const said = [ports.client.visible];
    for (const hidden of [true, false]) {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      said.push(ports.client.visible);
    }
    Reflect.deleteProperty(document, 'hidden');
    expect(said).to.deep.equal([true, false, true]);
  });

  it('[EL16] another room, host or visitor joins anew; looks do not', async () => {
    const { element, ports } = await mount({ attributes: HOME });
    element.theme = 'dark';
    await element.updateComplete;
    expect(ports.clients).to.have.length(1);
    element.room = 'attic';
    await element.updateComplete;
    element.token = 'signed';
    await element.updateComplete;
    expect(ports.clients.map(({ options }) => options.room)).to.deep.equal([
      'lobby',
      'attic',
      'attic',
    ]);
    expect(ports.clients.map(({ open }) => open)).to.deep.equal([false, false, true]);
    expect(ports.playbacks.map(({ closed }) => closed)).to.deep.equal([true, true, false]);
  });

  it('[EL16] another name is said on the same line', async () => {
    const { element, ports } = await mount({ attributes: HOME });
    element.name = 'Ada';
    await element.updateComplete;
    expect(ports.clients).to.have.length(1);
    expect(ports.client.asked).to.deep.equal(['rename Ada']);
  });

  it('[EL16] a browser without WebRTC offers to run no world', async () => {
    const real = globalThis.RTCPeerConnection;
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection');
    try {
      const { ports } = await mount({ attributes: { ...HOME, conduct: 'always' } });
      expect(ports.client.options.conduct).to.equal('no');
    } finally {
      globalThis.RTCPeerConnection = real;
    }
  });

  it('[EL16] a browser without H.264 runs no world unbidden, and says what it lacks', async () => {
    const real = RTCRtpReceiver.getCapabilities;
    RTCRtpReceiver.getCapabilities = (kind) => {
      const all = real.call(RTCRtpReceiver, kind);
      const codecs = all?.codecs.filter(({ mimeType }) => !/h264/i.test(mimeType)) ?? [];
      return { headerExtensions: [], ...all, codecs };
    };
    try {
      const { ports, show, text } = await mount({ attributes: HOME });
      expect(ports.client.options.conduct).to.equal('no');
      const life = { phase: 'dark', reason: 'no-conductor', until: null } as const;
      await show(view({ room: roomView({ life }) }));
      expect(text('.overlay')).to.contain('Waiting for the host');
      expect(text('.overlay')).to.contain('it has no H.264');
      const asked = await mount({ attributes: { ...HOME, conduct: 'always' } });
      expect(asked.ports.client.options.conduct).to.equal('prefer');
    } finally {
      RTCRtpReceiver.getCapabilities = real;
    }
  });

  it('[EL17] a missing room or host is said on the element, and joins nothing', async () => {
    const noRoom = await mount({ attributes: { host: 'rooms.test' } });
    expect(noRoom.text('.overlay')).to.contain('needs a room');
    expect(noRoom.ports.clients).to.have.length(0);
    expect(noRoom.element.matches(':state(failed)')).to.equal(true);
    const noHost = await mount({ attributes: { room: 'lobby' } });
    expect(noHost.text('.overlay')).to.contain('room server');
    noHost.element.host = 'rooms.test';
    await drawn(noHost.element, noHost.ports);
    expect(noHost.text('.overlay')).to.equal('Joining the room…');
  });

  it('[EL17] a rule that is not understood is a discreet note; the rest counts', async () => {
    const attributes = { ...HOME, 'turn-seconds': 'abc', 'claim-seconds': '9', layout: 'sideways' };
    const { ports, text } = await mount({ attributes });
    expect(ports.client.options.rules).to.deep.equal({ claimSeconds: 9 });
    expect(text('.note')).to.contain('turn-seconds="abc" is not a number from 5 to 600');
    expect(text('.note')).to.contain('layout="sideways" is not understood');
  });

  it('[EL17] a part of the script that does not load is said on the element', async () => {
    const ports = new FakePorts();
    ports.loadRoom = () => Promise.reject(new Error('offline'));
    const { text, element } = await mount({ attributes: HOME, ports, scene: 'watching' });
    expect(text('.overlay')).to.contain('could not be loaded');
    expect(element.matches(':state(failed)')).to.equal(true);
  });

  it('[EL17] a part that did not load is tried again with the next setting', async () => {
    const ports = new FakePorts();
    const { loadRoom } = ports;
    ports.loadRoom = () => Promise.reject(new Error('offline'));
    const { text, element, root } = await mount({ attributes: HOME, ports });
    expect(text('.overlay')).to.contain('could not be loaded');
    ports.loadRoom = loadRoom;
    element.room = 'attic';
    await drawn(element, ports);
    ports.client.show(SCENES['watching']!);
    await element.updateComplete;
    expect(element.matches(':state(failed)')).to.equal(false);
    expect(root.querySelector('.composer')).not.to.equal(null);
  });

  it('[EL18] moving it in the document keeps the room, the picture and the draft', async () => {
    const { element, ports } = await mount({ attributes: HOME, scene: 'active' });
    const box = document.createElement('div');
    box.dataset['box'] = '';
    document.body.append(box);
    box.append(element);
    timers.runAll();
    element.remove();
    document.body.append(element);
    timers.runAll();
    await element.updateComplete;
    expect(ports.clients).to.have.length(1);
    expect(ports.client.open).to.equal(true);
    expect(ports.playback.resumed).to.equal(2);
    expect(element.view).to.equal(SCENES['active']);
  });

  it('[EL18] an atomic move is no move at all', async () => {
    const { element, ports } = await mount({ attributes: HOME, scene: 'active' });
    const box = document.createElement('div');
    box.dataset['box'] = '';
    document.body.append(box);
    (box as unknown as { moveBefore(node: Node, child: null): void }).moveBefore(element, null);
    expect(ports.playback.resumed).to.equal(0);
    expect(ports.client.open).to.equal(true);
  });

  it('[EL19] mounted and taken away fifty times, it leaves nothing behind', async () => {
    const ports = new FakePorts();
    const held = timers.count;
    for (let round = 0; round < 50; round += 1) {
      const { element } = await mount({ attributes: HOME, ports, scene: 'active' });
      element.remove();
    }
    timers.runAll();
    expect(timers.count).to.equal(held);
    expect(ports.clients).to.have.length(50);
    expect(ports.clients.every(({ left, open }) => left && !open)).to.equal(true);
    expect(ports.playbacks.every(({ closed }) => closed)).to.equal(true);
    const listeners = ports.clients.map(
      ({ views, receipts, problems }) => views.all.size + receipts.all.size + problems.all.size,
    );
    expect(Math.max(...listeners)).to.equal(0);
    const told = ports.playbacks.map(({ seen }) => seen.length);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ports.playbacks.map(({ seen }) => seen.length)).to.deep.equal(told);
  });

  it('[EL19] back after it had left, it joins again by itself', async () => {
    const { element, ports } = await mount({ attributes: HOME });
    element.remove();
    timers.runAll();
    expect(ports.client.open).to.equal(false);
    document.body.append(element);
    expect(ports.clients).to.have.length(2);
    expect(ports.client.open).to.equal(true);
  });

  it('[EL20] the picture follows the stream on air, and a repeated snapshot changes nothing', async () => {
    const { ports, show } = await mount({ attributes: HOME, scene: 'watching' });
    await show(view({ room: roomView({ life: structuredClone(LIVE) }) }));
    await show(SCENES['closing']!);
    const urls = ports.playback.watched.map((watch) => watch?.webrtcUrl ?? null);
    expect(urls).to.deep.equal(['https://media.test/one', null]);
  });

  it('[EL20] the picture is told whether it can be seen', async () => {
    const { ports } = await mount({ attributes: HOME, scene: 'watching' });
    const before = ports.playback.seen.length;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(ports.playback.seen.length).to.equal(before + 1);
    expect(ports.playback.seen.at(-1)).to.have.keys('pageVisible', 'onScreen');
  });

  it('[EL21] one timer runs while something counts, none while nothing does', async () => {
    const { element, ports, show, one } = await mount({ attributes: HOME, scene: view() });
    const idle = timers.count;
    await show(SCENES['watching']!);
    expect(timers.count).to.equal(idle + 1);
    ports.client.time += 1000;
    timers.runAll();
    await element.updateComplete;
    const left = one('.holds .clock .left').getAttribute('stroke-dashoffset');
    expect(Number(left)).to.be.closeTo(100 * (1 - 16 / DEFAULT_RULES.turnSeconds), 0.1);
    expect(timers.count).to.equal(idle + 1);
    await show(SCENES['standing']!);
    expect(timers.count).to.equal(idle);
  });

  it('[EL21] the ring empties with the room’s clock', async () => {
    const { one, root, show } = await mount({ attributes: HOME, scene: 'watching' });
    const share = () => Number(one('circle.left').getAttribute('stroke-dashoffset'));
    const seconds = DEFAULT_RULES.turnSeconds;
    expect(share()).to.be.closeTo(100 * (1 - 17 / seconds), 0.1);
    await show(SCENES['free']!);
    expect(root.querySelector('[role=timer]')).to.equal(null);
  });
});
