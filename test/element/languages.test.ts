import { expect } from '@open-wc/testing';
import { OdysseyBroadcast } from '../../src/element/odyssey-broadcast.js';
import { ENGLISH, type Language } from '../../src/element/words/language.js';
import { LanguageChoice } from '../../src/element/words/language-choice.js';
import { wordsFor } from '../../src/element/words/words.js';
import { FakePorts } from './support/fake-room.js';
import { clearPage, type Mounted, mount, soon } from './support/mount.js';

const HOME = { room: 'lobby', host: 'rooms.test' };
const REGION = {
  ar: 'عالم مباشر «⁨lobby⁩»',
  de: 'Live-Welt „lobby“',
  en: 'Live world “lobby”',
  es: 'Mundo en directo «lobby»',
  fr: 'Monde en direct « lobby »',
  ja: 'ライブワールド「lobby」',
  pt: 'Mundo ao vivo “lobby”',
  zh: '直播世界“lobby”',
} as const;

const regionOf = ({ one }: Mounted) => one('.frame').getAttribute('aria-label');

function speaks(mounted: Mounted, language: keyof typeof REGION): Promise<void> {
  return soon(() => regionOf(mounted) === REGION[language], `it speaks ${language}`);
}

function box(html: string): Element {
  const around = document.createElement('div');
  around.dataset['box'] = '';
  around.innerHTML = html;
  document.body.append(around);
  return around;
}

/** What the visitor reads, in their order. */
function readers(...languages: string[]): void {
  Object.defineProperty(navigator, 'languages', { configurable: true, value: languages });
}

const pageLang = document.documentElement.lang;
const { chunks } = LanguageChoice;

afterEach(() => {
  clearPage();
  document.documentElement.lang = pageLang;
  Reflect.deleteProperty(navigator, 'languages');
  LanguageChoice.chunks = chunks;
  OdysseyBroadcast.words = {};
});

