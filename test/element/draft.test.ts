import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { asState, starters } from '../../src/element/parts/coach.js';
import { counting, ENGLISH } from '../../src/element/words/language.js';
import { LanguageChoice } from '../../src/element/words/language-choice.js';
import type { RoomView } from '../../src/protocol/view.js';
import { clearPage, type Mounted, mount, settled, soon } from './support/mount.js';
import { NOW, OTTER, receipt, roomView, SCENES, view, you } from './support/views.js';

const active = { ...SCENES['active']!, receipts: [] };

function box(style: string): HTMLElement {
  const made = document.createElement('div');
  made.dataset['box'] = '';
  made.style.cssText = style;
  document.body.append(made);
  return made;
}

async function write({ one, element }: Mounted, text: string): Promise<void> {
  const input = one<HTMLTextAreaElement>('.input');
  input.value = text;
  input.dispatchEvent(new InputEvent('input'));
  await element.updateComplete;
}
const field = ({ one }: Mounted) => one<HTMLTextAreaElement>('.input');
const prompts = ({ ports }: Mounted) =>
  ports.client.asked.filter((what) => what.startsWith('prompt'));
async function press({ element }: Mounted, key: string): Promise<void> {
  await sendKeys({ press: key });
  await element.updateComplete;
}

describe('what is being written', () => {
  afterEach(clearPage);

  it('[BR4] a refused prompt comes back, with its reason until something is typed', async () => {
    const mounted = await mount({ scene: active });
    const { ports, element, text } = mounted;
    await write(mounted, 'Snow falls');
    mounted.one('.send').click();
    const id = ports.client.lastPromptId;
    ports.client.step(receipt({ id, status: 'performing', text: 'Snow falls' }));
    await element.updateComplete;
    expect(field(mounted).value).to.equal('');
    expect(text('#hint')).to.equal('On its way…');
    const refused = { status: 'refused', reason: 'world-refused', text: 'Snow falls' } as const;
    ports.client.step(receipt({ id, ...refused }));
    await element.updateComplete;
    expect(field(mounted).value).to.equal('Snow falls');
    expect(text('#hint')).to.equal('Not this one. Try wording it differently.');
    await write(mounted, 'Snow is falling');
    expect(text('#hint')).not.to.contain('Not this one');
  });

  it('[BR4] what is being written is not replaced, nor is what may have arrived sent twice', async () => {
    const mounted = await mount({ scene: view({ you: you({ state: 'free' }) }) });
    const { ports, element, text } = mounted;
    await write(mounted, 'Snow falls');
    mounted.one('.send').click();
    const id = ports.client.lastPromptId;
    ports.client.step(receipt({ id, status: 'waiting', text: 'Snow falls' }));
    await element.updateComplete;
    const lost = { status: 'unconfirmed', reason: 'no-acknowledgement' } as const;
    ports.client.step(receipt({ id, ...lost, text: 'Snow falls' }));
    await element.updateComplete;
    expect(field(mounted).value).to.equal('');
    expect(text('#hint')).to.contain('We can’t tell whether this went through.');
    element.focus();
    await press(mounted, 'ArrowUp');
    expect(field(mounted).value).to.equal('Snow falls');
    await press(mounted, 'ArrowUp');
    expect(field(mounted).value).to.equal('Snow falls');
  });

  it('[BR3] a prompt that waits is taken back into the field, or away', async () => {
    const mounted = await mount({ scene: 'waiting' });
    const { ports, button, show, text } = mounted;
    expect(text('.chip .text')).to.equal('The lanterns drift up into the sky');
    button('Edit “The lanterns drift up into the sky”').click();
    expect(ports.client.asked).to.deep.equal(['withdraw prompt-1']);
    await show({ ...SCENES['waiting']!, receipts: [receipt({ status: 'withdrawn' })] });
    expect(field(mounted).value).to.equal('The lanterns drift up into the sky');
    expect(field(mounted).hidden).to.equal(false);
    await show(SCENES['waiting']!);
    button('Take back “The lanterns drift up into the sky”').click();
    expect(ports.client.asked).to.deep.equal(['withdraw prompt-1', 'withdraw prompt-1']);
  });

  const offered = (leftMs: number) => {
    const clock = { endsAt: NOW + leftMs };
    return { ...SCENES['offered']!, you: you({ state: 'offered', clock }) };
  };

  it('[BR5] a draft goes in by itself before the time is up', async () => {
    const mounted = await mount({ scene: 'waiting' });
    await mounted.show({ ...SCENES['waiting']!, receipts: [] });
    await write(mounted, 'Snow falls');
    await mounted.show(offered(900));
    expect(mounted.text('#hint')).to.equal('Goes in by itself in 1');
    await soon(() => prompts(mounted).length > 0);
    expect(prompts(mounted)).to.deep.equal(['prompt Snow falls']);
  });

  it('[BR5] Escape stops that, for this turn', async () => {
    const mounted = await mount({ scene: 'free' });
    mounted.element.focus();
    await write(mounted, 'Snow falls');
    await mounted.show(offered(900));
    await press(mounted, 'Escape');
    expect(mounted.text('#hint')).to.equal('Send it when you’re ready.');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(prompts(mounted)).to.deep.equal([]);
    await mounted.show(SCENES['free']!);
    await mounted.show(offered(900));
    expect(mounted.text('#hint')).to.equal('Goes in by itself in 1');
  });

  it('[BR5] a refused prompt does not go in again by itself', async () => {
    const mounted = await mount({ scene: active });
    const { ports, element } = mounted;
    await write(mounted, 'Snow falls');
    mounted.one('.send').click();
    const id = ports.client.lastPromptId;
    ports.client.step(receipt({ id, status: 'refused', reason: 'words', text: 'Snow falls' }));
    await element.updateComplete;
    await mounted.show(offered(900));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(field(mounted).value).to.equal('Snow falls');
    expect(prompts(mounted)).to.deep.equal(['prompt Snow falls']);
  });

  it('[BR6] a draft is there after a reload, and gone once it was sent', async () => {
    const first = await mount({ scene: active });
    await write(first, 'Snow falls');
    first.element.remove();
    const second = await mount({ scene: active });
    expect(field(second).value).to.equal('Snow falls');
    second.one('.send').click();
    const id = second.ports.client.lastPromptId;
    second.ports.client.step(receipt({ id, status: 'performing' }));
    second.element.remove();
    expect(field(await mount({ scene: active })).value).to.equal('');
  });

  it('[BR6] another tab of the visitor shows the draft, another visitor does not', async () => {
    const mounted = await mount({ scene: active });
    const other = await mount({
      scene: { ...active, you: { ...active.you!, id: 'p-other' } },
    });
    await write(mounted, 'Snow');
    const key = Object.keys(localStorage).find((name) => name.includes('draft'))!;
    expect(key).to.contain('p-me');
    dispatchEvent(new StorageEvent('storage', { key, newValue: 'Snow falls' }));
    await mounted.element.updateComplete;
    expect(field(mounted).value).to.equal('Snow falls');
    expect(field(other).value).to.equal('');
    dispatchEvent(new StorageEvent('storage', { key, newValue: null }));
    await mounted.element.updateComplete;
    expect(field(mounted).value).to.equal('');
  });

  it('[BR6] where nothing may be stored it is kept all the same, and goes in', async () => {
    const real = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')!;
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    try {
      const mounted = await mount({ scene: 'free' });
      await write(mounted, 'Snow falls');
      expect(field(mounted).value).to.equal('Snow falls');
      await mounted.show(offered(700));
      await soon(() => prompts(mounted).length > 0);
    } finally {
      Object.defineProperty(globalThis, 'localStorage', real);
    }
  });

  it('[CR7] the own change can be taken back, as long as the room says', async () => {
    const change = {
      id: 'mine',
      name: 'Quiet Maple',
      text: 'Snow falls',
      appliedText: '',
      at: NOW,
    };
    const own = receipt({
      id: 'mine',
      status: 'applied',
      text: 'Snow falls',
      undoUntil: NOW + 10_000,
    });
    const shown = (also: Partial<RoomView> = {}, told = own) =>
      view({ room: roomView({ changes: [change], ...also }), receipts: [told] });
    const mounted = await mount({ scene: shown() });
    const { root, ports, one, show } = mounted;
    const offered = () => root.querySelector<HTMLButtonElement>('.undo');
    expect(one('.undo').ariaLabel).to.equal('Undo “Snow falls”');
    const { width, height } = one('.undo').getBoundingClientRect();
    expect([width >= 44, height]).to.deep.equal([true, 44]);
    expect(one('.bar').getBoundingClientRect().height).to.equal(76);
    const share = () => root.querySelector('.tells .own:not(.undo)')?.ariaLabel;
    expect(share()).to.equal(undefined);
    await show(shown({ rules: { ...roomView({}).rules, replay: 'yes' } }));
    expect(share()).to.equal('Share “Snow falls” by Quiet Maple');
    for (const gone of [
      shown({ performing: { ...OTTER, text: 'Rain' } }),
      shown({ changes: [change, { ...change, id: 'theirs' }] }),
      shown({}, receipt({ id: 'mine', status: 'applied', text: 'Snow falls' })),
      shown({}, { ...own, undoUntil: NOW - 1 }),
    ]) {
      await show(gone);
      expect(offered()).to.equal(null);
    }
    await show(shown());
    ports.client.answer = { ok: false, reason: 'nothing-to-undo', retryAt: null, limit: null };
    one('.input').focus();
    for (let tabs = 0; root.activeElement !== offered(); tabs += 1) {
      expect(tabs).to.be.below(8);
      await sendKeys({ press: 'Tab' });
    }
    await sendKeys({ press: 'Enter' });
    expect(ports.client.asked.at(-1)).to.equal('undo mine');
    await soon(() => mounted.text('#hint') === 'There is no change to take back.');
    expect(offered()).to.equal(null);
  });

  it('[BR7] at the own turn the field has the focus, unless something on the page has it', async () => {
    const mounted = await mount({ scene: 'watching' });
    await mounted.show(SCENES['offered']!);
    expect(mounted.root.activeElement).to.equal(field(mounted));
    const elsewhere = document.createElement('input');
    elsewhere.dataset['box'] = '';
    document.body.append(elsewhere);
    await mounted.show(SCENES['watching']!);
    elsewhere.focus();
    await mounted.show(active);
    expect(document.activeElement).to.equal(elsewhere);
  });

  it('[BR9] Escape, an act and the focus’ leaving close the menu', async () => {
    const mounted = await mount({ scene: active });
    const menu = mounted.one<HTMLDetailsElement>('.more');
    const summary = mounted.one('.more summary');
    const open = async () => {
      summary.focus();
      await press(mounted, 'Enter');
      expect(menu.open).to.equal(true);
    };
    await open();
    await press(mounted, 'Escape');
    expect([menu.open, mounted.root.activeElement === summary]).to.deep.equal([false, true]);
    await open();
    await press(mounted, 'Tab');
    await press(mounted, 'Enter');
    expect(mounted.ports.client.asked).to.deep.equal(['extend-turn']);
    expect([menu.open, mounted.root.activeElement === summary]).to.deep.equal([false, true]);
    await open();
    mounted.element.focus();
    expect(menu.open).to.equal(false);
  });

  it('[BR10] a word before what would be refused', async () => {
    const changes = [
      { id: 'c1', name: 'Ada', text: 'Snow falls', appliedText: '', at: NOW - 5_000 },
    ];
    const mounted = await mount({ scene: view({ room: roomView({ changes }) }) });
    const said = async (text: string) => {
      await write(mounted, text);
      return mounted.text('#hint');
    };
    expect(await said('See www.example.org')).to.equal('No links here. Say it in plain words.');
    expect(await said('snow falls.')).to.equal('Someone just asked for that.');
    expect(await said('a'.repeat(201))).to.equal('Too long: 200 characters at most.');
    expect(await said('The fox puts on a hat')).to.equal(
      'Say how it is: “is wearing” works better than “puts on”.',
    );
    expect(await said('The fox is wearing a hat')).to.contain('anyone’s turn');
  });

  it('[BR10] deeds and the states they lead to', () => {
    const states: Readonly<Record<string, string | undefined>> = {
      'She takes off her coat': 'is no longer wearing',
      'The sky turns to gold': 'is now',
      'The door opens': 'is open',
      'The opening credits': undefined,
      'Snow is falling': undefined,
      'Ein Fuchs setzt einen Hut auf': undefined,
    };
    for (const [text, better] of Object.entries(states)) {
      expect(asState(text)?.better, text).to.equal(better);
    }
  });

  it('[BR10] ideas: the page’s own first, none that was done, and others after each change', () => {
    const change = (text: string) => ({ id: text, name: 'Ada', text, appliedText: text, at: NOW });
    const own = ' A paper boat | The moon is close |  ';
    expect(starters(own, [], '', ENGLISH)).to.deep.equal([
      'A paper boat',
      'The moon is close',
      'It is night and the sky is full of stars',
    ]);
    expect(starters(own, [change('a paper boat.')], '', ENGLISH).slice(0, 1)).to.deep.equal([
      'The moon is close',
    ]);
    expect(
      starters(null, [change('A red lighthouse wakes on the far shore')], '', ENGLISH)[0],
    ).to.equal('The lighthouse is glowing in the dark');
    // What the newest change is about is not always told: then it is what it is, in another light.
    const other = [change('Wolves run'), change('Boats with lanterns drift by.')];
    expect(starters(null, other, '', ENGLISH)[0]).to.equal(
      'Boats with lanterns drift by, in the rain',
    );
    expect(starters(null, [change('Rain, and wind')], '', ENGLISH)[0]).to.equal(
      'Thick fog is rolling in',
    );
  });

  for (const [locale, chunk] of Object.entries(LanguageChoice.chunks)) {
    it(`[BR10] ideas in the visitor’s language, from the world so far: ${locale}`, async () => {
      const { translation } = await chunk();
      const count = counting(locale);
      const { coach } = translation(count);
      const language = { locale, dir: 'ltr', layers: [translation(count)] } as const;
      const opening = coach.anywhere[0]!;
      expect(starters(null, [], '', language)).to.deep.equal(coach.anywhere.slice(0, 3));
      const done = [{ text: coach.anywhere[0]! }, { text: coach.anywhere[1]! }];
      const ideas = starters(null, done, opening, language);
      expect(ideas).to.have.length(3);
      expect(ideas).not.to.include.members(done.map(({ text }) => text));
      expect(new Set([...coach.anywhere, ...coach.moods]).size).to.equal(8);
      for (const mood of coach.moods) expect(mood).to.match(/\{\}/);
      expect(starters(null, done, '', language)).not.to.deep.equal(
        starters(null, [...done, ...done, { text: 'x' }], '', language),
      );
    });
  }

  it('[BR10] ideas do not cover what is told on the picture', async () => {
    const performing = { ...OTTER, text: 'Snow falls' };
    const free = view({ room: roomView({ performing }) });
    const mounted = await mount({ scene: free, into: box('inline-size: 390px') });
    mounted.element.focus();
    expect(mounted.root.querySelector('.starters')).to.equal(null);
    await mounted.show({ ...active, room: { ...active.room!, performing } });
    await settled(mounted.root);
    const ideas = mounted.one('.starters').getBoundingClientRect();
    const told = mounted.one('.caption .said').getBoundingClientRect();
    expect(ideas.bottom).to.be.at.most(told.top);
  });

  it('[BR10] an idea that is taken up stands in the field', async () => {
    const attributes = {
      room: 'lobby',
      host: 'rooms.test',
      suggestions: 'A paper boat sails past',
    };
    const mounted = await mount({ scene: active, attributes });
    const { button, root, element } = mounted;
    button('A paper boat sails past').click();
    await element.updateComplete;
    expect(field(mounted).value).to.equal('A paper boat sails past');
    expect(root.activeElement).to.equal(field(mounted));
    expect(root.querySelector('.starters')).to.equal(null);
    expect(prompts(mounted)).to.deep.equal([]);
  });
});
