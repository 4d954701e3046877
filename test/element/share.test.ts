import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { linkToPrompt, momentIn } from '../../src/element/replay-entry.js';
import { wrapped } from '../../src/element/share/picture.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import { roundView } from './support/mode-views.js';
import { mount, plain, soon } from './support/mount.js';
import { clearReplay, HttpRoom, LONG_VIDEO, mountReplay, part } from './support/replay-room.js';
import { NOW, roomView, view } from './support/views.js';
import { violationsIn } from './support/violations.js';

const CHANGE = {
  ...{ id: 'prompt-7', name: 'Ada', text: 'Snow falls on the harbour', at: NOW - 60_000 },
  appliedText: 'Snow falls on the harbour',
};
const sceneWith = (replay: 'yes' | 'staff') =>
  view({ room: roomView({ rules: { ...DEFAULT_RULES, replay }, changes: [CHANGE] }) });

describe('sharing a moment', () => {
  let http: HttpRoom;
  beforeEach(() => {
    http = new HttpRoom();
  });
  afterEach(() => clearReplay(http));

  async function mountShare() {
    const mounted = await mount({ scene: sceneWith('yes') });
    const { root, one } = mounted;
    await soon(() => root.querySelector('.change .share') !== null, 'no story came');
    one<HTMLButtonElement>('.change .share').focus();
    await sendKeys({ press: 'Enter' });
    await soon(() => root.querySelector('dialog.share-moment[open]') !== null);
    const button = (label: string) =>
      [...root.querySelectorAll<HTMLButtonElement>('.share-moment button')].find(
        ({ textContent }) => plain(textContent) === label,
      );
    await soon(() => button('Save the picture')?.ariaDisabled !== 'true', 'no picture came');
    const status = () => plain(one('.share-moment [role=status]').textContent);
    return { ...mounted, button, status };
  }

  /** Puts something in the place of a part of the browser for as long as a test runs. */
  async function withNavigator(stand: Record<string, unknown>, run: () => Promise<void>) {
    for (const [name, value] of Object.entries(stand)) {
      Object.defineProperty(navigator, name, { value, configurable: true });
    }
    try {
      await run();
    } finally {
      for (const name of Object.keys(stand)) Reflect.deleteProperty(navigator, name);
    }
  }

  it('[RT9] a row of the story opens it by keyboard, with a picture made in the page', async () => {
    const { root, one, element } = await mountShare();
    const canvas = one<HTMLCanvasElement>('.share-moment canvas');
    expect(canvas.width).to.equal(1080);
    expect(canvas.height).to.be.above(624);
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set(Array.from({ length: 2_000 }, (_, at) => data[at * 4 * 97]));
    expect(colours.size, 'something is drawn').to.be.above(10);
    expect(canvas.ariaLabel).to.equal('Ada: Snow falls on the harbour');
    expect(await violationsIn(element)).to.deep.equal([]);
    expect(http.asked, 'nothing is sent anywhere').to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    await soon(() => root.querySelector('dialog.share-moment') === null);
    expect(root.activeElement).to.equal(one('.change .share'));
  });

  it('[RT9] it is offered where everybody may replay, since the link is for others', async () => {
    const { show, root } = await mount({ scene: sceneWith('staff') });
    await soon(() => root.querySelector('.change') !== null);
    expect(root.querySelector('.change .share')).to.equal(null);
    await show(sceneWith('yes'));
    expect(root.querySelector('.change .share')).not.to.equal(null);
  });

  it('[RT9] its button has the end of its row, in every mode', async () => {
    const scene = sceneWith('yes');
    const { show, root, one } = await mount({ scene });
    const width = () => one('.change .share').getBoundingClientRect().width;
    await soon(() => root.querySelector('.change .share') !== null, 'no story came');
    const before = width();
    const vote = roundView('vote', {}, { rules: { replay: 'yes' } });
    await show({ ...vote, room: { ...vote.room!, changes: [CHANGE] } });
    await soon(() => root.querySelector('.ballot') !== null, 'no ballot came');
    expect(width()).to.equal(before);
  });

  it('[RT9] the link leads to the prompt, and nothing else of the address is in it', async () => {
    const copied: string[] = [];
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    history.replaceState(null, '', '#odyssey-invite=secret');
    const { button, status } = await mountShare();
    await withNavigator({ clipboard }, async () => {
      button('Copy link')?.click();
      await soon(() => status() === 'The link is copied.');
    });
    const link = `${location.href.split('#')[0]}#odyssey-moment=lobby,prompt-7`;
    expect(copied).to.deep.equal([link]);
  });

  it('[RT9] where nothing can be copied, the link is there to be copied by hand', async () => {
    const { button, status, one } = await mountShare();
    await withNavigator({ clipboard: undefined }, async () => {
      button('Copy link')?.click();
      await soon(() => status() === 'Copy this link:');
    });
    expect(one<HTMLInputElement>('.share-moment input').value).to.match(/,prompt-7$/);
  });

  it('[RT9] the picture is saved as a file, or shared with the link where the system shares files', async () => {
    const shared: ShareData[] = [];
    let answer = () => Promise.resolve();
    const share = (data: ShareData) => {
      shared.push(data);
      return answer();
    };
    await withNavigator({ canShare: () => true, share }, async () => {
      const { button, status } = await mountShare();
      button('Share…')?.click();
      await soon(() => shared.length === 1);
      const [{ files, text, url } = {}] = shared;
      expect([files?.[0]?.type, files?.[0]?.name]).to.deep.equal(['image/jpeg', 'moment.jpg']);
      expect(files?.[0]?.size).to.be.above(2_000);
      expect(text).to.equal('Ada: Snow falls on the harbour');
      expect(url).to.match(/#odyssey-moment=lobby,prompt-7$/);
      answer = () => Promise.reject(new DOMException('no', 'AbortError'));
      button('Share…')?.click();
      await soon(() => shared.length === 2);
      expect(status(), 'nothing is said of a change of mind').to.equal('');
      answer = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      button('Share…')?.click();
      await soon(() => status().startsWith('It could not be shared.'));
    });
  });

  it('[RT9] saving gives the browser a JPEG', async () => {
    const { button, status } = await mountShare();
    const saved: { download: string; href: string }[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push({ download: this.download, href: this.href });
    };
    try {
      button('Save the picture')?.click();
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(status()).to.equal('The picture is saved.');
    expect(saved.map(({ download }) => download)).to.deep.equal(['moment.jpg']);
    expect(saved[0]?.href).to.match(/^blob:/);
  });

  it('[RT9] lines break between the words of any script, and inside no character', () => {
    const wide = (max: number) => (line: string) =>
      [...new Intl.Segmenter().segment(line)].length <= max;
    expect(wrapped('Snow falls on the harbour', wide(11))).to.deep.equal([
      'Snow falls',
      'on the',
      'harbour',
    ]);
    for (const text of [
      '港の上に雪が静かに降り始める',
      'หิมะตกลงบนท่าเรือในยามค่ำคืน',
      'يتساقط الثلج على الميناء بهدوء',
    ]) {
      const lines = wrapped(text, wide(8));
      expect(lines.length).to.be.above(1);
      expect(lines.every(wide(8)), text).to.equal(true);
      expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
    }
    const families = '👩‍👩‍👧‍👦'.repeat(7);
    expect(wrapped(families, wide(3))).to.deep.equal([
      '👩‍👩‍👧‍👦'.repeat(3),
      '👩‍👩‍👧‍👦'.repeat(3),
      '👩‍👩‍👧‍👦',
    ]);
    const long = wrapped('word '.repeat(60), wide(10));
    expect(long).to.have.length(5);
    expect(long.at(-1)).to.match(/…$/);
    expect(wide(10)(long.at(-1) ?? '')).to.equal(true);
    expect(wrapped('', wide(3))).to.deep.equal([]);
  });

  it('[RT10] a link to a prompt names room and prompt, and no other fragment is taken for one', () => {
    const link = linkToPrompt('https://a.test/page?x=1#odyssey-invite=secret', 'my, room', 'p-1');
    expect(link).to.equal('https://a.test/page?x=1#odyssey-moment=my%2C%20room,p-1');
    expect(momentIn(new URL(link).hash, 'my, room')).to.deep.equal({ promptId: 'p-1' });
    expect(momentIn(new URL(link).hash, 'room')).to.equal(null);
    for (const id of ['', 'a b', '<b>', 'x'.repeat(65)]) {
      expect(momentIn(`#odyssey-moment=lobby,${encodeURIComponent(id)}`, 'lobby'), id).to.equal(
        null,
      );
    }
  });

  it('[RT10] a page opened by such a link opens the replay there, however far back', async () => {
    http.video = LONG_VIDEO;
    http.pages['/recordings'] = { streams: [part(9)], running: null, next: 9 };
    http.pages['/recordings?after=9'] = { streams: [part(8), part(7)], running: null, next: null };
    location.hash = '#odyssey-moment=lobby,second-7';
    const { current } = await mountReplay(http, { byLink: true });
    await soon(() => current() === 'second wish of part 7');
  });

  it('[RT10] one that is not kept any more says so, and shows what there is', async () => {
    location.hash = '#odyssey-moment=lobby,gone';
    const { status, entries } = await mountReplay(http, { byLink: true });
    expect(status()).to.contain('The moment of this link is not kept any more.');
    expect(entries().length).to.equal(4);
  });

  it('[RT10] the replay shares the moment that it shows', async () => {
    http.video = LONG_VIDEO;
    const { press, current, root, one } = await mountReplay(http);
    await soon(() => current() === 'first wish of part 1');
    press('Share this moment');
    await soon(() => root.querySelector('dialog.share-moment[open]') !== null);
    await soon(() => one<HTMLCanvasElement>('.share-moment canvas').width === 1080);
    expect(one('.share-moment canvas').ariaLabel).to.equal('Ada: first wish of part 1');
  });
});
