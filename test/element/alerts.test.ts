import { expect } from '@open-wc/testing';
import type { ClientView } from '../../src/client/index.js';
import type { Standing } from '../../src/protocol/view.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { HELD, NOW, receipt, roomView, view, you } from './support/views.js';

const TITLE = '  A page  of its own ';

function at(standing: Standing, also: Partial<ClientView> = {}): ClientView {
  return view({ room: roomView({ turns: HELD }), you: you(standing), receipts: [], ...also });
}

const NEXT = at({ state: 'waiting', place: 1, expectedAt: null });
const LATER = at({ state: 'waiting', place: 3, expectedAt: null });
const OFFERED = at({ state: 'offered', clock: { endsAt: NOW + 20_000 } });
const ACTIVE = at({
  state: 'active',
  ...{ clock: { endsAt: NOW + 24_000 }, idleClock: null, promptsLeft: 1, extensionsLeft: 1 },
});
const NONE = at({ state: 'none' });

/** What the browser was asked for, in its place. */
class Device {
  readonly buzzes: unknown[] = [];
  readonly notes: number[] = [];
  readonly notices: FakeNotice[] = [];
  asked = 0;
  permission: NotificationPermission = 'default';
  isTouched = true;
  isActive = true;
}

class FakeNotice {
  onclick: (() => void) | null = null;
  isClosed = false;
  readonly title: string;
  readonly options: NotificationOptions;
  constructor(title: string, options: NotificationOptions) {
    this.title = title;
    this.options = options;
  }
  close(): void {
    this.isClosed = true;
  }
}

