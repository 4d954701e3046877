import { type Crowd, LoadViewer } from '../../load/load-viewer.js';
import { crowd as simulated } from '../../support/audience-crowd.js';
import { begin } from '../measure/begin.js';
import { useOf } from '../measure/process-group.js';
import { spreadOf } from '../measure/spread.js';
import { Verdict } from '../measure/verdict.js';
import type { Viewer } from './other-viewers.js';
import { barePartyKit, bareWs, type Measured, other, room } from './servers.js';

/**
 * `npm run bench:crowd`: viewers of the room server beside those of bare PartyKit, bare `ws`, Socket.IO and
 * Colyseus, in the same run and through clients that cost the same; a vote through the room alone and through parties; a crowd that is cut off
 * at once. Server and client share this machine: what counts is the room beside the others.
 */

// The last hundred places of a room are for those with a token.
const options = begin(
  { viewers: '300,1000,2800', changes: 40, idleSeconds: 20, voters: 3_000, others: 'yes' },
  { viewers: '12', changes: 4, idleSeconds: 1, voters: 40, others: 'no' },
);
const verdict = new Verdict(options.isSmoke);
/** Their packages are fetched from the registry, which a smoke run does without. */
const others = options.others === 'no' ? [] : [() => other('Socket.IO'), () => other('Colyseus')];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const AT_ONCE = 50;
const CHANGE_EVERY_MS = 500;

interface Figures {
  readonly joinsPerSecond: number;
  readonly joinMs: number;
  readonly idle: number;
  readonly deliveries: number;
  readonly p99: number;
  readonly microseconds: number;
  readonly kB: number;
}

class Viewers<One extends Viewer> {
  readonly all: One[] = [];
  readonly delays: number[] = [];
  private joined = 0;
  private readonly make: (crowd: Crowd) => One;
  private readonly crowd: Crowd;

  constructor(url: string, make: (crowd: Crowd) => One) {
    this.make = make;
    this.crowd = {
      ...{ url, room: 'lobby' },
      delayed: (ms) => this.delays.push(ms),
      joined: () => {
        this.joined += 1;
      },
      failed: () => undefined,
    };
  }

  get welcome(): number {
    return this.all.filter(({ isWelcome }) => isWelcome).length;
  }

  /** So many come, a few at a time: the next few once those are welcome. */
  async come(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const viewer = this.make(this.crowd);
      this.all.push(viewer);
      viewer.come();
      while (this.all.length - this.welcome >= AT_ONCE) await sleep(2);
    }
    const end = Date.now() + 60_000;
    while (this.welcome < count && Date.now() < end) await sleep(5);
    verdict.exactly('viewers that are in', this.welcome, count);
  }

  leave(): void {
    for (const viewer of this.all) viewer.leave();
  }
}

async function measure(server: Measured, count: number): Promise<Figures> {
  const viewers = new Viewers(server.url, server.viewer);
  await sleep(2_000);
  const first = useOf(server.group);
  const startedAt = Date.now();
  await viewers.come(count);
  const joinedMs = Date.now() - startedAt;
  const joined = useOf(server.group);
  await sleep(1_000);
  const quiet = useOf(server.group);
  await sleep(options.idleSeconds * 1_000);
  const idled = useOf(server.group);
  const [viewer] = viewers.all;
  if (viewer === undefined) throw new Error('nobody came');
  const messages = () => viewers.all.reduce((sum, one) => sum + one.messages, 0);
  const before = messages();
  viewers.delays.length = 0;
  const changedAt = Date.now();
  for (let change = 0; change < options.changes; change += 1) {
    await server.change(viewer);
    await sleep(CHANGE_EVERY_MS);
  }
  const end = Date.now() + 10_000;
  while (viewers.delays.length < count * options.changes && Date.now() < end) await sleep(10);
  const seconds = (Date.now() - changedAt) / 1_000;
  const delivered = messages() - before;
  const told = useOf(server.group);
  viewers.leave();
  return {
    joinsPerSecond: (1_000 * count) / joinedMs,
    joinMs: (joined.cpuMs - first.cpuMs) / count,
    idle: (idled.cpuMs - quiet.cpuMs) / options.idleSeconds / 10,
    deliveries: delivered / seconds,
    p99: spreadOf(viewers.delays).p99,
    microseconds: (1_000 * (told.cpuMs - idled.cpuMs)) / delivered,
    kB: ((joined.memoryMB - first.memoryMB) * 1_024) / count,
  };
}

