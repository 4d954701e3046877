import { expect } from '@open-wc/testing';
import { refuse } from '../../src/protocol/reasons.js';
import { clearPage, mount } from './support/mount.js';

const HOME = { room: 'lobby', host: 'rooms.test' };

describe('tokens and invitations', () => {
  const page = location.href;
  afterEach(() => {
    clearPage();
    history.replaceState(null, '', page);
  });

  it('[TK5] another token renews; refused, the visitor joins anew with it', async () => {
    const { element, ports } = await mount({ attributes: { ...HOME, token: 'one' } });
    element.setAttribute('token', 'two');
    await element.updateComplete;
    expect(ports.clients).to.have.length(1);
    expect(ports.client.asked).to.deep.equal(['renew two']);
    ports.client.answer = refuse('not-allowed');
    element.setAttribute('token', 'three');
    await element.updateComplete;
    await Promise.resolve();
    await Promise.resolve();
    expect(ports.clients.map(({ open }) => open)).to.deep.equal([false, true]);
    expect(ports.client.options.token).to.equal('three');
  });

  it('[TK5] with a token or without one is another visitor', async () => {
    const { element, ports } = await mount({ attributes: { ...HOME, token: 'one' } });
    element.removeAttribute('token');
    await element.updateComplete;
    expect(ports.clients).to.have.length(2);
    expect(ports.client.options.token).to.equal(null);
  });

  it('[TK5] as a property it may be a function, which the client asks', async () => {
    const { element, ports } = await mount({ attributes: { ...HOME, token: 'one' } });
    const fetched = async () => 'two';
    element.token = fetched;
    await element.updateComplete;
    expect(ports.client.asked).to.deep.equal(['renew by asking']);
    element.room = 'attic';
    await element.updateComplete;
    expect(ports.client.options.token).to.equal(fetched);
  });

  it('[IN8] the link’s invitation goes to its room, and out of the address bar', async () => {
    const room = encodeURIComponent('käse & brot');
    history.replaceState(null, '', `#odyssey-invite=abc-1&odyssey-room=${room}&chapter=2`);
    const other = await mount({ attributes: HOME });
    expect(other.ports.client.options.invite).to.equal(null);
    const { ports } = await mount({ attributes: { ...HOME, room: 'käse & brot' } });
    expect(ports.client.options.invite).to.equal('abc-1');
    expect(location.hash).to.equal('#chapter=2');
    history.replaceState(null, '', '#odyssey-invite=abc-2');
    const any = await mount({ attributes: HOME });
    expect(any.ports.client.options.invite).to.equal('abc-2');
    expect(location.href).to.equal(page.split('#')[0]);
    history.replaceState(null, '', '#odyssey-invite=<script>');
    expect((await mount({ attributes: HOME })).ports.client.options.invite).to.equal(null);
  });

  it('[IN8] it can also be an attribute; one that is no good is said in words', async () => {
    const mounted = await mount({ attributes: { ...HOME, invite: 'abc' }, scene: 'watching' });
    const { element, ports } = mounted;
    expect(ports.client.options.invite).to.equal('abc');
    ports.client.problems.tell({ reason: 'bad-invite', message: 'refused' });
    await ports.loadRoom();
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
    expect(element.shadowRoot?.textContent).to.contain('This invitation is used up');
  });
});
