/**
 * The page's title while an element has something to say in it. There is one for all elements of the page:
 * the most urgent words are shown, and the page's own title, also one that it sets meanwhile, is back once
 * nobody has anything to say.
 */
class PageTitle {
  private readonly wanted = new Map<object, { readonly words: string; readonly urgency: number }>();
  private readonly waiting = new Map<object, number>();
  /** What the page itself has as its title: null where it has no element for it. */
  private own: string | null = null;
  private shown: string | null = null;
  private readonly observer = new MutationObserver(() => this.pageChanged());

  /** What this element wants to say; null for nothing. */
  say(element: object, words: string | null, urgency = 0): void {
    if (words === null) this.wanted.delete(element);
    else this.wanted.set(element, { words, urgency });
    this.apply();
  }

  /** How many things wait for this visitor: `(3)` before whatever stands there. */
  count(element: object, waiting: number): void {
    if (waiting === 0) this.waiting.delete(element);
    else this.waiting.set(element, waiting);
    this.apply();
  }

  private apply(): void {
    if (this.wanted.size === 0 && this.waiting.size === 0) return this.giveBack();
    if (this.shown === null) {
      this.own = titleElement()?.textContent ?? null;
      this.observer.observe(document.head, {
        ...{ childList: true, characterData: true, subtree: true },
      });
    }
    const title = this.composed();
    if (title === this.shown) return;
    this.shown = title;
    this.write(title);
  }

  private composed(): string {
    const [first] = [...this.wanted.values()].sort((a, b) => b.urgency - a.urgency);
    const waiting = [...this.waiting.values()].reduce((sum, count) => sum + count, 0);
    const words = first?.words ?? this.own ?? '';
    return waiting === 0 ? words : `(${waiting}) ${words}`;
  }

  private giveBack(): void {
    if (this.shown === null) return;
    this.shown = null;
    this.observer.disconnect();
    if (this.own === null) titleElement()?.remove();
    else write(this.own);
  }

  /** The page has set another title, or taken it away: that is the one to go back to. */
  private pageChanged(): void {
    const now = titleElement()?.textContent ?? null;
    if (this.shown === null || now === this.shown) return;
    this.own = now;
    this.shown = this.composed();
    this.write(this.shown);
  }

  /** What is written here is no change of the page's. */
  private write(words: string): void {
    write(words);
    this.observer.takeRecords();
  }
}

/** An `svg` may have a `title`, too. */
function titleElement(): HTMLTitleElement | null {
  return document.head.querySelector('title');
}

function write(words: string): void {
  const element = titleElement();
  if (element === null) document.title = words;
  else element.textContent = words;
}

export const pageTitle = new PageTitle();
