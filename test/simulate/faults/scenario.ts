import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { RulesPatch } from '../../../src/protocol/rules.js';
import { SECRET, signed } from '../../support/tokens.js';
import { exponential } from '../chance.js';
import { FAULTS, type Fragile, mend } from './faults.js';
import { installGlobals } from './globals.js';
import { Simulation } from './machines.js';
import { OWNER_URL, Owner } from './owner.js';
import { Patience } from './patience.js';
import { Page, Program, type Surroundings } from './people.js';
import { SimulatedLedger, SimulatedRoom } from './server.js';
import { API_URL, GOOD_MOOD, keyOf, SimulatedService, TOKEN_MS } from './service.js';
import { type Allowed, Witness } from './witness.js';

const MINUTE_MS = 60_000;

/** How long until all has found its way once nothing goes wrong any more: the room's longest pause, and more. */
const CALM_MS = 16 * MINUTE_MS;
/** A message on a line that is well has arrived by then. */
const ON_ITS_WAY_MS = 2_000;

/** What one seed came to. */
export interface Summary {
  readonly roomHours: number;
  readonly liveHours: number;
  readonly prompts: number;
  readonly applied: number;
  readonly sessions: number;
  readonly kills: number;
  readonly events: number;
  readonly faults: Readonly<Record<string, number>>;
}

/** How a seed is played, beside by chance. */
export interface Setup {
  /** Takes a line for each thing worth knowing. */
  readonly trace?: ((line: string) => void) | undefined;
  /** One place for both rooms, at a service that few come to before the calm. */
  readonly isScarce?: boolean;
}

/**
 * Two rooms with everybody who has to do with them, through faults of every part, then a calm in which
 * all must find its way, and an end at which nothing may be left. Fails where a promise was not kept.
 */
export async function simulateFaults(seed: number, setup: Setup = {}): Promise<Summary> {
  const token = await signed({ sub: 'bot', name: 'Bot', room: '*', scope: 'prompt', exp: 4e9 });
  const scenario = new Scenario(seed, token, setup);
  const undo = installGlobals(scenario.sim, scenario.http, scenario.service.dial);
  try {
    return await scenario.play();
  } finally {
    undo();
  }
}

class Scenario implements Fragile {
  readonly sim: Simulation;
  readonly service: SimulatedService;
  readonly owner: Owner;
  readonly ledger: SimulatedLedger;
  readonly rooms: readonly SimulatedRoom[];
  readonly settable: Fragile['settable'];
  private readonly witness: Witness;
  private readonly around: Surroundings;
  private readonly programs: readonly Program[];
  private readonly allowed: Allowed;
  private everyone: Page[] = [];
  private readonly counted: Record<string, number> = {};
  private prompts = 0;
  private isCalm = false;

  constructor(seed: number, token: string, { trace, isScarce = false }: Setup) {
    this.sim = new Simulation(seed, trace);
    const { sim } = this;
    const { random } = sim;
    const streamMs = random.pick([60_000, 150_000]);
    const hoursPerDay = random.pick([null, null, null, 0.5]);
    const liveRooms = isScarce ? 1 : random.pick([null, null, 2, 1]);
    const rules = rulesOf(sim);
    const acknowledgeMs = (rules.acknowledgeSeconds ?? 0) * 1_000;
    this.allowed = { streamMs, hoursPerDay, liveRooms, acknowledgeMs };
    const areClocksSet = hoursPerDay === null && random.chance(0.5);
    this.witness = new Witness(sim, this.allowed);
    this.service = new SimulatedService(sim, this.witness, streamMs);
    if (isScarce) this.service.mood = { ...GOOD_MOOD, connect: 0.8 };
    this.owner = new Owner(sim, this.witness);
    const hasOwner = random.chance(0.5);
    const env = {
      ODYSSEY_API_URL: API_URL,
      ROOM_SECRET: SECRET,
      OPEN_ROOMS: '*',
      CONDUCTORS: 'anyone',
      STREAM_SECONDS: String(streamMs / 1_000),
      STREAM_HOSTS: 'watch.odyssey.example',
      ...(hoursPerDay !== null && { MAX_HOURS_PER_DAY: String(hoursPerDay) }),
      ...(liveRooms !== null && { MAX_LIVE_ROOMS: String(liveRooms) }),
      ...(hasOwner && {
        ...{ WEBHOOK_URL: `${OWNER_URL}/hook`, WEBHOOK_SECRET: SECRET },
        ...{ MODERATION_URL: `${OWNER_URL}/judge`, MODERATION_SECRET: SECRET },
      }),
    };
    this.ledger = new SimulatedLedger(sim, { ...env, ODYSSEY_API_KEY: 'key' });
    this.rooms = ['lobby', 'attic'].map(
      (name) => new SimulatedRoom(sim, name, { ...env, ODYSSEY_API_KEY: keyOf(name) }, this.ledger),
    );
    const isCounted = liveRooms !== null;
    this.settable = areClocksSet ? [...this.rooms, ...(isCounted ? [] : [this.ledger])] : [];
    this.around = {
      sim,
      service: this.service,
      witness: this.witness,
      rules,
      nextText: () => this.nextText(),
    };
    this.programs = this.rooms.map((room) => new Program(this.around, room, token));
  }

