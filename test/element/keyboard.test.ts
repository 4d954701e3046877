import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { plainKey } from '../../src/element/keys.js';
import { clearPage, mount } from './support/mount.js';
import { receipt, SCENES } from './support/views.js';

describe('the keyboard', () => {
  afterEach(clearPage);

  it('[EL13] a whole turn without a mouse: line up, say that one is there, prompt, end it', async () => {
    const { ports, root, show, one, element } = await mount({ scene: 'watching' });
    const asked = ports.client.asked;
    const focused = () => root.activeElement?.textContent?.trim();
    while (focused() !== 'Join the line') await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(asked).to.deep.equal(['request-turn']);

    await show(SCENES['offered']!);
    while (focused() !== 'I’m ready') await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(asked.at(-1)).to.equal('claim-turn');

    await show({ ...SCENES['active']!, receipts: [] });
    element.focus();
    expect(root.activeElement).to.equal(one('.input'));
    await sendKeys({ type: 'Snow falls' });
    await sendKeys({ press: 'Enter' });
    expect(asked.filter((what) => what !== 'typing').at(-1)).to.equal('prompt Snow falls');
    ports.client.step(receipt({ id: ports.client.lastPromptId, status: 'performing' }));
    await element.updateComplete;
    expect(one<HTMLTextAreaElement>('.input').value).to.equal('');

    await sendKeys({ press: 'Tab' });
    expect(root.activeElement).to.equal(one('.more summary'));
    await sendKeys({ press: 'Enter' });
    while (focused() !== 'End my turn') await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    expect(asked.at(-1)).to.equal('pass-turn');
    expect(root.activeElement).to.equal(one('.more summary'));
  });

  it('[EL13] focus() goes to the text field', async () => {
    const { element, root, show, one } = await mount({ scene: 'watching' });
    element.focus();
    expect(root.activeElement).to.equal(one('.input'));
    await show(SCENES['offered']!);
    element.focus();
    expect(root.activeElement).to.equal(one('.input'));
  });

  it('[EL13] a tap on the picture focuses nothing', async () => {
    const { element, one } = await mount({ scene: 'watching' });
    one('video').click();
    expect(document.activeElement).not.to.equal(element);
  });

  it('[EL14] a page’s hotkeys do not hear what is typed', async () => {
    const { element } = await mount({ scene: 'active' });
    const heard: string[] = [];
    const hotkey = (event: KeyboardEvent) => heard.push(event.key);
    document.addEventListener('keydown', hotkey);
    document.addEventListener('keyup', hotkey);
    document.addEventListener('keypress', hotkey);
    element.focus();
    await sendKeys({ type: 'ab' });
    for (const type of ['keydown', 'keyup', 'keypress'] as const) {
      document.removeEventListener(type, hotkey);
    }
    expect(heard).to.deep.equal([]);
  });

  it('[EL14] Shift and Enter, or an input method’s Enter, send nothing', async () => {
    const { ports, one, element } = await mount({ scene: 'active' });
    element.focus();
    await sendKeys({ type: 'a' });
    const input = one('.input');
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    input.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { ...enter, shiftKey: true }));
    // Safari tells the Enter that ends a composition after it has ended, by its key code alone.
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '日本' }));
    input.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
    // Android's keyboards name no key at all while they compose; a dead key is none that sends.
    for (const key of ['Unidentified', 'Dead', 'Process']) {
      input.dispatchEvent(new KeyboardEvent('keydown', { ...enter, key, keyCode: 229 }));
    }
    expect(ports.client.asked).to.deep.equal(['typing']);
  });

  for (const text of [
    'ゆき',
    '下雪了',
    '눈이 와',
    'تثلج',
    'बर्फ़',
    'หิมะ',
    'ñandú',
    'снег',
    'χιόνι',
  ]) {
    it(`[EL14] ${text}: the Enter after its composition sends it, once`, async () => {
      const { ports, one, element } = await mount({ scene: 'active' });
      element.focus();
      const input = one<HTMLTextAreaElement>('.input');
      const enter = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true };
      const press = (more: KeyboardEventInit) =>
        input.dispatchEvent(new KeyboardEvent('keydown', { ...enter, ...more }));
      input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      press({ isComposing: true, keyCode: 229 });
      input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: text }));
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      press({ keyCode: 229 });
      const asked = () => ports.client.asked.filter((one) => one !== 'typing');
      expect(asked()).to.deep.equal([]);
      press({ keyCode: 13 });
      await element.updateComplete;
      press({ keyCode: 13 });
      expect(asked()).to.deep.equal([`prompt ${text}`]);
    });
  }

  it('[EL15] a prompt stays, marked as being sent, until the room speaks of it', async () => {
    const { ports, element, one, text } = await mount({ scene: 'active' });
    element.focus();
    await sendKeys({ type: 'Snow falls' });
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;
    expect(text('#hint')).to.equal('On its way…');
    expect(one<HTMLTextAreaElement>('.input').readOnly).to.equal(true);
    const refused = { status: 'refused', reason: 'too-many', text: 'Snow falls' } as const;
    ports.client.step(receipt({ id: ports.client.lastPromptId, ...refused }));
    await element.updateComplete;
    expect(one<HTMLTextAreaElement>('.input').value).to.equal('Snow falls');
    expect(text('#hint')).to.equal('At most 10 prompts a minute.');
  });

  it('[EL15] [GA23] nothing too long is sent; the count tells how much is left', async () => {
    const { ports, element, one, root, text } = await mount({ scene: 'active' });
    const write = async (length: number, letter = '🌊') => {
      one<HTMLTextAreaElement>('.input').value = letter.repeat(length);
      one('.input').dispatchEvent(new InputEvent('input'));
      await element.updateComplete;
    };
    await write(159);
    expect(root.querySelector('.count')).to.equal(null);
    await write(160);
    expect(text('.count')).to.equal('40 left');
    await write(190);
    expect(text('.count')).to.equal('10 left');
    for (const letter of ['👨‍👩‍👧‍👦', '🇩🇪', 'e\u0301', 'நி']) {
      await write(190, letter);
      expect(text('.count'), letter).to.equal('10 left');
    }
    await write(203);
    expect(text('.count')).to.equal('3 too many');
    one<HTMLFormElement>('form').requestSubmit();
    expect(ports.client.asked.filter((what) => what.startsWith('prompt'))).to.deep.equal([]);
  });

  it('[EL100] a shortcut is what the keyboard writes, and its place only on one of another script', () => {
    const CASES = [
      ['M', 'KeyM', 'm'],
      ['ь', 'KeyM', 'm'],
      ['ش', 'KeyA', 'a'],
      ['ो', 'KeyA', 'a'],
      ['١', 'Digit1', '1'],
      // Latin keyboards of another order, and their signs.
      ['a', 'KeyQ', 'a'],
      [';', 'KeyP', ';'],
      ['é', 'Digit2', 'é'],
      ['£', 'Digit3', '£'],
      ['ArrowDown', 'ArrowDown', 'ArrowDown'],
      ['ё', 'Backquote', 'ё'],
    ] as const;
    for (const [key, code, meant] of CASES) {
      expect(plainKey(new KeyboardEvent('keydown', { key, code })), key).to.equal(meant);
    }
  });
});
