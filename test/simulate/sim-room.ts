import type { Effect, Input } from '../../party/room/input.js';
import type { RoomState } from '../../party/room/state.js';
import { policyOf, turnContext } from '../../party/room/turns.js';
import type { ShownTurns } from '../../party/turns/policy.js';
import type { Standing } from '../../src/protocol/view.js';
import { TestRoom } from '../support/test-room.js';
import { allOf } from '../support/turns.js';
import { Agenda } from './agenda.js';

/** What one step did, for whoever watches the room. */
export interface Stepped {
  readonly before: RoomState;
  readonly input: Input;
  readonly effects: readonly Effect[];
}

/** The room core on a simulated clock, with an agenda beside its own deadline. */
export class SimRoom extends TestRoom {
  private readonly agenda = new Agenda();
  private readonly shown = new WeakMap<RoomState, ReturnType<typeof allOf<ShownTurns>>>();
  private readonly watchers: ((stepped: Stepped) => void)[] = [];

  /** Calls after every step; a watcher does not step the room itself, but puts it on the agenda. */
  watch(watcher: (stepped: Stepped) => void): void {
    this.watchers.push(watcher);
  }

  override apply(input: Input): void {
    const before = this.state;
    this.effects.length = 0;
    super.apply(input);
    const effects = [...this.effects];
    // The room's first step comes before there is anyone to watch.
    for (const watcher of this.watchers ?? []) watcher({ before, input, effects });
  }

  /** The answer is a step of its own. */
  protected override probed(connection: string): void {
    this.after(0, () => super.probed(connection));
  }

  after(ms: number, run: () => void): void {
    this.agenda.add(this.now + ms, run);
  }

  at(instant: number, run: () => void): void {
    this.agenda.add(Math.max(instant, this.now), run);
  }

  run(until: number): void {
    for (;;) {
      const due = this.dueAt ?? Number.POSITIVE_INFINITY;
      const at = Math.min(due, this.agenda.nextAt);
      if (at > until) break;
      this.now = Math.max(this.now, at);
      if (this.agenda.nextAt <= at) this.agenda.runNext();
      else this.wake();
    }
    this.now = until;
  }

  /** The turns as everyone sees them, in this state or another. */
  turnsOf(state: RoomState = this.state): ReturnType<typeof allOf<ShownTurns>> {
    const known = this.shown.get(state);
    if (known !== undefined) return known;
    const room = { state, now: this.now, effects: [], policies: this.policies };
    const view = allOf(policyOf(room).view(state.turns, turnContext(room)));
    this.shown.set(state, view);
    return view;
  }

  standings(state: RoomState = this.state): (who: string) => Standing {
    const room = { state, now: this.now, effects: [], policies: this.policies };
    return policyOf(room).standings(state.turns, turnContext(room));
  }
}
