import { setTimeout as delay } from 'node:timers/promises';
import type { CutProxy } from '../../support/cut-proxy.js';
import type { Random } from '../../support/random.js';
import { until } from '../../support/stack.js';
import type { Audience } from './audience.js';
import type { Crew } from './crew.js';
import type { Site } from './site.js';

/** What a blow falls on. */
export interface Target {
  readonly site: Site;
  readonly crew: Crew;
  readonly room: string;
  readonly audience: Audience;
  readonly random: Random;
}

export interface Blow {
  readonly at: number;
  /** What can be put right only once another has taken over. */
  readonly mend?: () => Promise<void>;
}

export interface Kill {
  /** After so many the next room has its turn: one that loses its stream again and again pauses. */
  readonly blowsARoom: number;
  /** In so many rooms at a time, where a blow falls on one room alone. */
  readonly lanes: number;
  readonly strike: (on: Target) => Promise<Blow>;
}

const EXPECTED_LIMIT_MS = 10_000;

export const KINDS = ['room', 'conductor', 'world', 'ledger', 'network'] as const;
export type Kind = (typeof KINDS)[number];

/** Some instant about the time in which a prompt is on its way. */
async function someMoment({ audience, random }: Target): Promise<void> {
  const before = audience.performing + random.below(3);
  await until('prompts to be performed', () => audience.performing > before);
  await delay(random.below(200));
}

async function killRoom(on: Target): Promise<Blow> {
  await someMoment(on);
  const at = Date.now();
  await on.site.killRooms();
  return { at };
}

/** The one that holds the session; the other stands by. */
async function killConductor(on: Target): Promise<Blow> {
  const { crew, room } = on;
  const leader = await crew.leaderOf(room);
  await someMoment(on);
  const at = Date.now();
  await crew.killConductor(leader);
  crew.startConductor(leader);
  return { at, mend: () => crew.standingBy() };
}

async function killWorld(on: Target): Promise<Blow> {
  await someMoment(on);
  const at = Date.now();
  await on.site.world.kill();
  await on.site.world.startAgain();
  return { at };
}

/**
 * The ledger is an object in the process of the room server, which is killed in the milliseconds in which
 * the room asks for a session, or tells of one that was given or that has ended.
 */
async function killLedger(on: Target): Promise<Blow> {
  const { site, room, random } = on;
  await someMoment(on);
  const what = random.pick(['asked', 'given', 'ended'] as const);
  const act = (name: string) => site.asHost(room, `/${name}`, 'POST').catch(() => undefined);
  const ended = site.world.next('session-ended');
  void act('stop');
  await soon(ended);
  if (what !== 'ended') {
    const given = site.world.next('session-provisioned');
    // The room says that it is dark a moment after the session has ended.
    await until('the room to be dark', () => isDark(site, room));
    void act('start');
    if (what === 'given') await soon(given);
  }
  await delay(random.below(what === 'asked' ? 20 : 5));
  const at = Date.now();
  await site.killRooms();
  await act('start');
  return { at };
}

/** What is expected here may not come: then the blow falls without it. */
function soon(happens: Promise<void>): Promise<void> {
  return Promise.race([happens, delay(EXPECTED_LIMIT_MS)]);
}

async function isDark(site: Site, room: string): Promise<boolean> {
  const { life } = (await site.read(room, '/state')) as { life: { phase: string } };
  return life.phase === 'dark';
}

/** Lines fall silent, as with a cable that was pulled, or end; for a moment, or until others took over. */
async function cutNetwork(on: Target): Promise<Blow> {
  const { site, crew, room, random } = on;
  const where = random.pick(['audience', 'conductor', 'service', 'everything'] as const);
  const how = random.pick(['cut', 'break'] as const);
  const leader = await crew.leaderOf(room);
  const all = [crew.audience, site.service, ...crew.lines];
  const lines: Record<typeof where, readonly (CutProxy | undefined)[]> = {
    ...{ audience: [crew.audience], conductor: [crew.lines[leader]], service: [site.service] },
    everything: all,
  };
  await someMoment(on);
  const at = Date.now();
  for (const one of lines[where]) one?.[how]();
  const mend = async () => {
    for (const one of all) one.mend();
    await crew.standingBy();
  };
  if (where === 'conductor') return { at, mend };
  await delay(200 + random.below(2_500));
  for (const one of all) one.mend();
  return { at, mend };
}

export const KILLS: Readonly<Record<Kind, Kill>> = {
  room: { blowsARoom: 25, lanes: 1, strike: killRoom },
  conductor: { blowsARoom: 2, lanes: 2, strike: killConductor },
  world: { blowsARoom: 2, lanes: 1, strike: killWorld },
  ledger: { blowsARoom: 3, lanes: 1, strike: killLedger },
  network: { blowsARoom: 2, lanes: 2, strike: cutNetwork },
};
