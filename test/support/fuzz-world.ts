import type { OdysseySession, OpenSession } from '../../src/conductor/conductor-session.js';
import type { FakeClock } from './fake-clock.js';
import { STREAM } from './fake-session.js';
import type { Random } from './random.js';

/** How long the fuzz's rooms wait for an acknowledgement. */
export const ACKNOWLEDGE_MS = 5_000;

/** What the fuzz's world saw: every session, and every prompt in the order of its performance. */
export class FuzzWorld {
  readonly performed: string[] = [];
  open = 0;
  opened = 0;
  mostOpen = 0;
  /** All streams that began; each has an id of its own. */
  streams = 0;
  /** Prompts that were sent while an earlier one could still be answered. */
  tooEarly = 0;
  private readonly clock: FakeClock;
  private readonly random: Random;
  private readonly pending: (() => void)[] = [];

  constructor(clock: FakeClock, random: Random) {
    this.clock = clock;
    this.random = random;
  }

  /** Lets one of the things happen that the world owes somebody. */
  act(): void {
    const at = this.random.below(this.pending.length);
    this.pending.splice(at, 1)[0]?.();
  }

  readonly openSession: OpenSession = (on): OdysseySession => {
    let isOpen = false;
    let isOver = false;
    const unanswered = new Set<number>();
    const soon = (what: () => void) => {
      this.pending.push(() => {
        if (!isOver) what();
      });
    };
    return {
      connect: () =>
        new Promise((resolve) =>
          soon(() => {
            isOpen = true;
            this.open += 1;
            this.opened += 1;
            this.mostOpen = Math.max(this.mostOpen, this.open);
            resolve();
          }),
        ),
      start: () =>
        new Promise((resolve) =>
          soon(() => {
            this.streams += 1;
            resolve({ ...STREAM, streamId: `s${this.streams}` });
          }),
        ),
      interact: (text) => {
        this.performed.push(text);
        const now = this.clock.now();
        if ([...unanswered].some((at) => at + ACKNOWLEDGE_MS > now)) this.tooEarly += 1;
        unanswered.add(now);
        if (this.random.chance(0.1)) return;
        soon(() => {
          unanswered.delete(now);
          if (this.random.chance(0.15)) on.answered({ status: 'refused', reason: 'world-refused' });
          else on.answered({ status: 'applied', appliedText: `the world with ${text}` });
        });
        if (this.random.chance(0.03)) soon(() => on.ended('model-crash'));
      },
      endStream: () => new Promise((resolve) => soon(() => resolve())),
      disconnect: () => {
        if (isOpen && !isOver) this.open -= 1;
        isOver = true;
      },
    };
  };
}
