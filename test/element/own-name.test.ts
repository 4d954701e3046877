import { expect } from '@open-wc/testing';
import { ACCEPTED, refuse } from '../../src/protocol/reasons.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';
import { SCENES } from './support/views.js';
import { violationsIn } from './support/violations.js';

describe('one’s own name', () => {
  afterEach(clearPage);

  async function opened(attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
    const all = { room: 'lobby', host: 'rooms.test', lang: 'en', ...attributes };
    const mounted = await mount({ attributes: all, scene: 'watching' });
    mounted.one('.person.me').click();
    await soon(() => mounted.root.querySelector('.card:popover-open'));
    return mounted;
  }
  const field = ({ one }: Mounted) => one<HTMLInputElement>('.own-name input');

  it('[AT12] is changed in the card of one’s own face, with an emoji in front if one likes', async () => {
    const mounted = await opened();
    const { ports, button, root } = mounted;
    expect(field(mounted).value).to.equal('Quiet Maple');
    button('🦊').click();
    button('🦉').click();
    expect(field(mounted).value).to.equal('🦉 Quiet Maple');
    button('No emoji').click();
    expect(field(mounted).value).to.equal('Quiet Maple');
    field(mounted).value = '🦊 Maple';
    ports.client.answer = ACCEPTED;
    button('Save').click();
    await soon(() => root.querySelector('.card') === null);
    expect(ports.client.asked).to.include('chooseName 🦊 Maple');
  });

  it('[AT12] a refused name is told there in one sentence, and what was typed stays', async () => {
    const mounted = await opened();
    const { ports, button, text, root } = mounted;
    ports.client.answer = refuse('name-refused');
    field(mounted).value = 'Moderator';
    button('Save').click();
    await soon(() => text('.own-name .problem') !== '');
    expect(text('.own-name .problem')).to.equal(
      'That name cannot be used here. Please choose another one.',
    );
    expect([field(mounted).value, root.activeElement]).to.deep.equal(['Moderator', field(mounted)]);
    expect(await violationsIn(mounted.element)).to.deep.equal([]);
  });

  it('[AT12] is not changed by those whom the site names', async () => {
    const { root } = await opened({ token: 'signed' });
    expect(root.querySelector('.own-name')).to.equal(null);
    const watching = await mount({
      attributes: { room: 'lobby', host: 'rooms.test', 'watch-only': '' },
      scene: SCENES['watching']!,
    });
    expect(watching.root.querySelector('button.person')).to.equal(null);
  });
});
