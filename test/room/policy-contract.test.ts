import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { teams } from '../../demo/two-teams/teams.js';
import type { RoomState, Section } from '../../party/room/state.js';
import { STORED_SECTIONS, storedPart } from '../../party/room/stored.js';
import { policyOf } from '../../party/room/turns.js';
import type { OwnPolicies } from '../../party/turns/policies.js';
import type { ActInput } from '../../src/protocol/moderation.js';
import { isSettled } from '../../src/protocol/reasons.js';
import {
  DEFAULT_RULES,
  KNOBS,
  type KnobName,
  type RulesPatch,
  RulesSchema,
  TURN_MODES,
} from '../../src/protocol/rules.js';
import { modeDisplay } from '../../src/protocol/turn-modes.js';
import { holderOf, TurnsViewSchema, votingIn } from '../../src/protocol/view.js';
import { isIn } from '../support/moderation.js';
import { helloOf, visitorOf } from '../support/people.js';
import { TestRoom } from '../support/test-room.js';

/** What a host or moderator does about the crowd, or about the room. */
const MODERATION = [
  'skip',
  'mute',
  'unmute',
  'remove',
  'ban',
  'unban',
  'panic',
  'undo',
  'lock-queue',
  'unlock-queue',
] as const;

/** What a crowd can do, as a list of small numbers that fast-check can shrink. */
const act = fc.record({
  who: fc.nat(5),
  what: fc.oneof(
    ...(
      [
        [8, 'prompt'],
        [4, 'request-turn', 'vote', 'settle', 'return', 'live'],
        [2, 'claim-turn', 'take-turn', 'choose', 'set-rules', 'switch-vote'],
        [1, 'release-turn', 'extend-turn', 'skip-vote', 'pass', 'typing', 'withdraw'],
        [1, 'stale-vote', 'keep-turn', 'dismiss', 'refuse', 'drop', 'conductor-lost', 'restart'],
        [8, 'approve'],
        [4, 'judged'],
        [1, 'turn-down', 'unjudged', 'clock-back', 'clock-forward'],
        [1, ...MODERATION],
      ] as const
    ).map(([weight, ...acts]) => ({
      weight: weight * acts.length,
      arbitrary: fc.constantFrom<string>(...acts),
    })),
  ),
  waitMs: fc.constantFrom(0, 1, 500, 500, 3_000, 3_000, 9_000, 21_000, 70_000),
});

/** Long enough that rounds end and turns change hands. */
const course = fc.array(act, { minLength: 30, maxLength: 60 });

/** A policy of a site's own stands under the same contract. */
const OWN: OwnPolicies = { teams };
const MODES: readonly string[] = [...TURN_MODES, ...Object.keys(OWN)];
/** A room's rules, and whether prompts are shown to a classifier there. */
type Variant = RulesPatch & { hasClassifier?: boolean };

/** A crowd of six over one room, whose every step is checked against the contract. */
class Crowd {
  readonly room: TestRoom;
  private readonly hasClassifier: boolean;
  private readonly connections: (string | null)[] = [];
  private readonly prompts: string[] = [];
  private plain: Partial<RoomState> = {};

  constructor({ hasClassifier, ...rules }: Variant) {
    this.hasClassifier = hasClassifier ?? false;
    const small = { promptsPerTurn: 2, repeatSeconds: 0, maxQueue: 4, maxProposals: 4 };
    this.room = new TestRoom({ ...small, ...rules }, OWN);
    const { state } = this.room;
    const outside = { ...state.outside, hasClassifier: this.hasClassifier };
    this.room.state = { ...state, outside };
    for (let index = 0; index < 6; index += 1) this.connections.push(this.join(index));
    this.room.goLive();
  }

  private moderate(who: number, what: (typeof MODERATION)[number]): void {
    const staff = this.connections[who % 2] ?? null;
    if (staff === null) return;
    this.room.act(staff, this.actOf(`a-${who}`, what));
    // Whoever was put out is gone, and may come back when he is let in again.
    for (const [index, connection] of this.connections.entries()) {
      if (connection !== null && !isIn(this.room, connection)) this.connections[index] = null;
    }
  }

