import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { STATES } from '../../src/element/parts/stage.js';
import { MODE_SCENES } from './support/mode-views.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { SCENES } from './support/views.js';

function box(style: string): HTMLElement {
  const made = document.createElement('div');
  made.dataset['box'] = '';
  made.style.cssText = style;
  document.body.append(made);
  return made;
}

function statesOf({ element }: Mounted): string[] {
  return STATES.filter((name) => element.matches(`:state(${name})`));
}

describe('looks', () => {
  afterEach(clearPage);

  const states: Readonly<Record<string, string[]>> = {
    joining: ['offline', 'muted'],
    dark: ['offline', 'muted'],
    opening: ['opening', 'muted'],
    watching: ['live', 'muted'],
    waiting: ['live', 'queued', 'muted'],
    offered: ['live', 'your-turn', 'muted'],
    active: ['live', 'your-turn', 'muted'],
    failed: ['muted', 'failed'],
    refused: ['offline', 'muted', 'failed'],
    reconnecting: ['offline', 'muted'],
  };
  for (const [scene, expected] of Object.entries(states)) {
    it(`[EL23] custom states: ${scene}`, async () => {
      expect(statesOf(await mount({ scene }))).to.deep.equal(expected);
    });
  }

  it('[EL23] a browser that cannot show the picture is in the state fallback', async () => {
    const mounted = await mount({ scene: 'watching' });
    mounted.ports.playback.become({ status: 'unsupported', lacks: 'webrtc' });
    await mounted.element.updateComplete;
    expect(statesOf(mounted)).to.deep.equal(['live', 'muted', 'fallback']);
  });

  it('[EL24] every promised part and slot is there', async () => {
    const { root } = await mount({ scene: 'watching' });
    const found = new Set([...root.querySelectorAll('[part]')].map((part) => part.part.value));
    expect([...found].sort()).to.deep.equal([
      'announcement',
      'composer',
      'controls',
      'faces',
      'input',
      'poster',
      'queue',
      'rail',
      'send',
      'stage',
      'status',
      'story',
      'timeline',
      'timer',
      'video',
    ]);
    const slots = [...root.querySelectorAll('slot')].map((slot) => slot.name);
    expect(slots).to.deep.equal(['header', 'chat', 'footer']);
    const ballot = await mount({ scene: MODE_SCENES['vote: ballot']! });
    expect(ballot.root.querySelector('[part=ballot]')).not.to.equal(null);
    expect((await mount({ scene: 'dark' })).root.querySelector('[part=overlay]')).not.to.equal(
      null,
    );
  });

  const MODES = Object.entries(MODE_SCENES);
  const QUEUE = ['waiting', 'offered', 'active', 'failed', 'watching'].map(
    (name) => [name, SCENES[name]!] as const,
  );
  for (const [name, scene] of [...QUEUE, ...MODES]) {
    it(`[EL25] 280 pixels are enough, and every target is big enough: ${name}`, async () => {
      const { element, root } = await mount({ scene, into: box('inline-size: 280px') });
      for (const folded of root.querySelectorAll('details')) folded.open = true;
      expect(element.getBoundingClientRect().width).to.equal(280);
      const outer = element.getBoundingClientRect();
      for (const each of root.querySelectorAll(
        'button:not(.starters *), .starters, .composer, .queue, .choice',
      )) {
        expect(each.getBoundingClientRect().right, each.className).to.be.at.most(outer.right);
      }
      for (const button of root.querySelectorAll('button, summary')) {
        if (getComputedStyle(button).display === 'none') continue;
        const { width, height } = button.getBoundingClientRect();
        expect(Math.min(width, height), button.textContent ?? '').to.be.at.least(44);
      }
    });
  }

  it('[EL31] who has asked for less motion sees none', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const { root } = await mount({ scene: MODE_SCENES['vote: ballot']! });
    const moving = [...root.querySelectorAll('*')].filter((one) => {
      const { transitionDuration, transitionProperty, animationName } = getComputedStyle(one);
      const still = transitionProperty === 'none' || /^0s/.test(transitionDuration);
      return !still || !['none', 'fade'].includes(animationName);
    });
    await emulateMedia({ reducedMotion: 'no-preference' });
    expect(moving.map(({ tagName }) => tagName)).to.deep.equal([]);
  });

  it('[EL25] where it is wide the line stands beside the picture, elsewhere below', async () => {
    const place = async (width: number, layout: string) => {
      const attributes = { room: 'lobby', host: 'rooms.test', layout };
      const into = box(`inline-size: ${width}px`);
      const { one } = await mount({ scene: 'watching', into, attributes });
      const stage = one('.stage').getBoundingClientRect();
      return one('.rail').getBoundingClientRect().left >= stage.right ? 'beside' : 'below';
    };
    expect(await place(1100, 'auto')).to.equal('beside');
    expect(await place(1100, 'side')).to.equal('beside');
    expect(await place(1100, 'below')).to.equal('below');
    expect(await place(500, 'auto')).to.equal('below');
  });

  it('[EL25] in a row of a flexible box it keeps its width', async () => {
    const { element } = await mount({ scene: 'watching', into: box('display: flex') });
    expect(element.getBoundingClientRect().width).to.be.above(240);
  });

  it('[EL25] right to left, the line changes sides', async () => {
    const into = box('inline-size: 1100px');
    const attributes = { room: 'lobby', host: 'rooms.test', locale: 'ar' };
    const { one } = await mount({ scene: 'watching', into, attributes });
    await soon(() => one('.frame').dir === 'rtl');
    const stage = one('.stage').getBoundingClientRect();
    expect(one('.rail').getBoundingClientRect().right).to.be.at.most(stage.left);
  });

  it('[EL25] a portrait world has a portrait stage', async () => {
    const { one } = await mount({ scene: 'portrait', into: box('inline-size: 300px') });
    const { width, height } = one('.stage').getBoundingClientRect();
    expect(height).to.be.above(width);
  });

  it('[EL26] light and dark follow the page, or the attribute', async () => {
    const background = async (page: string, theme: string) => {
      const attributes = { room: 'lobby', host: 'rooms.test', theme };
      const { element } = await mount({ attributes, into: box(`color-scheme: ${page}`) });
      return getComputedStyle(element).backgroundColor;
    };
    const light = 'rgb(255, 255, 255)';
    const dark = 'rgb(21, 23, 28)';
    expect(await background('light', 'auto')).to.equal(light);
    expect(await background('dark', 'auto')).to.equal(dark);
    expect(await background('dark', 'light')).to.equal(light);
    expect(await background('light', 'dark')).to.equal(dark);
  });

  it('[EL26] hidden hides, and a phone never zooms into the text field', async () => {
    const { element, one } = await mount({ scene: 'watching' });
    element.style.setProperty('--odyssey-font-size', '12px');
    expect(getComputedStyle(one('.input')).fontSize).to.equal('16px');
    element.hidden = true;
    expect(getComputedStyle(element).display).to.equal('none');
  });
});
