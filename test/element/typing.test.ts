import { expect } from '@open-wc/testing';
import { clearPage, mount, soon } from './support/mount.js';
import { roomView, SCENES, view, you } from './support/views.js';
import { violationsIn } from './support/violations.js';

describe('who types', () => {
  afterEach(clearPage);

  it('[RX42] a face has three dots while its person types, and says so; not one’s own', async () => {
    const { turns } = SCENES['watching']!.room!;
    const holder = 'holder' in turns ? turns.holder : null;
    expect(holder).not.to.equal(null);
    const scene = (typing: string[]) => view({ room: roomView({ turns, typing }) });
    const { root, show, element } = await mount({ scene: scene([]) });
    const dotted = () => [...root.querySelectorAll('.person:has(.dots)')];
    await soon(() => root.querySelector('.person'));
    expect(dotted().length).to.equal(0);
    await show(scene([holder!.id, you().id, 'a-nobody']));
    expect(dotted().length).to.equal(1);
    const { ariaLabel } = dotted()[0]!;
    expect(ariaLabel).to.match(new RegExp(`^${holder!.name}.*, typing$`));
    expect(dotted()[0]!.querySelectorAll('.dots i').length).to.equal(3);
    expect(await violationsIn(element)).to.deep.equal([]);
    await show(scene([]));
    expect(dotted().length).to.equal(0);
  });
});
