import type { RoomState } from '../../party/room/state.js';
import { turnContext } from '../../party/room/turns.js';
import type { SimRoom, Stepped } from './sim-room.js';

/** How long the world waited for one holder, and what happened meanwhile, in words. */
export interface Absence {
  readonly ms: number;
  readonly story: readonly string[];
}

/**
 * Watches for how long the world could take a prompt, others waited, and the one whose turn it was
 * did nothing at all, dropped off or not. Time in which the world cannot listen, as in a renewal,
 * neither counts nor interrupts: the clocks stand still, and nobody is waited for.
 */
export class AbsenceWatch {
  longest: Absence = { ms: 0, story: [] };
  private ms = 0;
  private story: string[] = [];
  private steppedAt: number;
  private readonly room: SimRoom;
  private readonly startedAt: number;

  constructor(room: SimRoom) {
    this.room = room;
    this.startedAt = room.now;
    this.steppedAt = room.now;
  }

  stepped({ before, input, effects }: Stepped): void {
    const { room } = this;
    const sinceMs = room.now - this.steppedAt;
    const work = { state: before, now: this.steppedAt, effects: [], policies: room.policies };
    this.steppedAt = room.now;
    const { holder, waiting, asking } = room.turnsOf(before);
    if (holder === null) return this.beginAnew();
    const context = turnContext(work);
    const busy = context.isPerforming(holder.id) || context.waitingOf(holder.id).length > 0;
    const others = waiting + (asking?.waiting ?? 0) > 0;
    if (context.listening && others && !busy) this.ms += sinceMs;
    const goesOn = room.turnsOf().holder?.id === holder.id;
    const isTheirs = 'connection' in input && this.isOf(holder.id, input.connection, before);
    if (!goesOn) this.note(`the turn of ${holder.id} is over`);
    else if (isTheirs) this.note(input.type === 'said' ? input.message.type : input.type);
    if (this.ms > this.longest.ms) this.longest = { ms: this.ms, story: this.story };
    const speaks = isTheirs && input.type === 'said';
    const settles = effects.some(
      (effect) => effect.type === 'send' && effect.message.type === 'receipt',
    );
    if (!goesOn || speaks || (busy && settles)) this.beginAnew();
  }

  /** Whether it is a connection of theirs, that has just come or gone, too. */
  private isOf(who: string, connection: string, before: RoomState): boolean {
    const connected = ({ connections }: RoomState) => connections[connection]?.who === who;
    return connected(before) || connected(this.room.state);
  }

  private beginAnew(): void {
    this.ms = 0;
    this.story = [];
  }

  private note(what: string): void {
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
    const at = seconds(this.room.now - this.startedAt);
    this.story = [...this.story, `at ${at}, after ${seconds(this.ms)} of silence: ${what}`];
  }
}
