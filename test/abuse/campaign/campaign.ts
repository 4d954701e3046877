import { begin } from '../../bench/measure/begin.js';
import { Verdict } from '../../bench/measure/verdict.js';
import { Random } from '../../support/random.js';
import { until } from '../../support/stack.js';
import { signed } from '../../support/tokens.js';
import { type Account, addRoom, heldSessions, historyOf, noAccount } from './account.js';
import { Audience } from './audience.js';
import { KILLS, KINDS, type Kind } from './blows.js';
import { Crew } from './crew.js';
import { Site, TOKEN_SECONDS } from './site.js';

/**
 * `npm run campaign -- --platform workers --kill room,network --count 100 --seed 7`: one part of the
 * running product is killed again and again, as fast as it recovers, while visitors and programs prompt.
 * What became of each prompt and session is counted from the outside. What is joined by `+` happens at
 * the same time: `--kill room,ledger+network`.
 */

const options = begin(
  {
    platform: 'partykit',
    kill: KINDS.join(','),
    count: 100,
    seed: 1,
    /** The blows fall within this time, whatever the count. */
    seconds: 86_400,
  },
  { count: 2, kill: 'room,ledger,world+conductor,network' },
);
const chains = options.kill.split('+').map((chain) => chain.split(',').map(kindOf));
/** Each of them takes two connections of its conductors all the time. */
const ROOMS_A_CREW = 4;
process.env['ROOM_PLATFORM'] = options.platform;

/** A prompt that is accepted settles long before. */
const SETTLED_LIMIT_MS = 60_000;
/** What holds a session beyond its token's life: a lost line is noticed, a conductor gives up. */
const HELD_LIMIT_MS = TOKEN_SECONDS * 1_000 + 30_000;

interface Row extends Account {
  readonly kind: Kind;
  kills: number;
  dangling: number;
  readonly recoveries: number[];
  readonly from: number;
  readonly endAt: number;
  to: number;
}

const verdict = new Verdict(options.isSmoke);
const random = new Random(options.seed);
const site = await Site.start();
const rows: Row[] = [];
try {
  await Promise.all(chains.map(inTurn));
  await countDangling();
} catch (error) {
  site.tell();
  throw error;
} finally {
  await site.close();
}
for (const row of rows) judge(row);
tell();
verdict.end();

function kindOf(name: string): Kind {
  const kind = KINDS.find((one) => one === name);
  if (kind === undefined) throw new Error(`Nothing is called "${name}": ${KINDS.join(', ')}.`);
  return kind;
}

async function inTurn(kinds: readonly Kind[]): Promise<void> {
  const ms = (options.seconds * 1_000) / kinds.length;
  for (const kind of kinds) await campaign(kind, ms);
}

async function campaign(kind: Kind, limitMs: number): Promise<void> {
  const from = Date.now();
  const counts = { kills: 0, dangling: 0, recoveries: [] };
  const row: Row = { ...noAccount(), ...counts, kind, from, endAt: from + limitMs, to: from };
  rows.push(row);
  const lanes = Math.min(KILLS[kind].lanes, options.count);
  const blows = Array.from({ length: lanes }, (_, lane) =>
    Math.ceil((options.count - lane) / lanes),
  );
  await Promise.all(blows.map((count, lane) => inLane(`${kind}-${lane + 1}`, count, row)));
  row.to = Date.now();
  console.log(lineOf(row));
}

/** One room after the other, a few of them with the same conductors. */
async function inLane(name: string, count: number, row: Row): Promise<void> {
  const { blowsARoom } = KILLS[row.kind];
  const blowsLeft = Array.from({ length: Math.ceil(count / blowsARoom) }, (_, at) =>
    Math.min(blowsARoom, count - at * blowsARoom),
  );
  const rooms = blowsLeft.map((blows, at) => ({ room: `${name}-${at + 1}`, blows }));
  while (rooms.length > 0 && Date.now() < row.endAt) {
    const some = rooms.splice(0, ROOMS_A_CREW);
    const crew = await Crew.start(
      some.map(({ room }) => room),
      site.port,
    );
    for (const { room, blows } of some) {
      if (Date.now() < row.endAt) await inRoom(room, blows, crew, row);
    }
    await crew.close();
  }
}

