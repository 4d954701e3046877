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

/** Each loaded once: two imports of one module know no order, and the element is to have it first. */
function loadedOnce<Name extends keyof typeof RoomUi.chunks>(name: Name): void {
  const load = RoomUi.chunks[name];
  let chunk: ReturnType<typeof load> | null = null;
  const once = () => (chunk ??= load() as ReturnType<typeof load>);
  RoomUi.chunks[name] = once as typeof load;
}

/** What comes by itself with what a room says. */
const COMING = ['modes', 'player', 'story', 'alerts', 'coach'] as const;
for (const name of COMING) loadedOnce(name);

/** Waits for what comes, however busy the computer is: this only ends a test in which it never will. */
export function soon(holds: () => unknown, what?: string): Promise<void> {
  return waitUntil(() => Boolean(holds()), what, { timeout: 30_000 });
}

/** Waits until boxes have their size, and takes what moves for a while to where it stays. */
export async function settled(root: ShadowRoot): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  for (const animation of root.getAnimations()) {
    if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  }
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
      for (const name of COMING) await RoomUi.chunks[name]().catch(() => {});
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

/** What is offered in every room: full screen and the like, the names of those who are there, and ideas. */
export const ALWAYS_OFFERED =
  '[aria-keyshortcuts=f], [aria-keyshortcuts=p], [aria-keyshortcuts=t], .crowd, .person, .close, .starters *';

/** What a visitor may do in the room. */
export function buttonNames({ root }: Mounted): string[] {
  return [...root.querySelectorAll('button')]
    .filter((button) => !button.matches(ALWAYS_OFFERED))
    .map(nameOf);
}

function nameOf(button: HTMLButtonElement): string {
  return button.getAttribute('aria-label') ?? plain(button.textContent);
}

export function clearPage(): void {
  for (const element of document.querySelectorAll('odyssey-broadcast')) element.remove();
  for (const box of document.querySelectorAll('[data-box]')) box.remove();
  // What was written is kept for the next page, which is the next test's.
  localStorage.clear();
}
