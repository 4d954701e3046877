import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { counting, ENGLISH, type Language } from './language.js';
import type { OwnWords, TranslationModule } from './translation.js';

/** Languages that are written from right to left, also those that only a page's own words can be in. */
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/;

/** The element as the choice of its language sees it. */
type LanguageHost = ReactiveControllerHost &
  Element & { readonly locale: string; readonly words: OwnWords };

/**
 * Which language the element speaks: that of the attribute `locale`, else of the nearest `lang` around it,
 * else one that the visitor reads. Loads its words, and keeps the language of before until they are here.
 */
export class LanguageChoice implements ReactiveController {
  /** @internal Tests put their own here. */
  static chunks: Readonly<Record<string, () => Promise<TranslationModule>>> = {
    ar: () => import('./ar.js'),
    de: () => import('./de.js'),
    es: () => import('./es.js'),
    fr: () => import('./fr.js'),
    ja: () => import('./ja.js'),
    pt: () => import('./pt.js'),
    zh: () => import('./zh.js'),
  };

  /** What the element speaks now; nothing is drawn in English while the first other words are on their way. */
  spoken = ENGLISH;
  isReady = false;
  private readonly host: LanguageHost;
  /** The page's own words for all its elements. */
  private readonly shared: () => OwnWords;
  private observer: MutationObserver | undefined;
  private needsStaff = false;
  private made: unknown[] = [];
  private loading: Promise<void> = Promise.resolve();

  constructor(host: LanguageHost, shared: () => OwnWords) {
    this.host = host;
    this.shared = shared;
    host.addController(this);
    this.choose();
  }

  hostConnected(): void {
    this.observer = new MutationObserver(() => this.host.requestUpdate());
    for (const element of elementsAround(this.host)) {
      this.observer.observe(element, { attributeFilter: ['lang'] });
    }
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
  }

  hostUpdate(): void {
    this.choose();
  }

  /** Loads what only moderators and hosts read as well; resolves once it is here, or cannot be. */
  loadStaff(): Promise<void> {
    this.needsStaff = true;
    this.choose();
    return this.loading;
  }

  private choose(): void {
    const { needsStaff, host } = this;
    const own = [this.shared(), host.words].filter(Boolean);
    const { locale, chain } = chosen(askedBy(host), own);
    const made = [locale, needsStaff, ...own];
    const isSame = made.length === this.made.length;
    if (isSame && made.every((value, index) => value === this.made[index])) return;
    this.made = made;
    const ofPage = own.flatMap((words) => chain.map((tag) => words[tag] ?? {}));
    const dir = RIGHT_TO_LEFT.test(locale) ? 'rtl' : 'ltr';
    const fetch = LanguageChoice.chunks[chain[0] ?? ''];
    if (fetch === undefined) this.speak({ locale, dir, layers: ofPage });
    else this.loading = this.fetch(fetch, made, { locale, dir, layers: ofPage });
  }

  /** Without its chunk the element speaks English. */
  private async fetch(
    fetch: () => Promise<TranslationModule>,
    made: unknown[],
    { locale, dir, layers }: Language,
  ): Promise<void> {
    try {
      const { translation, staff } = await fetch();
      const count = counting(locale);
      const moderation = this.needsStaff ? (await staff()).moderation(count) : {};
      if (this.made !== made) return;
      this.speak({ locale, dir, layers: [{ ...translation(count), moderation }, ...layers] });
    } catch {
      if (this.made === made) this.speak(ENGLISH);
    }
  }

  private speak(language: Language): void {
    this.spoken = language;
    this.isReady = true;
    this.host.requestUpdate();
  }
}

function askedBy(host: LanguageHost): readonly string[] {
  if (host.locale !== '') return [host.locale];
  for (const element of elementsAround(host)) {
    const lang = element.getAttribute('lang') ?? '';
    if (lang !== '') return [lang];
  }
  return navigator.languages;
}

/** The element and everything around it, out of the shadow roots that it is in. */
function* elementsAround(element: Element): Generator<Element> {
  for (let at: Node | null = element; at !== null; at = outwards(at)) {
    if (at instanceof Element) yield at;
  }
}

function outwards(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

/** The first of the asked languages that there are words for, and the tags by which a page may have more. */
function chosen(asked: readonly string[], own: readonly OwnWords[]) {
  for (const written of asked) {
    const locale = canonical(written);
    const parts = locale.replace(/-[a-z\d]-.*$/, '').split('-');
    const chain = parts.map((_, index) => parts.slice(0, index + 1).join('-'));
    const has = (tag: string) => tag in LanguageChoice.chunks || own.some((words) => tag in words);
    if (parts[0] === 'en' || chain.some(has)) return { locale, chain };
  }
  return { locale: 'en', chain: ['en'] };
}

/** As BCP 47 spells it; empty for what is no tag. */
function canonical(written: string): string {
  try {
    return Intl.getCanonicalLocales(written.trim().replaceAll('_', '-'))[0] ?? '';
  } catch {
    return '';
  }
}
