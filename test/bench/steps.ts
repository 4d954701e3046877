import { settle } from '../support/fake-clock.js';
import type { HostGuest } from '../support/host-room.js';
import { HostRoom } from '../support/host-room.js';
import { helloOf, visitorOf } from '../support/people.js';
import { begin } from './measure/begin.js';
import { spreadOf } from './measure/spread.js';
import { Verdict } from './measure/verdict.js';

/**
 * `npm run bench:steps`: what the room's own work costs with so many who only watch, in this process and
 * over sockets that take everything: CPU time, as a ratio over the room with the fewest. The rooms take
 * turns, so that all have the same share of whatever else this machine does.
 */

// The last hundred places of a room are for those with a token, and two are in already.
const options = begin(
  { watchers: '30,300,1000,2898', rounds: 40 },
  { watchers: '10,50', rounds: 4 },
);
const verdict = new Verdict(options.isSmoke);

const GROWN_AT_MOST = 1.2;
const HANG_UP_MS = 1_000;
const DEEDS = ['prompt', 'turn', 'vote', 'applause'] as const;
/** So many of those who watch react, all within a second. */
const APPLAUSE = 30;

const PROBE = JSON.stringify({ type: 'probe' });

/** CPU time of something, ms. */
async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

class Watched {
  readonly times = { prompt: [], turn: [], vote: [], applause: [] } as Record<
    (typeof DEEDS)[number],
    number[]
  >;
  /** How many messages the last of each made for those who watch. */
  readonly delivered = { prompt: 0, turn: 0, vote: 0, applause: 0 };
  private deliveries = 0;
  /** Those who were asked whether they read. */
  private readonly asked = new Set<string>();
  private readonly room: HostRoom;
  private readonly watchers: number;
  private readonly conductor: HostGuest;
  private readonly author: HostGuest;

  private constructor(room: HostRoom, watchers: number, conductor: HostGuest, author: HostGuest) {
    this.room = room;
    this.watchers = watchers;
    this.conductor = conductor;
    this.author = author;
  }

  static async fill(watchers: number): Promise<Watched> {
    const room = await HostRoom.start({ repeatSeconds: 0, promptsPerMinute: 120, gapSeconds: 0 });
    const conductor = await room.enter('a-conductor', {}, { conduct: 'can' });
    const watched = new Watched(room, watchers, conductor, await room.enter('a-author'));
    const joinedMs = await cpuOf(() => watched.fillUp());
    console.log(`${watchers} watch: ${(joinedMs / watchers).toFixed(2)} ms of CPU to join`);
    return watched;
  }

  private async fillUp(): Promise<void> {
    for (let index = 0; index < this.watchers; index += 1) {
      const id = `w-${index}`;
      const send = (text: string) => {
        this.deliveries += 1;
        if (text === PROBE) this.asked.add(id);
      };
      const visitor = visitorOf(id, { mayConduct: false, mayOpen: false });
      const socket = { send, close: () => undefined };
      this.room.host.opened(id, socket, async () => ({ ok: true, visitor }));
      await this.room.host.said(id, JSON.stringify(helloOf()));
      // The conductor has to be heard of meanwhile, or the world is gone when all are there.
      if (index % 20 === 0) await this.room.pass(50);
    }
    await this.room.pass(10_000);
    const { connections } = this.room.host.current;
    verdict.exactly('who is in', Object.keys(connections).length, this.watchers + 2);
  }