  readonly http: Parameters<typeof installGlobals>[1] = (url, init) =>
    url.startsWith(API_URL) ? this.service.http(url, init) : this.owner.http(url, init);

  pages(): Page[] {
    this.everyone = this.everyone.filter(({ process }) => process.isAlive);
    return this.everyone;
  }

  arrive(room: SimulatedRoom): void {
    if (this.pages().length >= 8) return;
    const conduct = this.sim.random.pick(['can', 'can', 'no'] as const);
    this.everyone.push(new Page(this.around, room, { conduct, watching: true }));
  }

  reload({ room, options, kill, process }: Page): void {
    process.isAlive = false;
    room.pageGone(process, true);
    void kill;
    this.everyone.push(new Page(this.around, room, options));
  }

  async play(): Promise<Summary> {
    const { sim, witness } = this;
    const { random } = sim;
    const beganAt = sim.now;
    for (const room of this.rooms) this.open(room);
    this.goOn();
    this.watch(new Patience(sim, witness));
    const faultMs = random.pick([2_000, 5_000, 15_000]);
    const end = sim.now + random.pick([1, 2, 4]) * MINUTE_MS;
    while (sim.now < end) {
      await sim.run(Math.min(exponential(random, faultMs), end - sim.now));
      await this.fault();
    }
    await this.calm();
    witness.checkAnswers();
    await this.leave();
    const kills = this.rooms.reduce((sum, room) => sum + room.kills, this.ledger.kills);
    return {
      roomHours: ((sim.now - beganAt) * this.rooms.length) / 3_600_000,
      liveHours: witness.streamSeconds / 3_600,
      prompts: witness.asked.length,
      ...{ applied: witness.applied, sessions: witness.sessions, events: sim.events },
      ...{ kills, faults: this.counted },
    };
  }

  /** Somebody to watch and prompt, and somebody to conduct. */
  private open(room: SimulatedRoom): void {
    this.everyone.push(new Page(this.around, room, { conduct: 'can', watching: true }));
    this.everyone.push(new Page(this.around, room, { conduct: 'prefer', watching: false }));
  }

  private async fault(): Promise<void> {
    const { sim } = this;
    const name = sim.random.pick(Object.keys(FAULTS));
    this.counted[name] = (this.counted[name] ?? 0) + 1;
    sim.note('fault', name);
    await sim.happen(sim.outside, () => FAULTS[name]?.(this));
  }

  /** Those who are there do something every now and then. */
  private goOn(): void {
    const { sim } = this;
    sim.after(sim.outside, exponential(sim.random, 6_000), () => {
      if (this.isCalm) return;
      const dice = sim.random.next();
      const watching = this.pages().filter(({ options }) => options.watching);
      if (dice < 0.1) sim.random.pick(this.programs).prompt();
      else if (watching.length > 0) {
        const page = sim.random.pick(watching);
        if (dice < 0.6) page.prompt();
        else page.fidget();
      }
      this.goOn();
    });
  }

  private watch(patience: Patience): void {
    this.sim.after(this.sim.outside, 1_000, () => {
      patience.look(this.pages());
      this.watch(patience);
    });
  }