  private actOf(who: string, what: (typeof MODERATION)[number]): ActInput {
    switch (what) {
      case 'mute':
      case 'ban':
        return { act: what, who, seconds: 30 };
      case 'unmute':
      case 'remove':
        return { act: what, who };
      case 'unban':
        return { act: what, banId: this.room.state.moderation.bans[0]?.id ?? 'x' };
      case 'panic':
        return { act: what, seconds: 20 };
      case 'lock-queue':
        return { act: 'lock', what: 'queue', seconds: 40 };
      case 'unlock-queue':
        return { act: 'unlock', what: 'queue' };
      default:
        return { act: what };
    }
  }

  /** The stream comes up, if one is awaited and somebody is there to conduct it. */
  private bringUp(): void {
    const { room } = this;
    const someone = this.connections.some((connection) => connection !== null);
    if (someone && room.view().life.phase === 'opening') room.goLive();
  }

  private join(index: number): string | null {
    const role = index === 0 ? 'host' : index === 1 ? 'moderator' : 'prompter';
    const connection = this.room.join({ id: `a-${index}`, role });
    return isIn(this.room, connection) ? connection : null;
  }

  play({ who, what, waitMs }: { who: number; what: string; waitMs: number }): void {
    const { room } = this;
    const connection = this.connections[who] ?? null;
    if (what === 'restart') {
      room.state = JSON.parse(JSON.stringify({ ...room.state, connections: {} }));
      room.apply({ type: 'restarted', entropy: 'a secret', hasClassifier: this.hasClassifier });
      this.connections.fill(null);
    } else if (what === 'judged' || what === 'unjudged') {
      this.judge(what === 'judged' ? (['allow', 'flag', 'refuse'] as const)[who % 3]! : 'none');
    } else if (what === 'clock-back' || what === 'clock-forward') {
      // A moment apart, so that no two rounds begin at the same instant.
      room.now += what === 'clock-back' ? -29_999 : 300_001;
      for (const id of Object.keys(room.state.connections)) room.say(id, { type: 'ping' });
      room.apply({ type: 'woke' });
    } else if (what === 'live') {
      this.bringUp();
    } else if (what === 'conductor-lost') {
      const at = this.connections.indexOf(room.state.lease?.connection ?? '');
      if (at >= 0) this.drop(at);
    } else if (what === 'settle' || what === 'refuse') {
      const reachable = room.state.lease?.connection != null;
      if (room.state.dispatch.phase === 'inFlight' && reachable) {
        room.performed(
          what === 'settle' ? undefined : { status: 'refused', reason: 'world-refused' },
        );
      }
    } else if (what === 'return') {
      if (connection === null) this.connections[who] = this.join(who);
    } else if (MODERATION.some((one) => one === what)) {
      this.moderate(who, what as (typeof MODERATION)[number]);
    } else if (connection !== null) this.speak(who, connection, what);
    room.passAlive(waitMs);
    this.check();
  }

  private speak(who: number, connection: string, what: string): void {
    const { room } = this;
    switch (what) {
      case 'drop':
        return this.drop(who);
      case 'prompt':
        this.prompts.push(room.prompt(connection, `idea ${this.prompts.length}`));
        return;
      case 'withdraw':
        return room.say(connection, {
          type: 'withdraw',
          id: 'w',
          promptId: this.prompts.at(-1) ?? 'x',
        });
      case 'pass':
        return room.say(connection, { type: 'pass-turn', id: 'q', to: `a-${(who + 1) % 6}` });
      case 'typing':
        return room.say(connection, { type: 'typing' });
      case 'vote':
      case 'stale-vote': {
        const round = room.turns.round;
        const choice = round?.choices[who % Math.max(1, round.choices.length)]?.id ?? 'x';
        const roundId = what === 'vote' ? (round?.id ?? '') : 'r0';
        return room.say(connection, { type: 'vote', id: 'q', roundId, choice });
      }
      case 'choose':
      case 'dismiss': {
        const promptId = room.turns.round?.choices[0]?.id ?? 'x';
        return room.say(connection, { type: what, id: 'q', promptId });
      }
      case 'approve':
      case 'turn-down': {
        const promptId =
          room.state.prompts.find(({ review }) => review?.for === 'approval')?.id ?? 'x';
        const staff = this.connections[0] ?? this.connections[1] ?? connection;
        room.act(staff, { act: what === 'approve' ? 'approve' : 'refuse', promptId });
        return;
      }
      case 'switch-vote':
        return room.say(connection, {
          type: 'switch-vote',
          id: 'q',
          mode: MODES[who % MODES.length]!,
        });
      case 'set-rules': {
        const rules = { turns: MODES[this.prompts.length % MODES.length]! };
        return room.say(connection, {
          type: 'act',
          id: 'q',
          act: { act: 'rules', rules, reset: false },
        });
      }
      default:
        room.say(connection, { type: what as 'request-turn', id: 'q' });
    }
  }