  async round(round: number): Promise<void> {
    for (let index = 0; round % 5 === 0 && index < this.watchers; index += 1) {
      await this.room.host.said(`w-${index}`, '{"type":"ping"}');
    }
    const { author } = this;
    await this.timed('prompt', async () => {
      await author.prompt(`a lighthouse, number ${round}`, `p-${round}`);
      await settle();
    });
    verdict.exactly(
      'prompts not applied',
      author.receipt(`p-${round}`)?.status === 'applied' ? 0 : 1,
      0,
    );
    await this.timed('turn', async () => {
      await author.say({ type: 'request-turn', id: `t-${round}` });
      await author.say({ type: 'release-turn', id: `l-${round}` });
    });
    await this.timed('vote', () =>
      author.say({ type: 'switch-vote', id: `v-${round}`, mode: 'open' }),
    );
    const { host, clock } = this.room;
    await this.timed('applause', async () => {
      for (let index = 0; index < Math.min(APPLAUSE, this.watchers); index += 1) {
        await host.said(`w-${index}`, JSON.stringify({ type: 'react', id: 'r', emoji: '👏' }));
      }
      await clock.advance(1_000);
    });
  }

  private async timed(deed: (typeof DEEDS)[number], work: () => Promise<void>): Promise<void> {
    await this.room.clock.advance(4_000);
    for (const id of this.asked) await this.room.host.said(id, '{"type":"here"}');
    this.asked.clear();
    for (const guest of [this.conductor, this.author]) {
      guest.heard.length = 0;
      await guest.isHere();
    }
    this.deliveries = 0;
    const ms = await cpuOf(work);
    this.times[deed].push(ms);
    this.delivered[deed] = this.deliveries;
  }

  hangUp(): Promise<number> {
    const { connections } = this.room.host.current;
    verdict.exactly('who is still in', Object.keys(connections).length, this.watchers + 2);
    return cpuOf(async () => {
      for (let index = 0; index < this.watchers; index += 1) this.room.host.closed(`w-${index}`);
      await this.room.clock.advance(2_000);
      verdict.exactly(
        'connections that are left',
        Object.keys(this.room.host.current.connections).length,
        2,
      );
    });
  }
}

/** CPU time of one delivery to a socket that takes everything, ms. */
async function costOfDelivery(): Promise<number> {
  const lines = Array.from({ length: 3_000 }, (_, index) => ({ id: `w-${index}`, send }));
  let sent = 0;
  function send(): void {
    sent += 1;
  }
  const ms = await cpuOf(() => {
    for (let round = 0; round < 200; round += 1) for (const line of lines) line.send();
  });
  return ms / sent;
}

const rooms = new Map<number, Watched>();
for (const watchers of options.watchers.split(',').map(Number)) {
  rooms.set(watchers, await Watched.fill(watchers));
}
for (let round = 0; round < options.rounds; round += 1) {
  for (const watched of rooms.values()) await watched.round(round);
}
const [fewest] = rooms.values();
const deliveryMs = await costOfDelivery();
for (const deed of DEEDS) {
  const least = spreadOf(fewest?.times[deed] ?? []).p50;
  for (const [watchers, { times, delivered }] of rooms) {
    const { p50, p95 } = spreadOf(times[deed]);
    // Deliveries aside: what it costs to hand so many texts to so many sockets, and nothing else.
    const ratio = (p50 - deliveryMs * (delivered[deed] - (fewest?.delivered[deed] ?? 0))) / least;
    console.log(
      `${deed} with ${watchers} who watch: ${p50.toFixed(2)} ms of CPU (95 %: ${p95.toFixed(2)}) = ${ratio.toFixed(2)}, with ${delivered[deed]} deliveries`,
    );
    verdict.measured(`${deed} with ${watchers}`, p50);
    // Of an applause nearly all is its deliveries: of it there is one step a second, however many clap.
    if (!options.isSmoke && deed !== 'applause')
      verdict.atMost(`${deed} with ${watchers}, ratio`, ratio, GROWN_AT_MOST);
  }
}
for (const [watchers, watched] of rooms) {
  const ms = await watched.hangUp();
  console.log(`to hang up all ${watchers} at once: ${ms.toFixed(0)} ms of CPU`);
  verdict.within(`hang-up of ${watchers}`, Math.max(1, ms), HANG_UP_MS);
}
verdict.end();
