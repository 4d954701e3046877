/**
 * The keyboard's place in the panel. What has the focus may go away with a decision, one's own or
 * another moderator's; the place must not be lost with it.
 */
export class Place {
  private section: HTMLElement | null = null;
  private row: { readonly id: string; readonly index: number } | null = null;
  /** The dialog has the focus, and gives it back to a place that may be gone by then. */
  private lent = false;

  /** Looks where the focus is, before anything is drawn anew. */
  note(root: ShadowRoot): void {
    const active = root.activeElement;
    const wasLent = this.lent;
    this.lent = active?.closest('dialog') != null;
    if (this.lent || (wasLent && active === null)) return;
    this.section = active?.closest<HTMLElement>('details') ?? null;
    const row = active?.closest<HTMLElement>('[data-held]') ?? null;
    const id = row?.dataset['held'];
    this.row = id === undefined ? null : { id, index: rowsIn(root).indexOf(row as HTMLElement) };
  }

  /**
   * Gives the focus back if it was lost. After one's own decision it goes on to the next prompt;
   * when a prompt went away by itself it does not: the next key was meant for that one.
   */
  restore(root: ShadowRoot, isMine: (promptId: string) => boolean): void {
    if (root.activeElement !== null || this.section === null) return;
    const { row, section } = this;
    const rows = rowsIn(root);
    const next = row !== null && isMine(row.id) ? rows[Math.min(row.index, rows.length - 1)] : null;
    const target = next ?? section.querySelector('summary');
    if (target?.isConnected) target.focus();
  }

  /** The prompt that the keyboard is on. */
  get promptId(): string | null {
    return this.row?.id ?? null;
  }
}

function rowsIn(root: ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-held]')];
}
