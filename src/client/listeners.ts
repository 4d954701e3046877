/** Those who want to know. Each `add` returns its undo; one that throws does not silence the rest. */
export class Listeners<Said> {
  private readonly all = new Set<(said: Said) => void>();

  add(listener: (said: Said) => void): () => void {
    // Wrapped, so that adding the same function twice needs undoing twice.
    const entry = (said: Said) => listener(said);
    this.all.add(entry);
    return () => this.all.delete(entry);
  }

  tell(said: Said): void {
    for (const listener of [...this.all]) {
      try {
        listener(said);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
