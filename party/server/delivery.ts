import type { RoomView } from '../../src/protocol/view.js';
import { isVia } from '../audience/places.js';
import type { Effect } from '../room/input.js';
import type { RoomState } from '../room/state.js';
import { type Change, Publisher } from '../room/view/publisher.js';
import { roomView } from '../room/view/view.js';
import type { Policies } from '../turns/policies.js';
import { BOUNDS } from './bounds.js';
import { Bucket } from './bucket.js';
import type { Line } from './hearing.js';
import type { Observer } from './observer.js';
import type { Guests } from './sockets.js';

type Send = Extract<Effect, { type: 'send' }>;
type Welcoming = Extract<Effect, { type: 'welcome' }>;

/** The room as it is after a step. */
interface Stepped {
  readonly state: RoomState;
  readonly policies: Policies;
  readonly now: number;
}

interface DeliveryPort {
  guests(): Pick<Guests, 'send' | 'lineOf' | 'size' | 'joinShareOf'>;
  observers(): readonly Observer[];
  /** A message has gone out to one connection. */
  sent(send: Send): void;
}

/** The state after a step: one text for all, and what is for one connection alone. */
interface Telling {
  readonly change: Change | null;
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/**
 * Tells everybody of a step: the world first, then those whom it concerns, then all others. There are only
 * so many deliveries a second: beyond that a step is told with the next one.
 */
export class Delivery {
  private readonly port: DeliveryPort;
  private readonly publisher = new Publisher({
    joinShareOf: (id) => this.port.guests().joinShareOf(id),
    knowsUsual: (id) => this.port.guests().lineOf(id)?.knowsUsual === true,
  });
  /** How many deliveries to the audience there may be now. */
  private readonly pace: Bucket;
  private readonly crowd = new Crowd((id) => this.port.guests().lineOf(id));
  private behind = false;
  private lastView: RoomView;

  constructor(port: DeliveryPort, { state, policies, now }: Stepped) {
    this.port = port;
    const { max } = BOUNDS.deliveriesPerSecond;
    this.pace = new Bucket(max, max, now);
    this.lastView = roomView(state, now, policies);
  }

  /** The public view after the last step. */
  get view(): RoomView {
    return this.lastView;
  }

  /** When there is something to say again, whatever happens. */
  get dueAt(): number | null {
    return this.publisher.dueAt;
  }

  /** Whether a step was taken that not all have been told of. */
  get isBehind(): boolean {
    return this.behind;
  }

  canTellAll(now: number): boolean {
    return this.pace.has(now);
  }

  /** When all can be told of something again. */
  freeAt(now: number): number {
    return this.pace.freeAt(now);
  }

  /** A step looked at everybody, whether they are told of it or not. */
  lookedAtAll(now: number): void {
    this.pace.spend(this.port.guests().size, now);
  }

  /**
   * Those whom a step concerns are told first, however many there are: the state, and then what is for
   * them alone. The world waits for a command, and that needs no state: it goes before all.
   */
  tell(effects: readonly Effect[], room: Stepped): void {
    const guests = this.port.guests();
    const sends = effects.filter((effect) => effect.type === 'send');
    const welcomes = effects.filter((effect) => effect.type === 'welcome');
    const welcomed = new Set(welcomes.map(({ connection }) => connection));
    const isFirst = ({ message, connection }: Send) =>
      message.type === 'conduct' && !welcomed.has(connection);
    for (const send of sends.filter(isFirst)) this.send(send);
    const { change, own } = this.publish(effects, welcomes, room);
    const tellOne = (connection: string) => {
      // An audience party is told once for all who come through it.
      const isTold = change !== null && !welcomed.has(connection) && !isVia(connection);
      if (isTold) tellChange(guests.lineOf(connection), change);
      for (const text of own.get(connection) ?? []) guests.send(connection, text);
    };
    const later = sends.filter((send) => !isFirst(send));
    const concerned = new Set([...later, ...welcomes].map(({ connection }) => connection));
    for (const connection of concerned) tellOne(connection);
    for (const send of later) this.send(send);
    const each = [...own.keys()].filter((connection) => !concerned.has(connection));
    for (const connection of each) tellOne(connection);
    if (change === null) return;
    this.crowd.tell(change, room.state.connections, new Set([...concerned, ...each]));
  }

  /** The state as it is, to one who has missed changes. */
  resync(connection: string, { state, policies, now }: Stepped): void {
    if (!(connection in state.connections)) return;
    const { text } = this.publisher.again(state, now, connection, policies);
    this.port.guests().send(connection, text);
  }

  /** Makes what all are told of a step, or leaves it for later. */
  private publish(
    effects: readonly Effect[],
    welcomes: readonly Welcoming[],
    { state, policies, now }: Stepped,
  ): Telling {
    this.behind = !this.pace.has(now) && welcomes.length === 0;
    const publication = this.behind
      ? { view: roomView(state, now, policies), change: null, each: [] }
      : this.publisher.publish(state, now, welcomes, policies);
    const { view, change, each } = publication;
    const delta = change?.delta ?? null;
    const text = change?.text ?? null;
    this.lastView = view;
    const { boot } = state.clock;
    for (const observer of this.port.observers()) {
      observer.observe({ now, boot, view, delta, text, effects });
    }
    const deliveries = each.length + (change === null ? 0 : this.port.guests().size);
    if (deliveries > 0) this.pace.spend(deliveries, now);
    const own = new Map<string, string[]>();
    for (const { connection, text } of each) {
      own.set(connection, [...(own.get(connection) ?? []), text]);
    }
    return { change, own };
  }

  private send(send: Send): void {
    this.port.guests().send(send.connection, JSON.stringify(send.message));
    this.port.sent(send);
  }
}

function tellChange(line: Line | null, change: Change): void {
  line?.socket.send(line.readsPatches ? change.patch : change.sections);
}

/** All who are told of everything by the room itself; an audience party is told once for all of its own. */
class Crowd {
  private readonly lineOf: (id: string) => Line | null;
  private connections: RoomState['connections'] | null = null;
  private lines: readonly (readonly [id: string, line: Line])[] = [];

  constructor(lineOf: (id: string) => Line | null) {
    this.lineOf = lineOf;
  }

  /** The same for all but those who have been told. There may be thousands: the loop does nothing else. */
  tell(change: Change, connections: RoomState['connections'], told: ReadonlySet<string>): void {
    if (this.connections !== connections) {
      this.connections = connections;
      this.lines = Object.keys(connections).flatMap((id) => {
        const line = isVia(id) ? null : this.lineOf(id);
        return line === null ? [] : [[id, line] as const];
      });
    }
    for (const [id, line] of this.lines) if (!told.has(id)) tellChange(line, change);
  }
}
