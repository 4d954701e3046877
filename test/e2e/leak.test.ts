import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../support/stack.js';
import { Visitor } from '../support/visitor.js';

let stack: Stack;
before(async () => {
  stack = await Stack.start();
});
after(() => stack.close());

/** Counts what a page opens and does not give back. */
function countEverything(): void {
  const open = { sockets: 0, peers: 0, intervals: 0, timeouts: 0, media: 0, workers: 0 };
  Object.assign(window, { open: undefined, leaks: open });
  const RealSocket = WebSocket;
  window.WebSocket = class extends RealSocket {
    constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
      super(...parameters);
      open.sockets += 1;
      this.addEventListener('close', () => {
        open.sockets -= 1;
      });
    }
  };
  const RealPeer = RTCPeerConnection;
  window.RTCPeerConnection = class extends RealPeer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      open.peers += 1;
    }
    override close() {
      if (this.signalingState !== 'closed') open.peers -= 1;
      super.close();
    }
  };
  const RealWorker = Worker;
  window.Worker = class extends RealWorker {
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      super(...parameters);
      open.workers += 1;
    }
    override terminate() {
      open.workers -= 1;
      super.terminate();
    }
  };
  // A media element that has a stream is kept by it, in the document or not.
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject')!;
  const holding = new Set<HTMLMediaElement>();
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...source,
    set(this: HTMLMediaElement, stream: MediaProvider | null) {
      source.set?.call(this, stream);
      if (stream === null) holding.delete(this);
      else holding.add(this);
      open.media = holding.size;
    },
  });
  const {
    setTimeout: later,
    clearTimeout: cancel,
    setInterval: every,
    clearInterval: stop,
  } = window;
  const timeouts = new Set<number>();
  const intervals = new Set<number>();
  const sync = () => Object.assign(open, { timeouts: timeouts.size, intervals: intervals.size });
  window.setTimeout = ((run: () => void, ms?: number) => {
    const id: number = later(() => {
      timeouts.delete(id);
      sync();
      run();
    }, ms);
    timeouts.add(id);
    sync();
    return id;
  }) as typeof window.setTimeout;
  window.clearTimeout = (id) => {
    timeouts.delete(Number(id));
    sync();
    cancel(id);
  };
  window.setInterval = ((run: () => void, ms?: number) => {
    const id: number = every(run, ms);
    intervals.add(id);
    sync();
    return id;
  }) as typeof window.setInterval;
  window.clearInterval = (id) => {
    intervals.delete(Number(id));
    sync();
    stop(id);
  };
}

test('[E2E4] fifty elements mounted and removed leave no timer, socket, peer connection, media or worker', async () => {
  const conductor = new Visitor(await stack.open({ room: 'leak' }));
  await conductor.live();
  const page = await stack.newPage();
  await page.evaluateOnNewDocument(countEverything);
  await page.goto(`${stack.rooms.url}/?room=leak&conduct=never`);
  await page.evaluate(async () => {
    await customElements.whenDefined('odyssey-broadcast');
    for (const element of document.querySelectorAll('odyssey-broadcast')) element.remove();
  });
  for (let round = 0; round < 50; round += 1) {
    await page.evaluate(
      async (isLong) => {
        const element = document.createElement('odyssey-broadcast');
        element.setAttribute('load', 'eager');
        element.setAttribute('room', 'leak');
        element.setAttribute('conduct', 'never');
        document.body.append(element);
        // Some are taken away at once, some while connecting, some with the picture on the screen.
        if (isLong) {
          const video = () => element.shadowRoot?.querySelector('video[data-front]');
          while (!video()) await new Promise((resolve) => requestAnimationFrame(resolve));
        } else await new Promise((resolve) => requestAnimationFrame(resolve));
        element.remove();
      },
      round % 5 === 0,
    );
  }
  const nothing = { sockets: 0, peers: 0, intervals: 0, timeouts: 0, media: 0, workers: 0 };
  const leaks = await until(
    'everything to be given back',
    () => page.evaluate(() => ({ ...(window as unknown as { leaks: typeof nothing }).leaks })),
    (seen) => Object.values(seen).every((count) => count === 0),
  );
  assert.deepEqual(leaks, nothing);
  // The conductor's own page lies behind this one, and so it may rest.
  await until(
    'the viewers to be gone',
    () => stack.world.stats().streams.at(-1)?.viewers ?? 0,
    (viewers) => viewers <= 1,
  );
});
