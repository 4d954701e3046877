import assert from 'node:assert/strict';
import { isSettled, type Receipt } from '../../../src/protocol/reasons.js';
import type { Process, Simulation } from './machines.js';
import type { Session, SimulatedService } from './service.js';

/** One prompt that somebody asked for. */
interface Asked {
  readonly text: string;
  readonly room: string;
  /** Who waits for the answer; a page that was closed or killed waits no more. */
  readonly by: Process;
  outcome: Pick<Receipt, 'status' | 'reason'> | null;
}

/** What may be used at most, over all rooms. */
export interface Allowed {
  readonly liveRooms: number | null;
  readonly streamMs: number;
  readonly hoursPerDay: number | null;
  /** How long a conductor waits for the world's answer. */
  readonly acknowledgeMs: number;
}

/** How much sooner a message may travel than the one before it (ms). */
const JITTER_MS = 100;

/** Sees everything that was asked for, said and done, and fails when that does not fit together. */
export class Witness {
  readonly asked: Asked[] = [];
  applied = 0;
  sessions = 0;
  streamSeconds = 0;
  private readonly sim: Simulation;
  private readonly allowed: Allowed;
  private readonly performances = new Map<string, number>();
  /** By room: the newest epoch under which the world was prompted. */
  private readonly newest = new Map<string, number>();
  /** Under which epochs each page was told to open which sessions. */
  private readonly epochs = new Map<Process, Map<string, number>>();
  private readonly believers = new Map<string, Process>();
  private readonly finals = new Map<string, string>();

  constructor(sim: Simulation, allowed: Allowed) {
    this.sim = sim;
    this.allowed = allowed;
  }

  /** Somebody wants something; the returned function takes what became of it. */
  asks(
    text: string,
    room: string,
    by: Process,
  ): (outcome: Pick<Receipt, 'status' | 'reason'>) => void {
    const asked: Asked = { text, room, by, outcome: null };
    this.asked.push(asked);
    return (outcome) => {
      this.holds(asked.outcome === null, `${text} is answered twice`);
      asked.outcome = outcome;
    };
  }

  /** A receipt was read somewhere: a prompt has one final status, wherever it is told. */
  told(where: string, { text, status }: Pick<Receipt, 'text' | 'status'>): void {
    this.sim.note(where, `${text} is ${status}`);
    if (!isSettled(status) || status === 'refused' || text === '') return;
    const before = this.finals.get(text);
    this.holds(
      before === undefined || before === status,
      `${text}: ${where} says ${status}, and it was ${before}`,
    );
    this.finals.set(text, status);
  }

  /** A conductor is told to open a session under an epoch. */
  leads(room: string, epoch: number, sessionId: string, page: Process): void {
    const key = `${room}/${epoch}`;
    this.sim.note(room, `epoch ${epoch} is lent with ${sessionId}`);
    const before = this.believers.get(key);
    this.holds(before === undefined || before === page, `two pages lead ${room} in epoch ${epoch}`);
    this.believers.set(key, page);
    const own = this.epochs.get(page) ?? new Map<string, number>();
    this.epochs.set(page, own.set(sessionId, epoch));
  }

  performed({ id, room, holder, unanswered }: Session, text: string): void {
    const { acknowledgeMs } = this.allowed;
    const isEarly = [...unanswered].some((at) => at + acknowledgeMs - JITTER_MS > this.sim.now);
    this.holds(!isEarly, `${text} is sent before the prompt before it has ended`);
    const times = (this.performances.get(text) ?? 0) + 1;
    this.performances.set(text, times);
    this.sim.note(room, `${text} is performed on ${id}`);
    this.holds(times === 1, `${text} is performed twice`);
    const epoch = (holder === null ? null : this.epochs.get(holder)?.get(id)) ?? 0;
    const newest = this.newest.get(room) ?? 0;
    this.holds(
      epoch >= newest,
      `${text} is performed under epoch ${epoch}, after one of ${newest}`,
    );
    this.newest.set(room, epoch);
  }

  minted(service: SimulatedService): void {
    this.sessions += 1;
    this.sim.note('service', `minted ${service.held().at(-1)?.id}`);
    const rooms = new Set(service.held().map(({ room }) => room));
    const { liveRooms } = this.allowed;
    const held = service.held().map(({ room, id }) => `${room} ${id}`);
    this.holds(liveRooms === null || rooms.size <= liveRooms, `held: ${held.join(', ')}`);
  }

  streamed(_room: string, seconds: number): void {
    this.streamSeconds += seconds;
    const { hoursPerDay, streamMs } = this.allowed;
    if (hoursPerDay === null) return;
    // What a lost conductor left running ends with its stream.
    const most = hoursPerDay * 3_600 + (4 * streamMs) / 1_000;
    this.holds(this.streamSeconds <= most, `${this.streamSeconds} s of ${hoursPerDay} h have run`);
  }

  /** Within an event: some of the product's callbacks survive whatever their listeners throw. */
  holds(isTrue: boolean, otherwise: string): void {
    if (!isTrue) this.sim.failure ??= new Error(otherwise);
  }

  /** The prompts that somebody still waits for. */
  unanswered(): readonly Asked[] {
    return this.asked.filter(({ by, outcome }) => outcome === null && by.isAlive);
  }

  /** Everything was answered, and each answer is the truth. */
  checkAnswers(): void {
    const open = this.unanswered().map(({ text, room }) => `${text} in ${room}`);
    assert.deepEqual(open, [], 'prompts without an answer');
    this.applied = 0;
    for (const { text, outcome } of this.asked) {
      const times = this.performances.get(text) ?? 0;
      const status = outcome?.status ?? this.finals.get(text) ?? null;
      if (status === 'applied') {
        this.applied += 1;
        assert.equal(times, 1, `${text} is said to be applied`);
      }
      const isUntouched = status === 'expired' || status === 'withdrawn';
      if (isUntouched) assert.equal(times, 0, `${text} is ${status}, and was performed`);
      const isRefused = status === 'refused' && outcome?.reason !== 'world-refused';
      if (isRefused)
        assert.equal(times, 0, `${text} is refused (${outcome?.reason}), and was performed`);
    }
  }
}
