interface Receipt {
  readonly status: string;
  readonly reason?: string;
}

type Prompting = HTMLElement & { prompt(text: string): Promise<Receipt> };

export interface Asked {
  readonly text: string;
  readonly askedAt: number;
  settledAt: number | null;
  status: string | null;
  reason: string | null;
}

const SUBJECTS = [
  'a red balloon',
  'a sailing boat',
  'a lighthouse',
  'a white horse',
  'a green tree',
];

/** Prompts the room at a steady pace, whatever happens, and notes what becomes of each. */
export class Prompter {
  private readonly asked: Asked[] = [];
  private readonly label: string;
  private readonly timer: number;

  /** The label is part of every prompt, so that no two in a run are the same. */
  constructor(everyMs: number, label: string) {
    this.label = label;
    this.timer = setInterval(() => void this.ask(), everyMs) as unknown as number;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  list(): readonly Asked[] {
    return this.asked;
  }

  private async ask(): Promise<void> {
    const count = this.asked.length;
    const text = `${SUBJECTS[count % SUBJECTS.length]}, ${this.label} ${count}`;
    const asked: Asked = { text, askedAt: Date.now(), settledAt: null, status: null, reason: null };
    this.asked.push(asked);
    const element = document.querySelector<Prompting>('odyssey-broadcast');
    const receipt = await element?.prompt(text);
    asked.settledAt = Date.now();
    asked.status = receipt?.status ?? 'refused';
    asked.reason = receipt?.reason ?? null;
  }
}
