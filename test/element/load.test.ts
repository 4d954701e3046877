import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { browserPorts } from '../../src/element/controller.js';
import { OdysseyBroadcast } from '../../src/element/odyssey-broadcast.js';
import { clearPage, drawn, type Mounted, mount, soon } from './support/mount.js';

const HOME = { room: 'lobby', host: 'rooms.test' };

/** An element far below what can be seen. */
function farDown(attributes: Readonly<Record<string, string>>): Promise<Mounted> {
  const into = document.createElement('div');
  into.dataset['box'] = '';
  into.style.paddingBlockStart = '5000px';
  document.body.append(into);
  return mount({ attributes: { ...HOME, ...attributes }, into });
}

/** Lets an observer report, which it does once a frame is drawn. */
async function frames(): Promise<void> {
  for (let count = 0; count < 3; count += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

function savingData(saveData: boolean): () => void {
  Object.defineProperty(navigator, 'connection', { configurable: true, value: { saveData } });
  return () => Reflect.deleteProperty(navigator, 'connection');
}

/** Every request that the page makes: those that the browser lists, and sockets, which it does not. */
function listenToRequests() {
  const since = performance.now();
  const sockets: string[] = [];
  const RealSocket = globalThis.WebSocket;
  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(new URL(url).pathname);
    }
  };
  const listed = () =>
    performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime >= since)
      .map(({ name }) => new URL(name).pathname);
  const LAST = '/the-last-of-them.gif';
  return {
    requests: () => [...listed(), ...sockets].filter((path) => path !== LAST),
    /** What was asked for before a request of the test's own is listed before it. */
    async heardAll() {
      await fetch(LAST).then((response) => response.text());
      await soon(() => listed().includes(LAST));
    },
    stop() {
      globalThis.WebSocket = RealSocket;
    },
  };
}

describe('when it loads', () => {
  afterEach(() => {
    clearPage();
    window.scrollTo(0, 0);
  });

  it('[EL40] by default nothing is joined or loaded before it comes near the viewport', async () => {
    const { element, ports } = await farDown({ load: 'visible' });
    let isLoaded = false;
    const { loadRoom } = ports;
    ports.loadRoom = () => {
      isLoaded = true;
      return loadRoom();
    };
    await frames();
    expect(ports.clients).to.have.length(0);
    expect(isLoaded).to.equal(false);
    window.scrollTo(0, element.offsetTop - innerHeight - 100);
    await soon(() => ports.clients.length === 1 && ports.client.open);
    expect(isLoaded).to.equal(true);
    window.scrollTo(0, 0);
    await frames();
    expect(ports.client.open).to.equal(true);
  });

  it('[EL40] visible is what it is without the attribute', async () => {
    const element = document.createElement('odyssey-broadcast');
    expect(element.loading).to.equal('visible');
    const { ports } = await farDown({ load: 'whenever' });
    await frames();
    expect(ports.clients).to.have.length(0);
  });

  it('[EL16] what the page sets before it comes near counts, and an invitation is not lost', async () => {
    history.replaceState(null, '', '#odyssey-invite=from-a-link');
    const { element, ports } = await farDown({ load: 'visible' });
    element.name = 'Ada';
    element.setAttribute('turn-seconds', '45');
    await element.updateComplete;
    element.scrollIntoView();
    await soon(() => ports.clients.length === 1);
    const { name, rules, invite } = ports.client.options;
    expect({ name, rules, invite }).to.deep.equal({
      name: 'Ada',
      rules: { turnSeconds: 45 },
      invite: 'from-a-link',
    });
    expect(ports.client.asked).to.deep.equal([]);
  });

  it('[EL41] eager joins at once, wherever it is', async () => {
    const { ports } = await farDown({ load: 'eager' });
    expect(ports.client.open).to.equal(true);
  });

  it('[EL41] taken out before it was near, it watches nothing and joins nothing', async () => {
    const { element, ports } = await farDown({ load: 'visible' });
    element.remove();
    await frames();
    document.body.append(element);
    element.scrollIntoView();
    await soon(() => ports.clients.length === 1);
  });

  it('[EL42] click asks first, by a button with a name, and no request is made before', async () => {
    const page = listenToRequests();
    const { defaultHost, ports } = OdysseyBroadcast;
    try {
      OdysseyBroadcast.ports = browserPorts;
      const element = document.createElement('odyssey-broadcast');
      element.setAttribute('load', 'click');
      element.setAttribute('room', 'lobby');
      element.setAttribute('host', location.host);
      element.setAttribute('poster', '/one-poster.gif');
      element.style.setProperty('--odyssey-poster', 'url(/other-poster.gif)');
      document.body.append(element);
      await element.updateComplete;
      await frames();
      await page.heardAll();
      expect(page.requests()).to.deep.equal([]);
      element.shadowRoot?.querySelector('button')?.click();
      await soon(() => page.requests().includes('/one-poster.gif'));
      await soon(() => page.requests().includes('/other-poster.gif'));
      await soon(() => page.requests().includes('/parties/main/lobby'));
    } finally {
      clearPage();
      Object.assign(OdysseyBroadcast, { defaultHost, ports });
      page.stop();
    }
  });

  it('[EL42] the click joins, and shows the poster', async () => {
    const mounted = await mount({ attributes: { ...HOME, load: 'click', poster: PIXEL_FILE } });
    const { ports, button, root, element } = mounted;
    expect(ports.clients).to.have.length(0);
    expect(root.querySelector('img')).to.equal(null);
    const { width, height } = button('Watch live: “lobby”').getBoundingClientRect();
    expect(Math.min(width, height)).to.be.at.least(44);
    button('Watch live: “lobby”').click();
    await drawn(element, ports);
    expect(ports.client.open).to.equal(true);
    expect(root.querySelector('img')?.getAttribute('src')).to.equal(PIXEL_FILE);
  });

  it('[EL42] it works by keyboard, and the focus stays in the element', async () => {
    const { ports, root, element } = await mount({ attributes: { ...HOME, load: 'click' } });
    await sendKeys({ press: 'Tab' });
    expect(root.activeElement?.textContent).to.equal('Watch live');
    await sendKeys({ press: 'Enter' });
    await drawn(element, ports);
    expect(ports.client.open).to.equal(true);
    expect(root.activeElement).to.equal(root.querySelector('.stage'));
  });

  it('[EL42] a poster that needs no request is shown before the click', async () => {
    const attributes = { ...HOME, load: 'click', poster: PIXEL };
    expect((await mount({ attributes })).root.querySelector('img')?.src).to.equal(PIXEL);
  });

  it('[EL43] load() joins, and a framework may set `load` as a property', async () => {
    const { element, ports } = await mount({ attributes: { ...HOME, load: 'click' } });
    (element as { load: unknown }).load = 'visible';
    expect(element.loading).to.equal('visible');
    (element as { load: unknown }).load = 'click';
    expect(ports.clients).to.have.length(0);
    element.load();
    await drawn(element, ports);
    element.load();
    await element.updateComplete;
    expect(ports.clients).to.have.length(1);
  });

  it('[EL44] who saves data is asked first, unless the page insists', async () => {
    const restore = savingData(true);
    try {
      const saving = await mount({ attributes: { ...HOME, load: 'visible' } });
      await frames();
      expect(saving.ports.clients).to.have.length(0);
      saving.button('Watch live: “lobby”').click();
      await soon(() => saving.ports.clients.length === 1);
      const eager = await mount({ attributes: { ...HOME, load: 'eager' } });
      expect(eager.ports.clients).to.have.length(1);
    } finally {
      restore();
    }
  });
});

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const PIXEL_FILE = '/no-such-poster.gif';
