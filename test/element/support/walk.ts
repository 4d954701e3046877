import { sendKeys } from '@web/test-runner-commands';
import type { Mounted } from './mount.js';
import { plain } from './mount.js';

/** More stops than any panel has. */
const STOPS_MAX = 60;

/**
 * Goes through the whole element with the Tab key and presses Enter at every stop: what has the
 * focus, by name, and what the room was asked for there.
 */
export async function walk({ element, root, ports }: Mounted): Promise<string[]> {
  const before = document.createElement('button');
  element.before(before);
  before.focus();
  const stops: string[] = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await sendKeys({ press: 'Tab' });
    const focused = root.activeElement;
    if (focused === null) break;
    // Full screen and the like are of every picture, and would take the screen; so are people and story.
    if (focused.closest('.controls, .reactions, .crowd, .person, .change') !== null) continue;
    // Ideas fill the field, and ask the room for nothing.
    if (focused.closest('.starters') !== null) continue;
    const asked = ports.client.asked.length;
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    // A menu closes behind what was done.
    const menu = focused.closest('.acts')?.closest('details');
    if (menu && focused instanceof HTMLElement) {
      menu.open = true;
      focused.focus();
    }
    const request = ports.client.asked.slice(asked).join(', ');
    stops.push(request === '' ? nameOf(focused) : `${nameOf(focused)} → ${request}`);
  }
  before.remove();
  return stops;
}

/** Goes forward with the Tab key until this has the focus. */
export async function tabTo({ root }: Mounted, name: string): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    const focused = root.activeElement;
    if (focused !== null && nameOf(focused) === name) return;
    await sendKeys({ press: 'Tab' });
  }
  throw new Error(`the Tab key never came to "${name}"`);
}

function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label !== null) return label;
  const { role } = element;
  return role === 'log' ? 'log' : plain(element.textContent);
}
