import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { moderated } from './support/desk-views.js';
import { clearPage, soon } from './support/mount.js';
import { type MountedPanel, mountPanel } from './support/panel.js';
import { readQr } from './support/read-qr.js';
import { violationsIn } from './support/violations.js';

/** The panel on a phone, with the way in unfolded. */
async function shown(joinUrl: string | null = null): Promise<MountedPanel> {
  const panel = await mountPanel(moderated({ role: 'host' }));
  panel.element.joinUrl = joinUrl;
  panel.button('Show QR code').focus();
  panel.button('Show QR code').click();
  await soon(() => panel.root.querySelector('dialog.way-in[open]'));
  return panel;
}

/** Whether a thumb reaches it without scrolling: all of it in the lower half. */
function isAtTheThumb(button: HTMLElement): boolean {
  const { top, bottom, height } = button.getBoundingClientRect();
  return height >= 56 && top > innerHeight / 2 && bottom <= innerHeight;
}

describe('the way in, from the moderators’ panel', () => {
  beforeEach(() => setViewport({ width: 390, height: 700 }));
  afterEach(async () => {
    clearPage();
    history.replaceState(null, '', location.href.split('#')[0]);
    await setViewport({ width: 800, height: 600 });
  });

  it('[CR5] one press shows the code of this page, without what is behind the `#`; one closes it', async () => {
    const address = location.href;
    history.replaceState(null, '', '#token=secret');
    const panel = await shown();
    const code = panel.one('.way-in .code');
    expect(readQr(code.outerHTML)).to.equal(address);
    expect(code.getBoundingClientRect().width).to.be.above(300);
    const close = panel.one('.way-in .primary');
    expect(panel.root.activeElement).to.equal(close);
    expect([isAtTheThumb(close), isAtTheThumb(panel.button('Copy the link'))]).to.deep.equal([
      true,
      true,
    ]);
    expect(await violationsIn(panel.element)).to.deep.equal([]);
    close.click();
    await soon(() => panel.root.querySelector('.way-in .code') === null);
    expect(panel.focused()).to.equal('Show QR code');
    await sendKeys({ press: 'Enter' });
    await soon(() => panel.root.querySelector('.way-in .code'));
    await sendKeys({ press: 'Escape' });
    await soon(() => panel.root.querySelector('.way-in .code') === null);
    expect(panel.focused()).to.equal('Show QR code');
  });

  it('[CR5] `join-url` is where it leads, where the page has one', async () => {
    const panel = await shown('https://example.org/hall/7c/');
    expect(readQr(panel.one('.way-in .code').outerHTML)).to.equal('https://example.org/hall/7c/');
    expect(panel.text('.way-in .address')).to.equal('example.org/hall/7c');
  });

  it('[CR5] an address of 2,000 characters is there as text, to be copied', async () => {
    const address = `https://example.org/${'x'.repeat(1_980)}`;
    const panel = await shown(address);
    expect(panel.root.querySelector('.way-in .code')).to.equal(null);
    expect(panel.text('.way-in .problem')).to.equal(
      'This address is too long for a QR code: 213 characters at most. Use a short link.',
    );
    expect(panel.text('.way-in .as-text')).to.equal(address);
    const box = panel.one('dialog.way-in').getBoundingClientRect();
    expect([box.left >= 0, box.right <= innerWidth, box.bottom <= innerHeight]).to.deep.equal([
      ...[true, true, true],
    ]);
    const copied: string[] = [];
    const { clipboard } = navigator;
    const kept = clipboard.writeText;
    clipboard.writeText = async (text) => void copied.push(text);
    panel.button('Copy the link').click();
    await soon(() => panel.text('.way-in [role=status]') === 'The link is copied.');
    clipboard.writeText = kept;
    expect(copied).to.deep.equal([address]);
    expect(await violationsIn(panel.element)).to.deep.equal([]);
  });
});