  /** The classifier's word on the prompt that has waited longest for it. */
  private judge(verdict: 'allow' | 'flag' | 'refuse' | 'none'): void {
    const prompt = this.room.state.prompts.find(({ review }) => review?.for === 'check');
    const promptId = prompt?.id ?? 'x';
    this.room.apply({ type: 'judged', promptId, verdict: { verdict, why: 'because' } });
  }

  private drop(who: number): void {
    const connection = this.connections[who];
    if (connection != null) this.room.leave(connection);
    this.connections[who] = null;
  }

  private check(): void {
    const { state, now, dueAt: at } = this.room;
    assert.ok(at === null || at > now, 'a deadline lies in the future or there is none');
    const { turns } = this.room.view();
    assert.deepEqual(v.parse(TurnsViewSchema, turns), turns, 'a mode shows its own fields alone');
    const holder = holderOf(turns);
    if (holder !== null) {
      const away = state.participants[holder.id]?.awayAt;
      assert.notEqual(away, undefined, 'the holder is known');
      assert.ok(
        away === null || now - away! <= 20_000,
        'nobody absent holds a turn beyond the grace',
      );
    }
    for (const { who } of state.moderation.bans) {
      if (who !== 'a-0')
        assert.equal(state.participants[who]?.connections.length ?? 0, 0, 'nobody banned is here');
    }
    assert.ok(
      !this.room.effects.some((effect) => effect.type === 'log' && effect.event === 'mode-broken'),
      'no policy was found broken',
    );
    const performing = state.prompts.filter(({ status }) => status === 'performing');
    assert.ok(performing.length <= 1, 'one prompt in flight');
    assert.equal(performing.length === 1, state.dispatch.phase === 'inFlight');
    this.checkPlain(state);
    for (const prompt of state.prompts) {
      assert.equal(
        prompt.review !== null,
        prompt.status === 'held',
        'held is what the receipt says',
      );
      if (prompt.status !== 'waiting' || prompt.via === 'room') continue;
      const { standing } = this.room.you(prompt.by);
      const remembered = policyOf(this.room).remembers(state.turns, prompt.by);
      assert.ok(
        standing.state !== 'none' || remembered,
        'whoever has a prompt waiting has a place',
      );
    }
  }

  /** A section that is the same object as before was found plain then: no step changes one in place. */
  private checkPlain(state: RoomState): void {
    for (const [name, section] of Object.entries(state)) {
      if (section === this.plain[name as Section]) continue;
      assert.deepEqual(JSON.parse(JSON.stringify({ section })), { section }, `${name}: plain JSON`);
    }
    this.plain = state;
  }

  /** Every receipt that anyone was given moves forward only, and settles once. */
  checkReceipts(): void {
    const settled = new Map<string, string>();
    for (const inbox of this.room.heard.values()) {
      for (const message of inbox) {
        if (message.type !== 'receipt' || !isSettled(message.receipt.status)) continue;
        const { id, status } = message.receipt;
        assert.equal(settled.get(id) ?? status, status, `${id} settled twice`);
        settled.set(id, status);
      }
    }
  }

  /** Left alone with a world that answers, everything that was accepted comes to its end. */
  drain(): void {
    for (let round = 0; round < 200; round += 1) {
      const open = this.room.state.prompts.filter(({ status }) => !isSettled(status));
      if (open.length === 0) return;
      if (!this.connections.some((connection) => connection !== null))
        this.connections[0] = this.join(0);
      this.bringUp();
      const reachable = this.room.state.lease?.connection != null;
      if (this.room.state.dispatch.phase === 'inFlight' && reachable) this.room.performed();
      this.room.passAlive(5_000);
    }
    assert.fail('an accepted prompt never settled');
  }
}

/** Every number that matters in a mode, at this share of the usual one, or as near as it may be. */
function numbersOf(mode: string, share: number): RulesPatch {
  const names = modeDisplay(mode).rules.filter((name) => name in KNOBS) as KnobName[];
  return Object.fromEntries(
    names.map((name) => [name, Math.max(KNOBS[name].min, Math.round(KNOBS[name].default * share))]),
  );
}

