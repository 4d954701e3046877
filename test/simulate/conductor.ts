import { leasesOf } from '../../party/room/broadcast/lease.js';
import { HEARTBEAT_EVERY_MS } from '../../src/protocol/limits.js';
import type { Random } from '../support/random.js';
import { CREDENTIALS } from '../support/test-room.js';
import { exponential, lognormal } from './chance.js';
import type { SimRoom } from './sim-room.js';

/** The world: how long it takes for things, in seconds, and how often it fails. */
const WORLD = {
  minting: { median: 0.3, spread: 0.4 },
  opening: { median: 2.2, spread: 0.4 },
  starting: { median: 0.8, spread: 0.4 },
  acknowledging: { median: 1.2, spread: 0.5 },
  /** A stream ends by itself. */
  streamSeconds: 150,
  refuses: 0.02,
  staysSilent: 0.005,
  /** The conductor's process is restarted, on average. */
  lostEverySeconds: 2_400,
};

/** A headless conductor that is always there, or soon again, and a world that answers. */
export class Conductor {
  sessions = 0;
  private connection = '';
  private readonly room: SimRoom;
  private readonly random: Random;

  constructor(room: SimRoom, random: Random) {
    this.room = room;
    this.random = random;
    room.watch(({ effects }) => {
      for (const effect of effects) {
        if (effect.type === 'mint') this.mint(effect.epoch);
        if (effect.type !== 'send' || effect.connection !== this.connection) continue;
        const { message } = effect;
        if (message.type !== 'conduct') continue;
        const { command } = message;
        if (command.command === 'open') this.open(command.epoch);
        if (command.command === 'start') this.start(command.epoch);
        if (command.command === 'perform') this.perform(command.epoch, command.promptId);
        if (command.command === 'end') this.later(0.1, () => this.ended(command.epoch));
      }
    });
    this.connect();
  }

  private connect(): void {
    const { room } = this;
    this.connection = room.join({ id: 'world', conduct: 'prefer', watching: false });
    const mine = this.connection;
    const beat = () => {
      if (this.connection !== mine) return;
      room.say(mine, { type: 'ping' });
      for (const { epoch, connection } of leasesOf(room.state)) {
        if (connection === mine) room.report({ report: 'heartbeat', epoch }, mine);
      }
      room.after(HEARTBEAT_EVERY_MS, beat);
    };
    room.after(HEARTBEAT_EVERY_MS, beat);
    this.later(exponential(this.random, WORLD.lostEverySeconds), () => {
      this.connection = '';
      room.leave(mine);
      this.later(5, () => this.connect());
    });
  }

  private mint(epoch: number): void {
    this.later(lognormal(this.random, WORLD.minting.median, WORLD.minting.spread), () =>
      this.room.apply({ type: 'minted', epoch, credentials: CREDENTIALS }),
    );
  }

  private open(epoch: number): void {
    const mine = this.connection;
    this.later(lognormal(this.random, WORLD.opening.median, WORLD.opening.spread), () => {
      if (this.connection === mine) this.room.report({ report: 'connected', epoch }, mine);
    });
  }

  private start(epoch: number): void {
    const mine = this.connection;
    this.later(lognormal(this.random, WORLD.starting.median, WORLD.starting.spread), () => {
      if (this.connection !== mine) return;
      this.sessions += 1;
      const watch = { webrtcUrl: 'http://world/s', hlsUrl: null, token: 'spectator' };
      const streamId = `stream-${epoch}-${this.sessions}`;
      this.room.report(
        { report: 'broadcasting', epoch, streamId, watch, appliedText: 'a harbour' },
        mine,
      );
      this.later(WORLD.streamSeconds, () => this.ended(epoch, mine));
    });
  }

  private perform(epoch: number, promptId: string): void {
    const mine = this.connection;
    if (this.random.chance(WORLD.staysSilent)) return;
    const refused = this.random.chance(WORLD.refuses);
    const seconds = lognormal(this.random, WORLD.acknowledging.median, WORLD.acknowledging.spread);
    this.later(seconds, () => {
      if (this.connection !== mine) return;
      const outcome = refused
        ? ({ status: 'refused', reason: 'world-refused' } as const)
        : ({ status: 'applied', appliedText: `the world after ${promptId}` } as const);
      this.room.report({ report: 'performed', epoch, promptId, outcome }, mine);
    });
  }

  private ended(epoch: number, mine = this.connection): void {
    if (this.connection !== mine || mine === '') return;
    this.room.report({ report: 'ended', epoch, reason: 'stream-expired' }, mine);
  }

  private later(seconds: number, run: () => void): void {
    this.room.after(seconds * 1000, run);
  }
}
