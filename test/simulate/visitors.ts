import type { Random } from '../support/random.js';
import { exponential, lognormal, oneOf } from './chance.js';
import type { SimRoom } from './sim-room.js';

/**
 * How visitors behave: set down before anything was measured, and the same in every mode. Times are
 * in seconds; `median` and `spread` are of a lognormal, `mean` is of an exponential distribution.
 */
export const HABITS = {
  visitors: 200,
  /** Who they are. */
  kinds: { eager: 0.3, occasional: 0.5, lurker: 0.14, spammer: 0.06 },
  /** How long until one feels like prompting (again), or looks whether it is possible. */
  thinks: { eager: 45, occasional: 360, lurker: 7_200, spammer: 60 },
  /** A share is there when the doors open; the others come at any time. */
  atTheOpening: { share: 0.25, within: 180 },
  stays: { median: 1_500, spread: 0.8 },
  returns: { chance: 0.35, mean: 720 },
  drops: { mean: 1_200 },
  /** How soon a dropped connection is back: a hiccup, a dead spot, or not at all. */
  back: { hiccup: 0.7, deadSpot: 0.25, never: 0.05 },
  backAfter: { hiccup: 4, deadSpot: 60, never: 0 },
  /** Writes the prompt before the turn comes, and sends it along. */
  writesFirst: 0.6,
  writes: { median: 9, spread: 0.5 },
  /** Looks at the page when the turn comes; else nothing happens. */
  looks: 0.85,
  reacts: { median: 2.5, spread: 0.5 },
  /** Stops in the middle of writing, and does not come back to it. */
  givesUpWriting: 0.05,
  patience: { mean: 900 },
  votes: { chance: 0.6, median: 6, spread: 0.5 },
  /** With the baton: goes on with another prompt, or hands it on. */
  goesOn: 0.5,
  takes: 0.2,
  /** What spammers do at a time. */
  burst: { messages: 12, every: 0.4 },
  /** A page says that it is there. */
  pings: 60,
} as const;

type Kind = keyof typeof HABITS.kinds;

/** The modes in which one lines up. */
const LINES: ReadonlySet<string> = new Set(['queue', 'baton', 'teams']);

/** Somebody in front of the room's page, who knows no more than what the page shows. */
export class Visitor {
  readonly id: string;
  readonly kind: Kind;
  connection: string | null = null;
  private stays = false;
  /** Which visit it is; what was planned in another does not happen. */
  private visit = 0;
  private written = 0;
  private readonly room: SimRoom;
  private readonly random: Random;

  constructor(room: SimRoom, random: Random, number: number) {
    this.room = room;
    this.random = random;
    this.id = `a-${String(number).padStart(3, '0')}`;
    this.kind = oneOf(random, HABITS.kinds);
  }

  arrive(): void {
    this.stays = true;
    this.visit += 1;
    const { visit } = this;
    this.connect();
    this.later(lognormal(this.random, HABITS.stays.median, HABITS.stays.spread), () => {
      if (this.visit === visit) this.leave();
    });
    if (this.kind === 'spammer') this.spam();
    this.thinkOn();
  }

  /** The turn is this visitor's: offered, or begun with the request. */
  turnBegan(): void {
    if (!this.random.chance(HABITS.looks)) return;
    this.later(lognormal(this.random, HABITS.reacts.median, HABITS.reacts.spread), () => {
      if (!this.isHolder()) return;
      const { connection } = this;
      if (connection === null) return;
      this.room.say(connection, { type: 'claim-turn', id: 'q' });
      if (!this.hasWaiting()) this.write(() => this.isHolder());
    });
  }

  /** A prompt has come to its end; only the baton stays after one. */
  promptSettled(): void {
    if (this.room.state.rules.values.turns !== 'baton' || !this.isHolder()) return;
    if (this.random.chance(HABITS.goesOn)) return this.write(() => this.isHolder());
    const { connection } = this;
    if (connection !== null && (this.room.turnsOf().asking?.waiting ?? 0) > 0) {
      this.room.say(connection, { type: 'pass-turn', id: 'q', to: null });
    }
  }

  ballotOpened(): void {
    if (!this.random.chance(HABITS.votes.chance)) return;
    this.later(lognormal(this.random, HABITS.votes.median, HABITS.votes.spread), () => this.vote());
  }

  private thinkOn(): void {
    const { visit } = this;
    this.later(exponential(this.random, HABITS.thinks[this.kind]), () => {
      if (!this.stays || this.visit !== visit) return;
      if (this.connection !== null) this.want(this.connection);
      this.thinkOn();
    });
  }