  /** Nothing more goes wrong: all that was asked for is answered, and every room that may be is live. */
  private async calm(): Promise<void> {
    const { sim, rooms } = this;
    this.isCalm = true;
    await sim.happen(sim.outside, () => mend(this));
    // Where one room alone may be live, each has its time.
    const together = this.allowed.liveRooms === 1 ? rooms.map((room) => [room]) : [rooms];
    for (const open of together) {
      for (const page of this.pages()) if (!open.includes(page.room)) page.close();
      for (const room of open) this.open(room);
      const end = sim.now + CALM_MS;
      do {
        while (sim.now < end && !this.isWell(open)) await sim.run(5_000);
        assert.ok(this.isWell(open), this.whatIsWrong());
        // A conductor that was lost before may be missed only now, and its place is held for a while.
        await sim.run(MINUTE_MS);
      } while (sim.now < end && !this.isWell(open));
      assert.ok(this.isWell(open), `a minute later: ${this.whatIsWrong()}`);
      for (const room of open) await this.checkViews(room);
    }
  }

  private isWell(rooms: readonly SimulatedRoom[]): boolean {
    if (rooms.every((room) => this.isOutOfHours(room))) return true;
    const isOpen = ({ room }: { room: string }) => rooms.some(({ name }) => name === room);
    if (this.witness.unanswered().some(isOpen)) return false;
    return rooms.every((room) => this.isOutOfHours(room) || this.isLive(room));
  }

  private isLive(room: SimulatedRoom): boolean {
    const life = this.lifeOf(room);
    return life !== null && 'streamId' in life;
  }

  private isOutOfHours(room: SimulatedRoom): boolean {
    const life = this.lifeOf(room);
    return life?.phase === 'dark' && life.reason === 'budget-day';
  }

  private lifeOf(room: SimulatedRoom) {
    return this.pages().findLast((page) => page.room === room)?.client.view.room?.life ?? null;
  }

  private whatIsWrong(): string {
    const lives = this.rooms.map((room) => `${room.name}: ${JSON.stringify(this.lifeOf(room))}`);
    const open = this.witness.unanswered().map(({ text }) => text);
    return `${lives.join(', ')}; without an answer: ${open.join(', ') || 'none'}`;
  }

  /** All who are connected see the same room, once what is on its way to them has arrived. */
  private async checkViews(room: SimulatedRoom): Promise<void> {
    const end = this.sim.now + ON_ITS_WAY_MS;
    const differing = () => this.viewsOf(room).find((view) => !isDeepStrictEqual(view, first()));
    const first = () => this.viewsOf(room)[0];
    while (differing() !== undefined && this.sim.now < end) await this.sim.run(100);
    assert.ok(first() !== undefined, `nobody is connected to ${room.name}`);
    const active = this.pages().filter(
      (page) => page.room === room && page.client.view.you?.standing.state === 'active',
    );
    assert.ok(active.length <= 1, `${active.length} have the turn in ${room.name}`);
    assert.deepEqual(differing() ?? first(), first(), `all see the same of ${room.name}`);
  }

  private viewsOf(room: SimulatedRoom) {
    return this.pages()
      .filter((page) => page.room === room && page.client.view.connection.status === 'connected')
      .map(({ client }) => client.view.room);
  }

  /** All visitors go: no page has a session left, and no place is held once the tokens have run out. */
  private async leave(): Promise<void> {
    const { sim } = this;
    for (const page of this.pages()) if (page.options.watching) page.close();
    await sim.run(90_000);
    const conducted = this.service.held().filter(({ holder }) => holder?.isAlive);
    assert.deepEqual(
      conducted.map(({ id, room }) => `${id} of ${room}`),
      [],
      'sessions of nobody',
    );
    for (const page of this.pages()) page.close();
    await sim.run(TOKEN_MS + 2 * MINUTE_MS);
    assert.deepEqual(
      this.service.held().map(({ id, room }) => `${id} of ${room}`),
      [],
      'sessions are left',
    );
  }

  private nextText(): string {
    this.prompts += 1;
    return `wish ${this.prompts}`;
  }
}

function rulesOf({ random }: Simulation): RulesPatch {
  return {
    turns: random.pick(['queue', 'queue', 'open', 'vote', 'raffle'] as const),
    ...{ repeatSeconds: 0, promptsPerMinute: 60, staffPromptsPerMinute: 60, lingerSeconds: 10 },
    ...{ acknowledgeSeconds: random.pick([5, 15]), promptsPerTurn: 2, cooldownSeconds: 5 },
    unjudged: random.pick(['refuse', 'allow'] as const),
  };
}
