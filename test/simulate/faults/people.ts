import type { IdentityStore } from '../../../src/client/client-options.js';
import { BroadcastClient } from '../../../src/client/index.js';
import {
  type AttachedConductor,
  attachConductor,
} from '../../../src/conductor/attach-conductor.js';
import type { ConductOffer } from '../../../src/protocol/messages.js';
import { isSettled, type Receipt } from '../../../src/protocol/reasons.js';
import type { RulesPatch } from '../../../src/protocol/rules.js';
import { Machine, Process, type Simulation } from './machines.js';
import type { HttpAnswer, SimulatedRoom } from './server.js';
import type { SimulatedService } from './service.js';
import type { Witness } from './witness.js';

/** Everything that those who come and go have to do with. */
export interface Surroundings {
  readonly sim: Simulation;
  readonly witness: Witness;
  readonly service: SimulatedService;
  readonly rules: RulesPatch;
  /** The words of the next prompt, which nobody has said before. */
  readonly nextText: () => string;
}

interface PageOptions {
  readonly conduct: ConductOffer;
  readonly watching: boolean;
  readonly identity?: IdentityStore;
}

/** One page with its client and conductor: a visitor, or a conductor without a screen. */
export class Page {
  readonly process: Process;
  readonly room: SimulatedRoom;
  readonly options: PageOptions & { readonly identity: IdentityStore };
  readonly client: BroadcastClient;
  private readonly around: Surroundings;
  private readonly conductor: AttachedConductor;

  constructor(around: Surroundings, room: SimulatedRoom, options: PageOptions) {
    const { sim, witness, service, rules } = around;
    const { identity = kept(), conduct, watching } = options;
    this.around = around;
    this.room = room;
    this.options = { ...options, identity };
    this.process = new Process(new Machine());
    const { process } = this;
    const clock = {
      now: () => sim.now + process.machine.aheadMs,
      setTimer: (run: () => void, ms: number) => sim.after(process, ms, run),
    };
    this.client = new BroadcastClient({
      ...{ host: 'rooms.example', room: room.name, conduct, watching, rules, identity, clock },
      openSocket: room.openSocket(process),
      random: () => sim.random.next(),
    });
    this.client.onReceipt((receipt) => witness.told('its author', receipt));
    this.client.onCommand((command) => {
      if (command.command !== 'open') return;
      sim.loads(() => import('../../../src/conductor/conductor.js'));
      witness.leads(room.name, command.epoch, command.credentials.sessionId, process);
    });
    this.conductor = attachConductor(this.client, {
      ...{ clock, openSession: service.openSession(process) },
    });
    sim.after(process, 0, () => this.client.connect());
  }

  prompt(): void {
    const { sim, witness, nextText } = this.around;
    const { process, room, client } = this;
    sim.after(process, 0, () => {
      const text = nextText();
      const answered = witness.asks(text, room.name, process);
      void client.prompt(text).then(({ status, reason }) => {
        if (process.isAlive) answered({ status, reason: reason ?? null });
      });
    });
  }

  /** What visitors do beside prompting. */
  fidget(): void {
    const { sim } = this.around;
    const { client } = this;
    const act = sim.random.pick([
      () => client.requestTurn(),
      () => client.requestTurn(),
      () => client.releaseTurn(),
      () => client.passTurn(),
      () => client.skipVote(),
      () => client.typing(),
      () => this.vote(),
      () => this.vote(),
    ]);
    sim.after(this.process, 0, () => void act());
  }

  private vote(): void {
    const turns = this.client.view.room?.turns;
    const choices = turns?.mode === 'vote' ? (turns.round?.choices ?? []) : [];
    if (choices.length > 0) void this.client.vote(this.around.sim.random.pick(choices).id);
  }

  /** The visitor closes the page, which says goodbye. */
  close(): void {
    const { sim } = this.around;
    sim.after(this.process, 0, () => {
      this.conductor.detach();
      this.client.close();
      this.process.isAlive = false;
    });
  }

  /** The page is gone without a word; its room is told by the network, or not at all. */
  kill(isTold: boolean): void {
    this.process.isAlive = false;
    this.room.pageGone(this.process, isTold);
  }

  /** A conductor that is to stop: it hands over what it has, then closes. */
  drain(): void {
    this.around.sim.after(
      this.process,
      0,
      () => void this.conductor.drain().then(() => this.close()),
    );
  }

  /** Its timers, and all that comes, are late: a hidden tab, a lid that was closed. */
  sleep(ms: number): void {
    this.process.wakesAt = this.around.sim.now + ms;
  }
}

function kept(): IdentityStore {
  let identity: string | null = null;
  return {
    load: () => identity,
    save: (next) => {
      identity = next;
    },
  };
}

/** How often a program asks again, and what became of its prompt (ms). */
const ASK_AGAIN_MS = 5_000;

/** A program that prompts over HTTP: it asks with the same key until it was answered, then what became of it. */
export class Program {
  readonly process = new Process(new Machine());
  private readonly around: Surroundings;
  private readonly room: SimulatedRoom;
  private readonly token: string;

  constructor(around: Surroundings, room: SimulatedRoom, token: string) {
    this.around = around;
    this.room = room;
    this.token = token;
  }

  prompt(): void {
    const { witness, nextText } = this.around;
    const text = nextText();
    const answered = witness.asks(text, this.room.name, this.process);
    const settled = (receipt: Pick<Receipt, 'text' | 'status' | 'reason'>) => {
      witness.told('the room over HTTP', receipt);
      answered(receipt);
    };
    const post = () =>
      this.ask(
        'POST',
        '/prompts',
        { 'Idempotency-Key': text },
        (answer) => {
          if (answer === null || answer.status >= 500) return this.later(post);
          const said = JSON.parse(answer.text) as Receipt;
          if (answer.status >= 400) return answered({ status: 'refused', reason: said.reason });
          if (isSettled(said.status)) return settled(said);
          this.later(() => follow(said.id));
        },
        text,
      );
    const follow = (id: string) =>
      this.ask('GET', `/prompts/${id}?wait=20`, {}, (answer) => {
        if (answer?.status === 404) throw new Error(`The room has forgotten ${text}.`);
        if (answer === null || answer.status !== 200) return this.later(() => follow(id));
        const receipt = JSON.parse(answer.text) as Receipt;
        if (isSettled(receipt.status)) settled(receipt);
        else this.later(() => follow(id));
      });
    post();
  }

  private later(run: () => void): void {
    this.around.sim.after(this.process, ASK_AGAIN_MS, run);
  }

  private ask(
    method: string,
    path: string,
    also: Readonly<Record<string, string>>,
    done: (answer: HttpAnswer) => void,
    text?: string,
  ): void {
    const headers = {
      Authorization: `Bearer ${this.token}`,
      'Content-Type': 'application/json',
      ...also,
    };
    const body = text === undefined ? {} : { body: JSON.stringify({ text }) };
    this.room.request(this.process, path, { method, headers, ...body }, done);
  }
}
