import { expect } from '@open-wc/testing';
import { OdysseyBroadcast } from '../../src/index.js';

describe('registration', () => {
  it('[EL29] the class alone registers nothing; define does, once, and twice is silent', async () => {
    expect(customElements.get('odyssey-broadcast')).to.equal(undefined);
    await import('../../src/define.js');
    expect(customElements.get('odyssey-broadcast')).to.equal(OdysseyBroadcast);
    await import(`${new URL('../../src/define.ts', import.meta.url).href}?again`);
    expect(customElements.get('odyssey-broadcast')).to.equal(OdysseyBroadcast);
  });

  it('[EL29] a script tag’s element takes the server that its script came from', async () => {
    await import('../../src/cdn.js');
    expect(OdysseyBroadcast.defaultHost, 'its scheme included').to.equal(location.origin);
  });
});
