import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BroadcastClient, SettledReceipt } from '../../src/client/index.js';
import type { HistoryEntry } from '../../src/protocol/records.js';
import { DEFAULT_RULES, RULE_NAMES } from '../../src/protocol/rules.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { FuzzRoom } from '../support/fuzz-room.js';
import { ACKNOWLEDGE_MS, FuzzWorld } from '../support/fuzz-world.js';
import { HostilePage } from '../support/hostile-page.js';
import { Random, seedsOr } from '../support/random.js';
import { PACE_RULES } from '../support/stranger.js';

const HONEST = 3;
const HOSTILE = 6;
const STEPS = 300;
const CALM_ROUNDS = 300;
/** As many seconds as a full line of strangers has turns, each unused to its end. */
const LINE_ROUNDS =
  DEFAULT_RULES.maxQueue * (DEFAULT_RULES.turnSeconds + DEFAULT_RULES.claimSeconds);

/** A seed that once found a fault stays here; for more: `SEEDS=1-1000`. */
const PINNED = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89] as const;

/** The owner has fixed the mode; all else is as a new room has it. */
const FIXED = {
  ...{ turns: 'queue', promptsPerTurn: 2, repeatSeconds: 0 },
  acknowledgeSeconds: ACKNOWLEDGE_MS / 1000,
} as const;

/** More than all prompts of a room that are open, and those settled ones that it remembers. */
const PROMPTS_MAX = 40 + 50 + 50;
/** A room of so few has a small state, whatever was thrown at it. */
const STORED_MAX = 150_000;

/** Honest visitors with real clients and conductors, and hostile pages, in one room. */
class Fuzz {
  readonly random: Random;
  readonly clock = new FakeClock();
  readonly world: FuzzWorld;
  readonly room: FuzzRoom;
  readonly pages: ReturnType<FuzzRoom['enter']>[] = [];
  readonly hostile: HostilePage[];
  readonly settled: SettledReceipt[][] = [];
  private readonly ids = ['theirs'];

  constructor(seed: number) {
    this.random = new Random(seed);
    this.world = new FuzzWorld(this.clock, this.random);
    this.room = new FuzzRoom(this.clock, this.random, FIXED);
    const port = { host: () => this.room.host, random: this.random, stolen: this.ids };
    this.hostile = Array.from({ length: HOSTILE }, (_, no) => new HostilePage(`h${no}`, port));
  }

  async start(): Promise<void> {
    await this.room.start();
    // The worst case: the strangers come first.
    for (const page of this.hostile) await page.act();
    for (let index = 0; index < HONEST; index += 1) {
      this.pages.push(this.room.enter(this.world.openSession, { conduct: 'can' }));
    }
  }

  async step(): Promise<void> {
    const dice = this.random.below(100);
    if (dice < 35) await this.random.pick(this.hostile).act();
    else if (dice < 60) await this.room.flushOne();
    else if (dice < 70) this.world.act();
    else if (dice < 78) this.prompt(this.random.pick(this.pages).client);
    else if (dice < 80) this.room.drop();
    else if (dice < 81) await this.restart();
    else await this.clock.advance(this.random.pick([1, 50, 400, 1_500, 5_000]));
    await settle();
    this.check();
  }

  /** The strangers go on; every line is flushed, the world answers, and the honest wish for more. */
  async calm(): Promise<void> {
    const isOver = (round: number) => round >= (this.isAnyOpen ? LINE_ROUNDS : CALM_ROUNDS);
    for (let round = 0; !isOver(round); round += 1) {
      if (round % 50 === 49 && round < 250)
        for (const { client } of this.pages) this.prompt(client);
      if (round < 200) await this.random.pick(this.hostile).act();
      await this.room.flushAll();
      this.world.act();
      this.world.act();
      await this.clock.advance(1_000);
      await this.room.flushAll();
      this.check();
    }
    await settle();
    assert.ok(!this.isAnyOpen, 'every honest prompt settled');
  }

  private get isAnyOpen(): boolean {
    return this.settled.some((receipts) => receipts.length === 0);
  }

  /** What the room has written down for good, oldest first. */
  async history(): Promise<readonly HistoryEntry[]> {
    const entries: HistoryEntry[] = [];
    let after: number | null = null;
    do {
      const page = { after, limit: 200, newestFirst: false };
      const found: Awaited<ReturnType<typeof this.room.records.read<'history'>>> =
        await this.room.records.read('history', page);
      entries.push(...found.entries);
      after = found.next;
    } while (after !== null);
    return entries;
  }

  async end(): Promise<void> {
    for (const page of this.pages) page.close();
    await settle();
  }

  private async restart(): Promise<void> {
    await this.room.restart();
    for (const page of this.hostile) page.dropped();
  }

  private prompt(client: BroadcastClient): void {
    const receipts: SettledReceipt[] = [];
    this.settled.push(receipts);
    const no = this.settled.length;
    void client.prompt(`wish ${no}`).then((receipt) => {
      receipts.push(receipt);
    });
    for (const { id } of client.view.receipts) if (!this.ids.includes(id)) this.ids.push(id);
  }

  private check(): void {
    // Strangers may wish for the same twice; each of these is one honest prompt.
    const performed = this.world.performed.filter((text) => text.startsWith('wish '));
    const { prompts, rules, participants } = this.room.host.current;
    assert.equal(new Set(performed).size, performed.length, 'no prompt is performed twice');
    for (const receipts of this.settled) assert.ok(receipts.length <= 1, 'each settles once');
    assert.ok(prompts.length <= PROMPTS_MAX, `${prompts.length} prompts are remembered`);
    assert.ok(Object.keys(participants).length < 500, 'participants are forgotten');
    const expected = { ...DEFAULT_RULES, ...FIXED };
    for (const name of RULE_NAMES) {
      if (rules.values[name] === expected[name]) continue;
      assert.equal(rules.values[name], PACE_RULES[name], `${name} is no page’s to set`);
    }
    for (const { commands } of this.hostile) {
      assert.ok(
        commands.every((command) => command === 'end'),
        'nothing is lent to a stranger',
      );
    }
  }
}

for (const seed of seedsOr(PINNED)) {
  test(`[FZ5] seed ${seed}: among hostile pages honest prompts settle, are written down, and bounds hold`, async () => {
    const fuzz = new Fuzz(seed);
    await fuzz.start();
    for (let index = 0; index < STEPS; index += 1) await fuzz.step();
    await fuzz.calm();
    const history = await fuzz.history();
    const written = new Map(history.map((entry) => [entry.id, entry]));
    for (const [receipt] of fuzz.settled) {
      if (receipt === undefined || receipt.status === 'refused') continue;
      const entry = written.get(receipt.id);
      assert.deepEqual([entry?.status, entry?.text], [receipt.status, receipt.text], receipt.id);
    }
    for (const { text } of history) assert.ok(text.trim() !== '' && text.length <= 200, text);
    const cuts = fuzz.hostile.reduce((sum, page) => sum + page.cuts, 0);
    assert.ok(cuts > 0, 'a stranger was cut');
    assert.ok(
      fuzz.settled.some(([receipt]) => receipt?.status === 'applied'),
      'the world did as somebody honest wished',
    );
    const stored = [...fuzz.room.storage.values].filter(([key]) => key.startsWith('room/'));
    const size = stored.reduce((sum, [, text]) => sum + text.length, 0);
    assert.ok(size < STORED_MAX, `${size} characters are stored`);
    await fuzz.end();
  });
}
