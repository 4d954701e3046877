import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { type Stack, until, visit } from '../../support/stack.js';
import { Victim } from '../../support/victim.js';
import { Visitor } from '../../support/visitor.js';
import { inject } from '../measure/inject.js';
import { longestGap } from '../measure/picture-record.js';
import { countPrompts, type PromptCount } from '../measure/prompts.js';
import { WorldLog } from '../measure/world-log.js';

/** What happens to the page that conducts. */
export const ACCIDENTS = ['killed', 'cut', 'stopped'] as const;
export type Accident = (typeof ACCIDENTS)[number];

const PROMPT_EVERY_MS = 700;
const TAKEOVER_LIMIT_MS = 60_000;
const OVER_LIMIT_MS = 45_000;

export const RULES = {
  turns: 'open',
  opening: 'A calm harbour at noon',
  'cooldown-seconds': '0',
  'gap-seconds': '0',
  'repeat-seconds': '0',
  'prompts-per-minute': '120',
  'address-prompts-per-minute': '0',
  'linger-seconds': '0',
};

export interface Takeover {
  /** From the blow to the first frame of the next stream at a viewer, ms. */
  readonly pictureMs: number;
  /** The longest time in which that viewer saw nothing move, ms. */
  readonly freezeMs: number;
  readonly prompts: PromptCount;
  /** Prompts that the old session performed once the new stream had begun. */
  readonly late: number;
  /** What became of the old sessions at the world, and how long after the accident was over. */
  readonly old: readonly string[];
  readonly oldMs: number;
  /** Old sessions that neither ended nor were given up. */
  readonly goOn: number;
}

/** The two who are there besides the one who conducts: one could, the other only watches. */
export interface Others {
  readonly standby: Page;
  readonly viewer: Page;
}

/** One accident in a room of its own. */
export async function suffer(
  stack: Stack,
  { standby, viewer }: Others,
  accident: Accident,
  count: number,
): Promise<Takeover> {
  const log = new WorldLog(stack.world);
  const begunAt = Date.now();
  const room = `${accident}-${count}`;
  const url = (more: object) => `${stack.rooms.url}/?${new URLSearchParams({ room, ...more })}`;
  const victim = await Victim.open(url({ conduct: 'always' }));
  try {
    await new Visitor(victim.page).live();
    await visit(standby, url({ conduct: 'auto' }));
    await visit(viewer, url({ conduct: 'never' }));
    await new Visitor(standby).live();
    await new Visitor(viewer).live();
    await inject(viewer, 'measure/measure-page.ts');
    await viewer.evaluate(
      (everyMs, label) => {
        window.picture = measure.watch('odyssey-broadcast');
        window.prompter = measure.prompting(everyMs, label);
      },
      PROMPT_EVERY_MS,
      room,
    );
    const applied = async () =>
      (await viewer.evaluate(() => prompter.list())).filter(({ status }) => status === 'applied');
    await until('prompts to be applied', applied, ({ length }) => length >= 2);

    const struckAt = Date.now();
    await strike(victim, accident);
    const old = log.sessions().filter(({ at }) => at > begunAt && at <= struckAt);
    const isOld = (session: string) => old.some((one) => one.id === session);
    const nextStream = () =>
      log.streams().find(({ session, startedAt }) => startedAt > struckAt && !isOld(session));
    await until(
      'a stream of another conductor, in front',
      () => viewer.evaluate(() => picture.lastSwitchAt),
      (at) => at > (nextStream()?.startedAt ?? Number.POSITIVE_INFINITY),
      TAKEOVER_LIMIT_MS,
    );
    const startedAt = nextStream()?.startedAt ?? Number.NaN;
    const overAt = Date.now();
    await undo(victim, accident);
    const ends = () => log.ends().filter(({ session }) => isOld(session));
    await until(
      'the old sessions to be over',
      () => ends().length >= old.length,
      Boolean,
      OVER_LIMIT_MS,
    ).catch(() => undefined);
    await delay(2_000);
    await viewer.evaluate(() => prompter.stop());
    await until(
      'all receipts',
      () => viewer.evaluate(() => prompter.list()),
      (list) => list.every(({ status }) => status !== null),
    ).catch(() => undefined);
    const asked = await viewer.evaluate(() => prompter.list());
    const record = await viewer.evaluate(() => picture.take());
    const pictureAt = record.switches.find(({ at }) => at > startedAt)?.at ?? Number.NaN;
    const late = log.prompts().filter(({ session, at }) => isOld(session) && at > startedAt);
    return {
      pictureMs: pictureAt - struckAt,
      freezeMs: longestGap(record, { from: struckAt - 500, to: pictureAt + 2_000 }),
      prompts: countPrompts(asked, log.performed()),
      late: late.length,
      goOn: old.length - new Set(ends().map(({ session }) => session)).size,
      old: ends().map(({ how }) => how),
      oldMs: Math.max(0, ...ends().map(({ at }) => at - overAt)),
    };
  } finally {
    await victim.close();
    for (const page of [viewer, standby]) await page.goto('about:blank');
    await until(
      'the room to be empty',
      () => stack.world.stats().sessions.live,
      (live) => live === 0,
    );
  }
}

async function strike(victim: Victim, accident: Accident): Promise<void> {
  if (accident === 'killed') victim.kill();
  else if (accident === 'cut') await victim.cut();
  else victim.stop();
}

/** The network is back, the process runs again: what it was in the middle of goes on. */
async function undo(victim: Victim, accident: Accident): Promise<void> {
  if (accident === 'cut') await victim.mend();
  else if (accident === 'stopped') victim.continue();
}
