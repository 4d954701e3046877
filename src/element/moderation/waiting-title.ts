/** How many prompts wait for a moderator, before the page's own title: `(3) The lobby`. */
export class WaitingTitle {
  /** What was put before the title. */
  private prefix = '';

  show(count: number): void {
    const prefix = count === 0 ? '' : `(${count}) `;
    if (prefix === this.prefix) return;
    // The page may have set another title since.
    const { title } = document;
    const own = title.startsWith(this.prefix) ? title.slice(this.prefix.length) : title;
    this.prefix = prefix;
    document.title = prefix + own;
  }
}