/** What does not recover is counted, and the next room has its turn. */
async function inRoom(room: string, blows: number, crew: Crew, row: Row): Promise<void> {
  const token = await signed({ sub: 'bot', name: 'Bot', room, scope: 'prompt' });
  const host = `127.0.0.1:${crew.audience.port}`;
  const audience = new Audience(room, { host, token, random });
  try {
    await audience.enter();
    audience.start();
    for (let blow = 0; blow < blows && Date.now() < row.endAt; blow += 1) {
      const { at, mend } = await KILLS[row.kind].strike({ site, crew, room, audience, random });
      row.kills += 1;
      const recoveryMs = await recovered(audience, at).finally(() => mend?.());
      row.recoveries.push(recoveryMs);
      console.log(`${room}: ${row.kind} ${row.kills}, prompts again after ${recoveryMs} ms`);
    }
  } catch (error) {
    stuck(`${room} after ${row.kind} ${row.kills}: ${String(error)}`, row);
  }
  audience.stop();
  const all = () => audience.unsettled().length === 0;
  await until(`all receipts in ${room}`, all, Boolean, SETTLED_LIMIT_MS).catch((error: unknown) =>
    stuck(String(error), row),
  );
  try {
    addRoom(row, audience.asked, site.log, await historyOf(site, room));
  } catch (error) {
    stuck(`the history of ${room}: ${String(error)}`, row);
  }
  audience.leave();
}

function stuck(why: string, row: Row): void {
  row.broken.push(why);
  console.log(why);
  site.tell();
}

/** Waits until somebody is connected and a prompt that was asked for after the blow is performed. */
async function recovered(audience: Audience, at: number): Promise<number> {
  const since = () => new Set(audience.asked.filter((one) => one.at > at).map(({ text }) => text));
  const found = await until(
    'prompts to be performed again',
    () => {
      const after = since();
      const first = site.log.prompts().find(({ text }) => after.has(text));
      return audience.isConnected ? (first ?? null) : null;
    },
    (first) => first !== null,
  );
  return (found?.at ?? at) - at;
}

/** Everybody has gone: no session is left once the tokens have run out. */
async function countDangling(): Promise<void> {
  const held = () => heldSessions(site.log);
  await until('no session to be left', () => held().size === 0, Boolean, HELD_LIMIT_MS).catch(
    (error: Error) => console.log(error.message),
  );
  for (const row of rows) {
    row.dangling = [...held().values()].filter((at) => at >= row.from && at <= row.to).length;
  }
  const { budget } = (await site.read('lobby', '/stats')) as { budget: { sessions: number } };
  console.log(`the ledger holds ${budget.sessions} slots`);
}

function judge(row: Row): void {
  const { kind, kills, asked, applied, lost, doubled, untrue, dangling, leaders } = row;
  for (const line of row.broken.slice(0, 20)) console.log(`  ${kind}: ${line}`);
  verdict.exactly(`${kind}: what broke`, row.broken.length, 0);
  verdict.exactly(`${kind}: kills`, kills, options.count);
  verdict.atLeast(`${kind}: prompts`, asked, 3 * kills);
  verdict.atLeast(`${kind}: prompts applied`, applied, kills);
  verdict.measured(`${kind}: the longest recovery`, Math.max(...row.recoveries));
  verdict.exactly(`${kind}: prompts lost`, lost, 0);
  verdict.exactly(`${kind}: prompts doubled`, doubled, 0);
  verdict.exactly(`${kind}: prompts performed that were said not to be`, untrue, 0);
  verdict.exactly(`${kind}: sessions dangling`, dangling, 0);
  verdict.exactly(`${kind}: leaders at once`, leaders, 1);
}

function tell(): void {
  const names =
    'killed | platform | kills | prompts | applied | refused | unconfirmed | lost | doubled | untrue | dangling | leaders | longest recovery';
  console.log(`\n| ${names} |\n|${' --- |'.repeat(names.split('|').length)}`);
  for (const row of rows) console.log(lineOf(row));
}

function lineOf(row: Row): string {
  const { kind, kills, asked, applied, refused, unconfirmed, lost, doubled, untrue } = row;
  const seconds = (Math.max(...row.recoveries) / 1_000).toFixed(1);
  const counts = [kills, asked, applied, refused, unconfirmed, lost, doubled, untrue];
  const cells = [kind, options.platform, ...counts, row.dangling, row.leaders, `${seconds} s`];
  return `| ${cells.join(' | ')} |`;
}