describe('alerts outside the page', () => {
  let device: Device;
  const undo: (() => void)[] = [];
  const replace = (target: object, name: string, value: unknown) => {
    const own = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, ...asDescriptor(value) });
    undo.push(() => {
      if (own === undefined) Reflect.deleteProperty(target, name);
      else Object.defineProperty(target, name, own);
    });
  };
  const hide = (hidden: boolean) => {
    replace(document, 'hidden', hidden);
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const titleNode = () => document.head.querySelector('title');

  beforeEach(() => {
    device = new Device();
    document.title = TITLE;
    titleNode()!.textContent = TITLE;
    const { notices } = device;
    class Notices extends FakeNotice {
      static get permission() {
        return device.permission;
      }
      static requestPermission() {
        device.asked += 1;
        return Promise.resolve('granted');
      }
      constructor(title: string, options: NotificationOptions = {}) {
        super(title, options);
        if (device.permission === 'granted') notices.push(this);
      }
    }
    replace(window, 'Notification', Notices);
    replace(navigator, 'vibrate', (pattern: unknown) => device.buzzes.push(pattern));
    replace(navigator, 'userActivation', {
      get: () => ({ hasBeenActive: device.isTouched, isActive: device.isActive }),
    });
    const { start } = OscillatorNode.prototype;
    replace(OscillatorNode.prototype, 'start', function (this: OscillatorNode, when?: number) {
      device.notes.push(this.frequency.value);
      start.call(this, when);
    });
  });
  afterEach(() => {
    clearPage();
    for (const one of undo.splice(0).reverse()) one();
  });

  async function waiting(attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
    const all = { room: 'lobby', host: 'rooms.test', ...attributes };
    const mounted = await mount({ attributes: all, scene: 'free' });
    await mounted.show(LATER);
    return mounted;
  }

  it('[AT4] the title says that it is one’s turn, and is the page’s own again to the letter', async () => {
    const { show } = await waiting();
    expect(titleNode()?.textContent).to.equal(TITLE);
    for (const turn of [OFFERED, ACTIVE]) {
      await show(turn);
      expect(document.title).to.equal('● Your turn');
    }
    await show(NONE);
    expect(titleNode()?.textContent).to.equal(TITLE);
  });

  it('[AT4] a page that sets its title meanwhile has that one afterwards', async () => {
    const { show } = await waiting();
    await show(OFFERED);
    document.title = 'Two new messages';
    await soon(() => document.title === '● Your turn');
    await show(NONE);
    expect(document.title).to.equal('Two new messages');
    await show(OFFERED);
    titleNode()?.remove();
    await soon(() => document.title === '● Your turn');
    await show(NONE);
    expect(titleNode()).to.equal(null);
  });

  it('[AT4] several elements share it: the last that has nothing to say gives it back', async () => {
    const one = await waiting();
    const other = await waiting();
    await one.show(OFFERED);
    hide(true);
    await other.show(NEXT);
    expect(document.title).to.equal('● Your turn');
    await one.show(NONE);
    expect(document.title).to.equal('You’re next');
    other.element.remove();
    expect(titleNode()?.textContent).to.equal(TITLE);
  });

  it('[AT5] one step ahead a hidden page says so in its title', async () => {
    const { show } = await waiting();
    await show(NEXT);
    expect(titleNode()?.textContent).to.equal(TITLE);
    hide(true);
    expect(document.title).to.equal('You’re next');
    hide(false);
    expect(titleNode()?.textContent).to.equal(TITLE);
    expect([device.buzzes, device.notes]).to.deep.equal([[], []]);
  });

  it('[AT6] a turn that was waited for buzzes and sounds, once', async () => {
    const { show } = await waiting();
    for (const turn of [OFFERED, OFFERED, ACTIVE]) await show(turn);
    expect(device.buzzes).to.deep.equal([80]);
    expect(device.notes).to.deep.equal([660, 990]);
  });

  it('[AT6] no sound with `muted`, nor before the page was touched, nor for a turn that was just taken', async () => {
    const silent = await waiting({ muted: '' });
    await silent.show(OFFERED);
    expect([device.buzzes, device.notes]).to.deep.equal([[80], []]);
    device.isTouched = false;
    const untouched = await waiting();
    await untouched.show(OFFERED);
    device.isTouched = true;
    const taken = await mount({ scene: 'free' });
    await taken.show(ACTIVE);
    const riding = await waiting();
    await riding.show({ ...ACTIVE, receipts: [receipt({ status: 'performing' })] });
    expect([device.buzzes, device.notes]).to.deep.equal([[80], []]);
  });

  it('[AT7] asks for messages of the system when lining up by a tap, once, and never before', async () => {
    const mounted = await mount({ scene: 'free' });
    expect(device.asked).to.equal(0);
    device.isActive = false;
    await mounted.show(LATER);
    expect(device.asked).to.equal(0);
    device.isActive = true;
    mounted.element.dispatchEvent(new Event('pointerup'));
    mounted.element.dispatchEvent(new Event('pointerup'));
    await mounted.show(NEXT);
    expect(device.asked).to.equal(1);
  });

  it('[AT7] tells whoever looks elsewhere, and a click leads to the field', async () => {
    device.permission = 'granted';
    const { show, element } = await waiting();
    hide(true);
    await show(OFFERED);
    const [notice] = device.notices;
    expect(notice?.title).to.equal('It’s your turn');
    expect(notice?.options).to.include({ tag: 'odyssey-lobby' });
    expect(notice?.options.body).to.contain('“lobby”');
    let focused = 0;
    element.focus = () => (focused += 1);
    notice?.onclick?.();
    expect([focused, notice?.isClosed]).to.deep.equal([1, true]);
    await show(NONE);
    await show(OFFERED);
    hide(false);
    expect(device.notices.map(({ isClosed }) => isClosed)).to.deep.equal([true, true]);
  });

  it('[AT8] without the interfaces or the permission for it nothing else is missing', async () => {
    device.permission = 'denied';
    replace(navigator, 'vibrate', undefined);
    replace(window, 'AudioContext', undefined);
    const denied = await waiting();
    hide(true);
    await denied.show(OFFERED);
    expect([device.asked, device.notices.length, document.title]).to.deep.equal([
      ...[0, 0, '● Your turn'],
    ]);
    denied.element.remove();
    replace(window, 'Notification', undefined);
    const without = await waiting();
    await without.show(OFFERED);
    expect(document.title).to.equal('● Your turn');
  });

  it('[AT9] `alerts="none"` tells nothing outside the element, and an unknown value is named', async () => {
    device.permission = 'granted';
    const { show } = await waiting({ alerts: 'none' });
    hide(true);
    await show(NEXT);
    await show(OFFERED);
    expect(titleNode()?.textContent).to.equal(TITLE);
    expect([device.buzzes, device.notes, device.notices, device.asked]).to.deep.equal([
      ...[[], [], [], 0],
    ]);
    const { text } = await mount({
      attributes: { room: 'lobby', host: 'rooms.test', alerts: 'loud' },
    });
    expect(text('.note')).to.contain('alerts="loud"').and.to.contain('auto, none');
  });

  it('[AT4] a turn without an end is in the title until it was seen', async () => {
    const { show } = await waiting();
    hide(true);
    const { standing } = ACTIVE.you!;
    await show(at({ ...(standing as Extract<Standing, { state: 'active' }>), clock: null }));
    expect(document.title).to.equal('● Your turn');
    hide(false);
    expect(titleNode()?.textContent).to.equal(TITLE);
  });
});

function asDescriptor(value: unknown): PropertyDescriptor {
  const isGetter = typeof value === 'object' && value !== null && 'get' in value;
  return isGetter ? (value as PropertyDescriptor) : { value, writable: true };
}