async function beside(count: number): Promise<void> {
  const all: [string, Figures][] = [];
  for (const start of [() => room({ audienceFrom: 0 }), barePartyKit, bareWs, ...others]) {
    const server = await start();
    try {
      const figures = await measure(server, count);
      all.push([server.name, figures]);
      console.log(
        `${count} at ${server.name}: ${figures.joinsPerSecond.toFixed(0)} joins a second (${figures.joinMs.toFixed(1)} ms of CPU each), idle ${figures.idle.toFixed(1)} % of a core, ${figures.deliveries.toFixed(0)} deliveries a second (${figures.microseconds.toFixed(0)} µs of CPU each), p99 ${figures.p99.toFixed(0)} ms, ${figures.kB.toFixed(0)} kB a connection`,
      );
    } finally {
      await server.stop();
    }
  }
  const [own, bare] = all.map(([, figures]) => figures);
  if (own === undefined || bare === undefined) return;
  for (const figure of ['joinsPerSecond', 'deliveries', 'p99'] as const) {
    verdict.measured(`${figure} of ${count}`, own[figure] + 0.001);
  }
  if (options.isSmoke) return;
  verdict.atLeast(`joins of ${count}, beside bare`, own.joinsPerSecond / bare.joinsPerSecond, 0.7);
  verdict.atMost(`idle CPU of ${count}, %`, own.idle, 5);
  verdict.atLeast(`deliveries of ${count}, beside bare`, own.deliveries / bare.deliveries, 0.95);
  verdict.atMost(`p99 of ${count}, beside bare`, own.p99 / bare.p99, 1.1);
  verdict.atMost(`memory of ${count}, beside bare`, own.kB / bare.kB, 1.2);
}

/** A vote in this process, through real rooms, parties and clients; sockets and clock are simulated. */
async function vote(voters: number, parties: number): Promise<void> {
  const rules = { turns: 'vote', submitSeconds: 5, voteSeconds: 20 };
  const capacity = Math.ceil(voters / Math.max(1, parties) / 0.75);
  const world = await simulated(voters, { capacity, partiesMax: parties, rules });
  await world.goLive();
  const [one, two] = world.viewers;
  void one?.client.promptWithId('p-one', 'a lighthouse');
  void two?.client.promptWithId('p-two', 'a whale');
  await world.pass(6_000);
  const cpu = process.cpuUsage();
  for (const [index, { client }] of world.viewers.entries()) {
    void client.vote(index % 3 === 0 ? 'p-two' : 'p-one');
    if (index % 75 === 74) await world.pass(250);
  }
  const { user, system } = process.cpuUsage(cpu);
  const { turns } = world.host.view();
  const clock = turns.mode === 'vote' ? turns.round?.clock : null;
  if (clock && 'endsAt' in clock) await world.pass(clock.endsAt + 1_000 - world.clock.now());
  const shown = world.viewers.map(({ view }) => {
    const told = view.room?.turns;
    const round = told?.mode === 'vote' ? told.round : null;
    return round?.result && round.choices.reduce((sum, { votes }) => sum + votes, 0);
  });
  const all = shown.filter((count) => count === voters).length;
  console.log(
    `a vote of ${voters} through ${parties === 0 ? 'the room alone' : `${world.parties.size} parties`}: ${((user + system) / 1_000 / voters).toFixed(2)} ms of CPU a vote, pages included; ${all} of them see all votes within 1 s of the end`,
  );
  verdict.exactly('who sees all votes', all, voters);
}

/** All lines are cut at the same instant. */
async function cut(count: number): Promise<void> {
  const server = await room({ audienceFrom: Math.ceil(count / 3) });
  try {
    const viewers = new Viewers(server.url, (crowd) => new LoadViewer(crowd));
    await viewers.come(count);
    const cutAt = Date.now();
    for (const viewer of viewers.all) viewer.cut();
    await sleep(50);
    const within = async (share: number) => {
      const end = Date.now() + 60_000;
      while (viewers.welcome < share * count && Date.now() < end) await sleep(10);
      return Date.now() - cutAt;
    };
    const most = await within(0.9);
    const all = await within(1);
    const inParties = viewers.all.filter(({ isInParty }) => isInParty).length;
    console.log(
      `${count} cut at once, ${inParties} of them in parties: 90 % are back after ${most} ms, all after ${all} ms`,
    );
    verdict.exactly('who is back', viewers.welcome, count);
    verdict.within('90 % back', most, 5_000);
    verdict.within('all back', all, 15_000);
    viewers.leave();
  } finally {
    await server.stop();
  }
}

for (const count of options.viewers.split(',').map(Number)) await beside(count);
for (const parties of [0, 4]) await vote(options.voters, parties);
await cut(options.voters);
verdict.end();
process.exit();