describe('the language', () => {
  it('[LN1] is that of `locale`, a region its language, and anything unknown English', async () => {
    for (const [locale, language] of [
      ['de', 'de'],
      ['pt-BR', 'pt'],
      ['PT_br', 'pt'],
      ['zh-Hant-TW', 'zh'],
      ['ar-EG-u-nu-latn', 'ar'],
      ['fr-CA', 'fr'],
      ['es-419', 'es'],
      ['ja', 'ja'],
      ['en-GB', 'en'],
      ['it', 'en'],
      ['constructor', 'en'],
      ['no tag at all!', 'en'],
    ] as const) {
      const mounted = await mount({ attributes: { ...HOME, locale } });
      await speaks(mounted, language);
      clearPage();
    }
  });

  it('[LN1] is else that of the nearest `lang`, out of shadow roots, else the page’s', async () => {
    document.documentElement.lang = 'fr';
    const around = box('<div lang="es"><section></section></div>');
    const host = around.querySelector('section')!;
    const inside = host.attachShadow({ mode: 'open' });
    const into = inside.appendChild(document.createElement('p'));
    await speaks(await mount({ into }), 'es');
    into.lang = 'ja';
    await speaks(await mount({ into }), 'ja');
    await speaks(await mount(), 'fr');
    into.remove();
  });

  it('[LN1] is else the first that the visitor reads and the element has', async () => {
    document.documentElement.removeAttribute('lang');
    readers('it-IT', 'de-AT', 'fr');
    await speaks(await mount(), 'de');
    readers('it', 'nl');
    await speaks(await mount(), 'en');
  });

  it('[LN2] changes with `locale` and with a `lang` around it, and keeps the old one until then', async () => {
    const around = box('<div lang="de"></div>').firstElementChild!;
    const mounted = await mount({ into: around });
    await speaks(mounted, 'de');
    around.setAttribute('lang', 'fr');
    await speaks(mounted, 'fr');
    let come = () => {};
    const coming = new Promise<void>((resolve) => {
      come = resolve;
    });
    LanguageChoice.chunks = {
      ...chunks,
      es: () => coming.then(() => import('../../src/element/words/es.js')),
    };
    mounted.element.setAttribute('locale', 'es');
    await mounted.element.updateComplete;
    expect(regionOf(mounted)).to.equal(REGION.fr);
    come();
    await speaks(mounted, 'es');
    mounted.element.locale = '';
    await speaks(mounted, 'fr');
  });

  it('[LN3] comes with the room’s part and not before; a click alone is asked for in all of them', async () => {
    const asked: string[] = [];
    LanguageChoice.chunks = Object.fromEntries(
      Object.entries(chunks).map(([name, fetch]) => [
        name,
        () => {
          asked.push(name);
          return fetch();
        },
      ]),
    );
    const mounted = await mount({ attributes: { ...HOME, locale: 'de', load: 'click' } });
    expect(mounted.button('Live ansehen: “lobby”').textContent).to.contain('Live ansehen');
    expect(asked).to.deep.equal([]);
    mounted.element.load();
    await speaks(mounted, 'de');
    expect(asked).to.deep.equal(['de']);
    await mount({ attributes: { ...HOME, locale: 'en' } });
    expect(asked).to.deep.equal(['de']);
  });

  it('[LN3] is English where its words cannot be loaded', async () => {
    LanguageChoice.chunks = { de: () => Promise.reject(new Error('offline')) };
    const mounted = await mount({ attributes: { ...HOME, locale: 'de' }, scene: 'free' });
    await speaks(mounted, 'en');
    expect(mounted.one('.frame').lang).to.equal('en');
    expect(mounted.one('.input').isConnected).to.equal(true);
  });

  it('[LN4] marks the element’s words, and leaves the page’s its own', async () => {
    const inner = '<p slot="header">Hello</p><p slot="offline">Closed, sorry.</p>';
    const mounted = await mount({ attributes: { ...HOME, locale: 'ar' }, inner, scene: 'dark' });
    await speaks(mounted, 'ar');
    const own = [...mounted.root.querySelectorAll<HTMLElement>('.frame, .spoken')];
    expect(own.length).to.be.greaterThan(2);
    for (const { lang, dir } of own) expect([lang, dir]).to.deep.equal(['ar', 'rtl']);
    for (const slotted of mounted.element.children) {
      expect(slotted.matches(':dir(ltr)')).to.equal(true);
      expect(getComputedStyle(slotted).direction).to.equal('ltr');
    }
    mounted.element.locale = 'de-CH';
    await speaks(mounted, 'de');
    for (const { lang, dir } of own) expect([lang, dir]).to.deep.equal(['de-CH', 'ltr']);
  });

  it('[LN5] isolates names of the other direction in a sentence, and no others', () => {
    const english = wordsFor(ENGLISH).turnEnds.left![0];
    expect(english('Fox')).to.equal('Fox ended the turn.');
    expect(english('ليلى')).to.equal('\u2068ليلى\u2069 ended the turn.');
    const turned = ['שועל 7', 'محمد 2', '3 سارة', 'ގުޅި', 'ܫܡܥܘܢ', 'ߓߊ߬ߘߏ', 'Ada (ليلى)', '🦊 דנה'];
    for (const name of turned) expect(english(name)).to.contain(`\u2068${name}\u2069`);
    const along = ['Ada 2', 'Ζωή', 'Саша', 'さくら', '小明', 'नेहा', '지우', 'ดาว', '🦊 7', '(o_o)'];
    for (const name of along) expect(english(name)).to.equal(`${name} ended the turn.`);
    const right: Language = { ...ENGLISH, dir: 'rtl' };
    expect(wordsFor(right).turnEnds.left![0]('Fox')).to.contain('\u2068Fox\u2069');
    expect(wordsFor(right).turnEnded(null, '')).to.equal('Your turn is over. ');
  });

  it('[LN6] takes a page’s own words for all elements, for one, and by region', async () => {
    OdysseyBroadcast.words = { en: { words: { joining: 'Hop in…', picture: 'Our world' } } };
    const mounted = await mount();
    const picture = () => mounted.one('video').getAttribute('aria-label');
    expect(picture()).to.equal('Our world');
    mounted.element.words = {
      en: { words: { picture: 'My world', region: (room) => `Arena ${room}` } },
      'en-GB': { words: { picture: 'My favourite world' } },
    };
    await mounted.element.updateComplete;
    expect([picture(), regionOf(mounted)]).to.deep.equal(['My world', 'Arena lobby']);
    mounted.element.locale = 'en-GB';
    await mounted.element.updateComplete;
    expect(picture()).to.equal('My favourite world');
  });

  it('[LN6] takes a text for a function, a language of the page’s own, and nothing of no use', async () => {
    const mounted = await mount();
    mounted.element.words = {
      it: {
        words: {
          picture: 'Il mondo, dal vivo',
          region: 'Mondo {1}',
          joining: 7,
          reasons: 'no',
        },
      } as never,
    };
    mounted.element.locale = 'it-IT';
    await mounted.element.updateComplete;
    expect(regionOf(mounted)).to.equal('Mondo lobby');
    expect(mounted.one('video').getAttribute('aria-label')).to.equal('Il mondo, dal vivo');
    expect(mounted.one('.frame').lang).to.equal('it-IT');
    const words = wordsFor({
      locale: 'it',
      dir: 'ltr',
      layers: [{ words: { joining: 7, reasons: 'no', turnEnded: 'Fatto. {2}' } }],
    });
    expect(words.reasons.empty(null)).to.match(/^[A-Z]/);
    expect(words.joining).to.equal('Joining the room…');
    expect(words.turnEnded('Fox', 'Perché.')).to.equal('Fatto. Perché.');
    mounted.element.words = null as never;
    mounted.element.locale = 'en';
    await speaks(mounted, 'en');
  });

  it('[LN6] puts a page’s own words over a translation', async () => {
    const ports = new FakePorts();
    const mounted = await mount({ ports, attributes: { ...HOME, locale: 'de' } });
    await speaks(mounted, 'de');
    mounted.element.words = {
      de: { words: { picture: 'Unsere Welt' } },
      fr: { words: { picture: 'Notre monde' } },
    };
    await soon(() => mounted.one('video').getAttribute('aria-label') === 'Unsere Welt');
    expect(regionOf(mounted)).to.equal(REGION.de);
  });
});
