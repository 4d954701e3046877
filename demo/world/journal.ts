/** One thing that happened, as `GET /_world/log` tells it. */
export interface JournalEntry {
  seq: number;
  at: number;
  event: string;
  [detail: string]: unknown;
}

const KEPT = 5_000;

/** What happened in the world, in order. Tokens and prompts' authors never enter it. */
export class Journal {
  #entries: JournalEntry[] = [];
  #last = 0;
  readonly #tell: (entry: JournalEntry) => void;

  constructor(tell: (entry: JournalEntry) => void = () => undefined) {
    this.#tell = tell;
  }

  add(event: string, details: Record<string, unknown> = {}): void {
    this.#last += 1;
    const entry = { seq: this.#last, at: Date.now(), event, ...details };
    this.#entries.push(entry);
    this.#tell(entry);
    if (this.#entries.length > KEPT) this.#entries.shift();
  }

  since(seq: number): JournalEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }
}
