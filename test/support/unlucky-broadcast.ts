import assert from 'node:assert/strict';
import type { Effect, Input } from '../../party/room/input.js';
import type { ConductorCommand } from '../../src/protocol/conducting.js';
import { HEARTBEAT_EVERY_MS } from '../../src/protocol/limits.js';
import { isSettled, type Reason } from '../../src/protocol/reasons.js';
import { Random } from './random.js';
import { CREDENTIALS, TestRoom } from './test-room.js';

const TICK_MS = 250;
/** A conductor without its room ends by itself after this. */
const ALONE_MS = 20_000;
const STREAM_SECONDS = 60;

interface Session {
  readonly epoch: number;
  at: 'connecting' | 'connected' | 'starting' | 'live';
  readyAt: number;
  streamId: string | null;
  startedAt: number;
  streams: number;
}

interface Page {
  readonly who: string;
  readonly conduct: 'can' | 'prefer' | 'no';
  readonly watching: boolean;
  connection: string | null;
  downAt: number;
  readonly sessions: Map<number, Session>;
  readonly unsent: { epoch: number; reason: Reason }[];
  beatAt: number;
  heard: number;
  leaving: boolean;
}

/** Honest conductors on bad lines, before an unreliable service, and a room that is restarted at will. */
export class UnluckyBroadcast {
  readonly room = new TestRoom({ lingerSeconds: 10, promptsPerMinute: 60, repeatSeconds: 0 });
  private readonly pages: Page[] = [];
  private readonly told = new Set<number>();
  /** Of which sessions the room has heard that they are over. */
  private readonly ended = new Set<number>();
  private readonly random: Random;
  private readonly epochOf = new Map<string, number>();
  private readonly minting: { epoch: number; at: number }[] = [];
  private readonly accepted = new Set<string>();
  private seen = 0;
  private people = 0;
  private asked = 0;
  /** For how long what is shown has been over. */
  private deadFor = 0;
  /** How unlucky it is: nothing goes wrong at 0. */
  private luck = 2;
  mints = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.apply(this.restarted());
    this.arrive('can');
    this.arrive('can');
    this.arrive('prefer', false);
  }

  run(ms: number): void {
    for (let end = this.room.now + ms; this.room.now < end; ) this.tick();
  }

  private tick(): void {
    const { room, random } = this;
    if (random.chance(0.06 * this.luck)) this.accident();
    if (random.chance(0.03)) this.prompt();
    room.pass(TICK_MS);
    this.look();
    for (const { epoch } of this.minting.filter(({ at }) => at <= room.now)) this.mint(epoch);
    for (const page of [...this.pages]) this.work(page);
    this.check();
  }

  /** From now on nothing goes wrong, and there is somebody to conduct and to watch. */
  calm(): void {
    const { room } = this;
    this.luck = 0;
    room.act(room.join({ id: 'host', role: 'host', conduct: 'no' }), { act: 'start' });
    this.arrive('can');
    this.arrive('prefer', false);
  }

  /** Everybody who watches goes. */
  leave(): void {
    for (const page of this.pages.filter(({ watching }) => watching)) this.gone(page);
    for (const [id, { watching }] of Object.entries(this.room.state.connections)) {
      if (watching) this.room.leave(id);
    }
    this.look();
  }

  alive(): Session[] {
    return this.pages.flatMap(({ sessions }) => [...sessions.values()]);
  }

  private restarted(): Input {
    return { type: 'restarted', entropy: 'x', streamSeconds: STREAM_SECONDS };
  }

  private accident(): void {
    const { random, room } = this;
    const page = this.pages.length === 0 ? null : random.pick(this.pages);
    const dice = random.below(100);
    if (dice < 30 && page !== null) this.drop(page);
    else if (dice < 38 && page !== null) this.gone(page);
    else if (dice < 50 && this.pages.length < 6) this.arrive(random.pick(['can', 'prefer', 'no']));
    else if (dice < 60) {
      for (const one of this.pages) this.drop(one);
      room.now += random.pick([0, 500, 5_000]);
      this.apply(this.restarted());
    } else if (dice < 75 && page !== null) {
      const [session] = page.sessions.values();
      const reason = random.pick([
        'model-crash',
        'connection-lost',
        'no-gpu',
        'stream-ended',
      ] as const);
      if (session !== undefined) this.end(page, session.epoch, reason);
    } else if (dice < 85 && page !== null) {
      page.leaving = true;
      this.report(page, { report: 'leaving' });
    } else if (dice < 95) this.host();
    else for (const one of this.pages.filter(({ watching }) => watching)) this.drop(one);
  }

  private host(): void {
    const { random, room } = this;
    const connection = room.join({ id: 'host', role: 'host', conduct: 'no', watching: false });
    const act = random.pick(['stop', 'pause', 'panic', 'undo', 'start', 'start', 'start'] as const);
    room.act(connection, { act });
    room.act(connection, {
      act: 'rules',
      rules: { orientation: random.pick(['portrait', 'landscape']) },
    });
    if (act !== 'start') room.act(connection, { act: 'start' });
    room.leave(connection);
    this.look();
  }

  private prompt(): void {
    const page = this.pages.find(({ connection, watching }) => connection !== null && watching);
    if (page?.connection == null) return;
    this.asked += 1;
    const id = `p${this.asked}`;
    this.room.prompt(page.connection, `wish ${this.asked}`, id);
    if (this.room.state.prompts.some((one) => one.id === id)) this.accepted.add(id);
    this.look();
  }

  private arrive(conduct: Page['conduct'], watching = true): void {
    this.people += 1;
    const page: Page = {
      ...{ who: `a-${this.people}`, conduct, watching, connection: null, downAt: this.room.now },
      ...{ sessions: new Map(), unsent: [], beatAt: 0, heard: 0, leaving: false },
    };
    this.pages.push(page);
    this.comeBack(page);
  }

  private drop(page: Page): void {
    if (page.connection === null) return;
    const { connection } = page;
    page.connection = null;
    page.downAt = this.room.now;
    this.room.leave(connection);
    this.look();
  }

  /** Its sessions end with it, and the room may hear of that. */
  private gone(page: Page): void {
    const isTold = this.random.chance(0.5);
    for (const epoch of [...page.sessions.keys()]) {
      page.sessions.delete(epoch);
      if (isTold) this.report(page, { report: 'ended', epoch, reason: 'conductor-gone' });
    }
    this.drop(page);
    this.pages.splice(this.pages.indexOf(page), 1);
  }

  private comeBack(page: Page): void {
    const epochs = [...page.sessions.keys(), ...page.unsent.map(({ epoch }) => epoch)].slice(-8);
    const { who: id, watching } = page;
    const conduct = page.leaving ? 'no' : page.conduct;
    page.heard = 0;
    page.connection = this.room.join({ id, conduct, watching, epochs });
    this.look();
    for (const ended of page.unsent.splice(0)) this.report(page, { report: 'ended', ...ended });
    for (const session of page.sessions.values()) this.tell(page, session);
  }

  private tell(page: Page, { at, epoch, streamId, startedAt }: Session): void {
    if (at === 'connected') this.report(page, { report: 'connected', epoch });
    if (at !== 'live' || streamId === null) return;
    const watch = { webrtcUrl: `http://world/${streamId}`, hlsUrl: null, token: 's' };
    const agoMs = this.room.now - startedAt;
    this.report(page, { report: 'broadcasting', epoch, streamId, watch, appliedText: 'x', agoMs });
  }

  private report(page: Page, said: Parameters<TestRoom['report']>[0]): void {
    if (page.connection === null) {
      if (said.report === 'ended') page.unsent.push({ epoch: said.epoch, reason: said.reason });
      return;
    }
    if (said.report === 'ended') this.ended.add(said.epoch);
    this.room.report(said, page.connection);
    this.look();
  }

  private end(page: Page, epoch: number, reason: Reason): void {
    page.sessions.delete(epoch);
    this.report(page, { report: 'ended', epoch, reason });
  }

  private work(page: Page): void {
    const { room, random } = this;
    const { now } = room;
    if (page.leaving && page.sessions.size === 0) return this.gone(page);
    if (page.connection === null) {
      if (page.downAt + ALONE_MS <= now) {
        for (const { epoch } of page.sessions.values()) this.end(page, epoch, 'connection-lost');
      }
      if (random.chance(0.08)) this.comeBack(page);
    }
    if (page.connection !== null) {
      const commands = room.commands(page.connection);
      while (page.heard < commands.length) {
        const command = commands[page.heard];
        page.heard += 1;
        if (command !== undefined) this.obey(page, command);
      }
    }
    for (const session of page.sessions.values()) {
      if (session.streamId !== null && session.startedAt + STREAM_SECONDS * 1000 <= now) {
        this.end(page, session.epoch, 'stream-expired');
      } else if (session.readyAt <= now) this.ready(page, session);
    }
    if (page.connection === null || page.beatAt + HEARTBEAT_EVERY_MS > now) return;
    page.beatAt = now;
    for (const { epoch } of page.sessions.values())
      this.report(page, { report: 'heartbeat', epoch });
    if (page.connection !== null) room.say(page.connection, { type: 'ping' });
  }

  private ready(page: Page, session: Session): void {
    const { room, random } = this;
    session.readyAt = Number.POSITIVE_INFINITY;
    if (random.chance(0.08 * this.luck)) return this.end(page, session.epoch, 'no-gpu');
    if (session.at === 'connecting') session.at = 'connected';
    else {
      session.at = 'live';
      session.streams += 1;
      session.streamId = `s${session.epoch}-${session.streams}`;
      session.startedAt = room.now;
    }
    this.tell(page, session);
  }

  private obey(page: Page, command: ConductorCommand): void {
    const { room, random } = this;
    const { epoch } = command;
    const session = page.sessions.get(epoch);
    const soon = room.now + random.pick([250, 500, 1_500]);
    switch (command.command) {
      case 'open': {
        const fresh = { at: 'connecting', streamId: null, startedAt: 0, streams: 0 } as const;
        page.sessions.set(epoch, { ...fresh, epoch, readyAt: soon });
        return;
      }
      case 'start':
        if (session === undefined || (session.at !== 'connected' && session.at !== 'live')) return;
        Object.assign(session, { at: 'starting', streamId: null, readyAt: soon });
        return;
      case 'perform': {
        if (session === undefined) return this.end(page, epoch, 'connection-lost');
        if (random.chance(0.1 * this.luck)) return;
        const outcome = { status: 'applied', appliedText: 'a world' } as const;
        return this.report(page, {
          report: 'performed',
          epoch,
          promptId: command.promptId,
          outcome,
        });
      }
      case 'end':
        return this.end(page, epoch, 'closed');
    }
  }

  private mint(epoch: number): void {
    this.minting.splice(
      this.minting.findIndex((one) => one.epoch === epoch),
      1,
    );
    const reason = this.random.pick(['budget-rooms', 'no-gpu', 'unreachable'] as const);
    if (this.random.chance(0.15 * this.luck)) {
      this.apply({ type: 'mint-failed', epoch, reason, retryAt: null });
    } else this.apply({ type: 'minted', epoch, credentials: CREDENTIALS });
  }

  private apply(input: Input): void {
    this.room.apply(input);
    this.look();
  }

  /** What the room has said since. */
  private look(): void {
    const { effects } = this.room;
    while (this.seen < effects.length) {
      const effect = effects[this.seen];
      this.seen += 1;
      if (effect !== undefined) this.follow(effect);
    }
  }

  private follow(effect: Effect): void {
    if (effect.type === 'mint') {
      this.mints += 1;
      this.minting.push({
        epoch: effect.epoch,
        at: this.room.now + this.random.pick([250, 1_000]),
      });
    }
    if (effect.type !== 'send' || effect.message.type !== 'conduct') return;
    const { command } = effect.message;
    if (command.command === 'end') this.told.add(command.epoch);
    if (command.command !== 'perform') return;
    const first = this.epochOf.get(command.promptId) ?? command.epoch;
    assert.equal(command.epoch, first, `${command.promptId} goes to one session alone`);
    this.epochOf.set(command.promptId, first);
  }

  private check(): void {
    const reachable = this.pages.filter(({ connection }) => connection !== null);
    const alive = reachable
      .flatMap(({ sessions }) => [...sessions.values()])
      .filter(({ epoch }) => !this.told.has(epoch));
    assert.ok(
      alive.length <= 2,
      `${alive.map(({ epoch }) => epoch)} are alive, and not told to end`,
    );
    const { life, prompts, usage } = this.room.state;
    assert.ok(usage.sessions.length < 200, `${usage.sessions.length} sessions`);
    assert.ok(prompts.length < 500);
    if (life.phase === 'opening' && life.before !== null) {
      const { epoch } = life.before;
      assert.ok(!this.ended.has(epoch), `the stream of ${epoch} is shown, and is told to be over`);
    }
    if (life.phase !== 'live' || this.room.state.lease?.connection == null) return;
    const played = this.alive().some(({ streamId }) => streamId === life.streamId);
    if (!played) this.deadFor += TICK_MS;
    else this.deadFor = 0;
    assert.ok(this.deadFor <= 3_000, `${life.streamId} is shown, and is over`);
  }

  unsettled(): string[] {
    return this.room.state.prompts
      .filter(({ id, status }) => this.accepted.has(id) && !isSettled(status))
      .map(({ id }) => id);
  }
}
