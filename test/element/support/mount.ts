import { waitUntil } from '@open-wc/testing';
import '../../../src/define.js';
import type { ClientView } from '../../../src/client/index.js';
import { OdysseyBroadcast } from '../../../src/element/odyssey-broadcast.js';
import { RoomUi } from '../../../src/element/room-ui.js';
import { FakePorts } from './fake-room.js';
import { SCENES } from './views.js';

export interface Mounted {
  readonly element: OdysseyBroadcast;
  readonly ports: FakePorts;
  readonly root: ShadowRoot;
  /** Lets the room say something, and waits until it is drawn. */
  show(view: ClientView): Promise<void>;
  one<Found extends Element = HTMLElement>(selector: string): Found;
  button(label: string): HTMLButtonElement;
  text(selector: string): string;
}

export interface MountOptions {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly scene?: string | ClientView;
  readonly into?: Element;
  readonly inner?: string;
  readonly ports?: FakePorts;
}

/** Loaded once: two imports of one module know no order, and the element is to have it first. */
const { modes } = RoomUi.chunks;
let modesChunk: ReturnType<typeof modes> | null = null;
RoomUi.chunks.modes = () => {
  modesChunk ??= modes();
  return modesChunk;
};

const { player } = RoomUi.chunks;
let playerChunk: ReturnType<typeof player> | null = null;
RoomUi.chunks.player = () => {
  playerChunk ??= player();
  return playerChunk;
};

/** Waits for what comes, however busy the computer is: this only ends a test in which it never will. */
export function soon(holds: () => unknown, what?: string): Promise<void> {
  return waitUntil(() => Boolean(holds()), what, { timeout: 30_000 });
}

/** An element on the page, with a room that the test plays. */
export async function mount(options: MountOptions = {}): Promise<Mounted> {
  const ports = options.ports ?? new FakePorts();
  OdysseyBroadcast.ports = ports;
  const element = document.createElement('odyssey-broadcast');
  const attributes = options.attributes ?? { room: 'lobby', host: 'rooms.test' };
  for (const [name, value] of Object.entries({ load: 'eager', ...attributes }))
    element.setAttribute(name, value);
  if (options.inner !== undefined) element.innerHTML = options.inner;
  (options.into ?? document.body).append(element);
  await drawn(element, ports);
  const root = element.shadowRoot!;
  const one = <Found extends Element = HTMLElement>(selector: string): Found => {
    const found = root.querySelector<Found>(selector);
    if (found === null) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  const mounted: Mounted = {
    element,
    ports,
    root,
    one,
    async show(view) {
      ports.client.show(view);
      await element.updateComplete;
      // The parts of a mode may have to come first.
      await RoomUi.chunks.modes().catch(() => {});
      await RoomUi.chunks.player().catch(() => {});
      await element.updateComplete;
    },
    button(label) {
      const found = [...root.querySelectorAll('button')].find((button) => nameOf(button) === label);
      if (found === undefined) throw new Error(`no button "${label}"`);
      return found;
    },
    text: (selector) => plain(one(selector).textContent),
  };
  const { scene: wanted = '' } = options;
  const scene = typeof wanted === 'string' ? SCENES[wanted] : wanted;
  if (scene !== undefined) await mounted.show(scene);
  return mounted;
}

export async function drawn(element: OdysseyBroadcast, ports: FakePorts): Promise<void> {
  await element.updateComplete;
  await ports.loadRoom().catch(() => {});
  await element.updateComplete;
}

export function plain(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}

/** What a visitor may do in the room; full screen and the like are offered with every picture. */
export function buttonNames({ root }: Mounted): string[] {
  const ofEveryPicture = /^(Full screen|Picture in picture)$/;
  return [...root.querySelectorAll('button')]
    .map(nameOf)
    .filter((name) => !ofEveryPicture.test(name));
}

function nameOf(button: HTMLButtonElement): string {
  return button.getAttribute('aria-label') ?? plain(button.textContent);
}

export function clearPage(): void {
  for (const element of document.querySelectorAll('odyssey-broadcast')) element.remove();
  for (const box of document.querySelectorAll('[data-box]')) box.remove();
}