/** Each choice that matters in a mode, but for the usual one. */
function choicesOf(mode: string): RulesPatch[] {
  return modeDisplay(mode).rules.flatMap((name) => {
    const schema = RulesSchema.entries[name];
    const options = 'options' in schema ? schema.options : [];
    return options
      .filter((option) => option !== DEFAULT_RULES[name])
      .map((option): RulesPatch => ({ [name]: option }));
  });
}

/** How prompts wait for a moderator or a classifier; the last two for one mode each. */
const APPROVALS = [
  { approval: 'all', unjudged: 'allow' },
  { approval: 'flagged', unjudged: 'hold' },
  { approval: 'off', unjudged: 'allow' },
] as const;

/**
 * Every mode with the rules that change its course most, which its display names: as usual, at the
 * least, with each choice there is, and quick with approval.
 */
const VARIANTS: readonly Variant[] = MODES.flatMap((turns, index): Variant[] => {
  const least = numbersOf(turns, 0);
  const switchable = MODES.join(',');
  const [all, ...others] = APPROVALS;
  return [
    { turns, switchable },
    ...(Object.keys(least).length > 0 ? [{ turns, ...least, switchable }] : []),
    ...choicesOf(turns).map((choice) => ({ turns, ...choice })),
    ...[all, ...others.slice(index, index + 1)].map((approval) => ({
      ...{ turns, ...numbersOf(turns, 1 / 6), ...approval },
      hasClassifier: true,
    })),
  ];
});

/** A variant in short. */
function nameOf({ hasClassifier, switchable: _, ...rules }: Variant): string {
  const named = Object.entries(rules).map(([name, value]) =>
    name === 'turns' ? value : `${name} ${value}`,
  );
  return [...named, ...(hasClassifier ? ['classifier'] : [])].join(', ');
}

test('[TP1] the contract is shown for every mode', () => {
  const shown = new Set(VARIANTS.map(({ turns }) => turns));
  assert.deepEqual([...MODES].sort(), [...shown].sort());
});

for (const rules of VARIANTS) {
  test(`[TP1] [TP4] ${nameOf(rules)}: whatever a crowd does, the contract of a turn policy holds`, () => {
    fc.assert(
      fc.property(course, (acts) => {
        const crowd = new Crowd(rules);
        for (const one of acts) crowd.play(one);
        crowd.drain();
        crowd.checkReceipts();
      }),
      { numRuns: 25, seed: 20_261_122 },
    );
  });
}

test('[TP2] the same inputs at the same instants give the same room', () => {
  for (const rules of VARIANTS) {
    fc.assert(
      fc.property(course, (acts) => {
        const [one, other] = [new Crowd(rules), new Crowd(rules)];
        for (const each of acts) {
          one.play(each);
          other.play(each);
        }
        assert.deepEqual(one.room.state, other.room.state);
        assert.deepEqual([...one.room.heard], [...other.room.heard]);
      }),
      { numRuns: 2, seed: 7 },
    );
  }
});

for (const turns of MODES) {
  test(`[TP3] ${turns}: what is stored of a room with a thousand participants stays under 100 KB`, () => {
    const rules = { turns, maxQueue: 50, maxProposals: 40, switchable: MODES.join(',') };
    const room = new TestRoom(rules, OWN);
    room.join({ role: 'host' });
    room.goLive();
    const crowd = Array.from(
      { length: 1_000 },
      (_, index) => `a-${String(index).padStart(12, '0')}`,
    );
    const hello = helloOf({ conduct: 'can' });
    const came = (id: string) =>
      ({ type: 'joined', connection: id, visitor: visitorOf(id), hello }) as const;
    room.apply({ type: 'batch', inputs: crowd.map(came) });
    for (const [index, id] of crowd.slice(0, 50).entries()) {
      room.prompt(id, `wish number ${index} for this world`);
    }
    room.passAlive(16_000);
    const choice = room.turns.round?.choices[0]?.id ?? 'x';
    const round = votingIn(room.view().turns);
    // Where nobody votes, one who tries is enough.
    for (const id of crowd.slice(0, round === null ? 1 : 1_000)) {
      const { reason } = room.vote(id, choice, round ?? 'none');
      assert.equal(reason === 'wrong-mode', round === null);
    }
    const stored = STORED_SECTIONS.map((section) => storedPart(room.state, section, room.policies));
    const size = JSON.stringify(stored).length;
    assert.ok(size < 100_000, `${size} bytes`);
  });
}