  /** Feels like prompting: does what the page offers for it. */
  private want(connection: string): void {
    const { turns } = this.room.state.rules.values;
    const { state } = this.room.standings()(this.id);
    if (turns === 'curated') this.vote();
    if (state === 'free') return this.write(() => true);
    if (state === 'asking' && this.random.chance(HABITS.takes)) {
      return this.room.say(connection, { type: 'take-turn', id: 'q' });
    }
    if (state !== 'none' || !LINES.has(turns)) return;
    this.later(exponential(this.random, HABITS.patience.mean), () => this.loseSomePatience());
    const writesFirst = turns !== 'baton' && this.random.chance(HABITS.writesFirst);
    if (writesFirst) this.write(() => true);
    else this.room.say(connection, { type: 'request-turn', id: 'q' });
  }

  private loseSomePatience(): void {
    const { connection } = this;
    if (connection === null) return;
    const { state } = this.room.standings()(this.id);
    if (state === 'waiting' || state === 'asking') {
      this.room.say(connection, { type: 'release-turn', id: 'q' });
    }
  }

  /** Writes for a while, which the page tells the room, and sends it if it still makes sense. */
  private write(makesSense: () => boolean): void {
    const seconds = lognormal(this.random, HABITS.writes.median, HABITS.writes.spread);
    const stops = this.random.chance(HABITS.givesUpWriting);
    const end = this.room.now + seconds * (stops ? 500 : 1_000);
    const mine = this.connection;
    const type = () => {
      if (mine === null || this.connection !== mine || !makesSense()) return;
      if (this.room.now >= end) {
        if (!stops) this.send(mine, `${this.id} wishes for number ${this.written}`);
        return;
      }
      this.room.say(mine, { type: 'typing' });
      this.room.at(Math.min(end, this.room.now + 3_000), type);
    };
    type();
  }

  private send(connection: string, text: string): void {
    this.written += 1;
    this.room.prompt(connection, text, `${this.id}-${this.written}`);
  }

  private vote(): void {
    const { connection } = this;
    const { round } = this.room.turnsOf();
    if (connection === null || round === null || round.choices.length === 0) return;
    const choice = this.random.pick(round.choices).id;
    this.room.say(connection, { type: 'vote', id: 'q', roundId: round.id, choice });
  }

  private spam(): void {
    const { visit } = this;
    this.later(exponential(this.random, HABITS.thinks.spammer), () => {
      if (!this.stays || this.visit !== visit) return;
      for (let message = 0; message < HABITS.burst.messages; message += 1) {
        this.later(message * HABITS.burst.every, () => {
          const { connection } = this;
          if (connection === null) return;
          if (message % 3 === 0) this.room.say(connection, { type: 'request-turn', id: 'q' });
          else this.send(connection, `buy my thing ${message % 2 === 0 ? 'now' : this.written}`);
        });
      }
      this.spam();
    });
  }

  private connect(): void {
    const { room } = this;
    this.connection = room.join({ id: this.id, conduct: 'no', mayConduct: false });
    const mine = this.connection;
    const ping = () => {
      if (this.connection !== mine) return;
      room.say(mine, { type: 'ping' });
      this.later(HABITS.pings, ping);
    };
    this.later(HABITS.pings, ping);
    this.later(exponential(this.random, HABITS.drops.mean), () => {
      if (this.connection === mine) this.drop(mine);
    });
  }

  private drop(connection: string): void {
    this.connection = null;
    this.room.leave(connection);
    const how = oneOf(this.random, HABITS.back);
    if (how === 'never') return this.leave();
    this.later(exponential(this.random, HABITS.backAfter[how]), () => {
      if (this.stays && this.connection === null) this.connect();
    });
  }

  private leave(): void {
    if (!this.stays) return;
    this.stays = false;
    const { connection } = this;
    this.connection = null;
    if (connection !== null) this.room.leave(connection);
    if (!this.random.chance(HABITS.returns.chance)) return;
    this.later(exponential(this.random, HABITS.returns.mean), () => this.arrive());
  }

  private isHolder(): boolean {
    return this.room.turnsOf().holder?.id === this.id;
  }

  private hasWaiting(): boolean {
    return this.room.state.prompts.some(
      ({ by, status }) => by === this.id && (status === 'waiting' || status === 'performing'),
    );
  }

  private later(seconds: number, run: () => void): void {
    this.room.after(seconds * 1000, run);
  }
}
