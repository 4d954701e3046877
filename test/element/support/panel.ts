import { sendKeys } from '@web/test-runner-commands';
import type { ClientView } from '../../../src/client/index.js';
import { moderated } from './desk-views.js';
import type { FakePorts } from './fake-room.js';
import { type Mounted, mount, plain, soon } from './mount.js';

export interface MountedPanel extends Mounted {
  /** The name of what has the focus. */
  focused(): string;
  /** Goes on with the Tab key until something of that name has the focus. */
  tabTo(name: string): Promise<void>;
  press(...keys: string[]): Promise<void>;
  /** What was asked of the room by acts. */
  acts(): unknown[];
  /** Unfolds or folds a section without the keyboard. */
  section(name: string, open?: boolean): Promise<void>;
}

/** An element whose visitor moderates, with the panel unfolded. */
export async function mountPanel(
  view: ClientView = moderated(),
  options: { into?: Element; theme?: string; folded?: true; ports?: FakePorts } = {},
): Promise<MountedPanel> {
  const { into, theme = 'light', folded, ports } = options;
  const attributes = { room: 'lobby', host: 'rooms.test', theme };
  const mounted = await mount({ attributes, ...(into && { into }), ...(ports && { ports }) });
  const { element, root, show } = mounted;
  await show(view);
  await soon(() => root.querySelector('.moderation') !== null, 'no panel came');
  const focused = () => nameOf(root.activeElement);
  const unfold = async (details: HTMLDetailsElement, open: boolean) => {
    if (details.open === open) return;
    const toggled = new Promise((resolve) => details.addEventListener('toggle', resolve));
    details.open = open;
    await toggled;
    await element.updateComplete;
  };
  if (!folded) {
    await unfold(mounted.one('.moderation > details'), true);
    await soon(() => view.desk === null || root.querySelector('[data-section]') !== null);
  }
  return {
    ...mounted,
    focused,
    async tabTo(name) {
      const seen: string[] = [];
      while (focused() !== name) {
        if (seen.length > 90) throw new Error(`Tab never came to "${name}", but to: ${seen}`);
        await sendKeys({ press: 'Tab' });
        seen.push(focused());
      }
    },
    async press(...keys) {
      for (const key of keys) {
        const [plainKey = '', isShifted = false] = key.startsWith('Shift+')
          ? [key.slice(6), true]
          : [key];
        if (isShifted) await sendKeys({ down: 'Shift' });
        await sendKeys({ press: plainKey });
        if (isShifted) await sendKeys({ up: 'Shift' });
      }
      await element.updateComplete;
    },
    acts: () =>
      mounted.ports.client.asked
        .filter((what) => what.startsWith('act '))
        .map((what) => JSON.parse(what.slice(4))),
    async section(name, open = true) {
      // Some are behind More.
      if (root.querySelector(`[data-section=${name}]`) === null) {
        await unfold(mounted.one('[data-section=more]'), true);
      }
      await unfold(mounted.one(`[data-section=${name}]`), open);
    },
  };
}

function nameOf(element: Element | null): string {
  if (element === null) return '';
  const label = element.closest('label')?.querySelector('span')?.textContent;
  return plain(element.getAttribute('aria-label') ?? label ?? element.textContent);
}
