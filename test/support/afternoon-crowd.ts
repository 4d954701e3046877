import assert from 'node:assert/strict';
import * as v from 'valibot';
import { leasesOf } from '../../party/room/broadcast/lease.js';
import type { BelievedReport } from '../../src/protocol/conducting.js';
import type { ClientMessage } from '../../src/protocol/messages.js';
import { type ActInput, ActSchema } from '../../src/protocol/moderation.js';
import { KNOB_NAMES, KNOBS, type RulesPatch, TURN_MODES } from '../../src/protocol/rules.js';
import { SPECTATOR_TOKEN, WatchedRoom } from './afternoon.js';
import { helloOf, visitorOf } from './people.js';
import { Random } from './random.js';
import { CREDENTIALS } from './test-room.js';

const CROWD = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6', 'a-7', 'a-8', 'a-9', 'a-10'] as const;
const STAFF = ['t-host', 't-mod', 't-mod2'] as const;
const EVERYBODY = [...CROWD, ...STAFF, 't-viewer', 't-bot'] as const;
const STRANGE_IDS = ['__proto__', 'constructor', 'nobody', 'a-1'] as const;
const NAMES = [
  null,
  'Ada',
  'ADA',
  'M0',
  'Mo',
  'moderator',
  '__proto__',
  '語'.repeat(32),
  '👩‍🚀'.repeat(9),
];
const WHYS = ['', 'because', '語'.repeat(190)] as const;

type Said = Exclude<ClientMessage, { type: 'hello' | 'renew' | 'moved' | 'viewing' | 'react' }>;

/** Everybody who has to do with a room, on a long and unlucky afternoon. */
export class Afternoon {
  readonly room = new WatchedRoom();
  readonly random: Random;
  private connections: string[] = [];
  private connected = 0;
  private asked = 0;
  private noted = 0;

  constructor(seed: number) {
    this.random = new Random(seed);
    this.room.apply({ type: 'restarted', entropy: `seed ${seed}`, hasClassifier: seed % 2 === 0 });
    const rules = { promptsPerMinute: 60, addressPromptsPerMinute: 0, repeatSeconds: 0 };
    this.room.state = {
      ...this.room.state,
      rules: { ...this.room.state.rules, values: { ...this.room.state.rules.values, ...rules } },
    };
    for (const who of ['t-host', 't-mod', 'a-1', 'a-2', 'a-3']) this.join(who);
  }

  step(): void {
    const { random, room } = this;
    const dice = random.below(1000);
    if (dice < 90) this.join(random.pick(EVERYBODY));
    else if (dice < 150) this.drop();
    else if (dice < 155) this.restart();
    else if (dice < 330) this.prompt();
    else if (dice < 520) this.speak();
    else if (dice < 590) this.act();
    else if (dice < 620) this.program();
    else if (dice < 720) this.world();
    else if (dice < 770) this.judge();
    else if (dice < 800) this.renew();
    else if (dice < 960) this.wait(random.pick([1, 100, 900, 3_000, 8_000, 20_000]));
    else if (dice < 975) this.wait(random.pick([60_000, 200_000]));
    else if (dice < 985) room.now += random.pick([5_000, 120_000, 3_600_000]);
    else if (dice < 992) room.now -= random.pick([1, 2_000, 90_000, 7_200_000]);
    else room.rests();
  }

  /** The host lets go of all that waits; nothing is left open for ever. */
  end(): void {
    const { room } = this;
    const host = 'the-last';
    const visitor = visitorOf('t-host', { role: 'host' });
    room.apply({ type: 'joined', connection: host, visitor, hello: helloOf() });
    this.connections.push(host);
    const act = v.parse(ActSchema, { act: 'panic' });
    room.say(host, { type: 'act', id: 'end', act });
    this.wait(200_000);
    assert.deepEqual(room.unsettled(), [], 'every accepted prompt has settled');
  }

  private join(who: string): void {
    const { random, room } = this;
    this.connected += 1;
    const connection = `c${this.connected}`;
    this.connections.push(connection);
    if (random.chance(0.03)) return;
    const invites = room.state.moderation.invites.map(({ id }) => id);
    const visitor = this.visitor(who);
    const hello = helloOf({
      invite: random.chance(0.2) ? random.pick([...invites, 'wrong']) : null,
      name: visitor.name,
      rules: random.chance(0.3) ? this.rules() : null,
      conduct: random.pick(['no', 'can', 'prefer']),
      epochs: random.chance(0.3) ? [Math.max(1, room.state.broadcast.epoch)] : [],
      watching: random.chance(0.9),
    });
    room.apply({ type: 'joined', connection, visitor, hello });
  }

  private visitor(who: string) {
    const { random, room } = this;
    const isTokened = who.startsWith('t-');
    const role =
      who === 't-host'
        ? 'host'
        : who.startsWith('t-mod') && random.chance(0.9)
          ? 'moderator'
          : who === 't-viewer'
            ? 'viewer'
            : 'prompter';
    return visitorOf(who, {
      role,
      name: random.pick(NAMES),
      isNamed: isTokened && random.chance(0.5),
      isProgram: isTokened,
      mayOpen: random.chance(0.9),
      setsRulesAs: random.pick([null, null, 'page', 'owner'] as const),
      address: random.chance(0.8) ? `address-${random.below(3)}` : null,
      expiresAt: isTokened && random.chance(0.5) ? room.now + random.below(400_000) : null,
    });
  }

  private drop(): void {
    if (this.connections.length === 0) return;
    const connection = this.random.pick(this.connections);
    this.connections = this.connections.filter((other) => other !== connection);
    this.room.apply({ type: 'closed', connection });
  }

  private restart(): void {
    this.connections = [];
    this.room.now += this.random.pick([0, 500, 30_000, 900_000, -60_000]);
    this.room.restart(this.random.chance(0.6));
  }

  private promptId(): string {
    return this.random.pick([
      ...this.room.state.prompts.map(({ id }) => id),
      ...STRANGE_IDS,
      `p${this.asked}`,
    ]);
  }

  private text(): string {
    const { random } = this;
    this.asked += 1;
    const wish = `wish ${this.asked}.`;
    if (random.chance(0.1)) return `${wish} ${'語'.repeat(random.pick([150, 1_900, 2_100]))}`;
    if (random.chance(0.1)) return `${wish} what the fuck`;
    if (random.chance(0.05)) return `${wish} https://example.com`;
    return random.chance(0.05) ? ' ' : wish;
  }

  private newId(): string {
    return this.random.chance(0.05) ? this.promptId() : `${'p'.repeat(50)}${this.asked}`;
  }

  private prompt(): void {
    this.say({ type: 'prompt', text: this.text(), id: this.newId() });
  }

  private say(message: Said): void {
    if (this.connections.length === 0) return;
    this.room.say(this.random.pick(this.connections), message);
  }

  private speak(): void {
    const { random, room } = this;
    const id = `q${this.asked}`;
    const round = room.state.turns as { id?: string };
    const roundId = random.chance(0.9) ? (round.id ?? '') : 'r0';
    const mode = random.pick([...TURN_MODES, 'constructor']);
    const to = random.pick([null, ...EVERYBODY, ...STRANGE_IDS]);
    const simple = [
      'request-turn',
      'claim-turn',
      'release-turn',
      'extend-turn',
      'skip-vote',
      'take-turn',
      'keep-turn',
    ] as const;
    const messages: Said[] = [
      ...simple.map((type) => ({ type, id })),
      { type: 'typing' },
      { type: 'ping' },
      { type: 'rename', name: random.pick(NAMES) },
      { type: 'withdraw', id, promptId: this.promptId() },
      { type: 'undo', id, promptId: this.promptId() },
      { type: 'pass-turn', id, to },
      { type: 'vote', id, roundId, choice: this.promptId() },
      { type: 'vote', id, roundId, choice: this.promptId() },
      { type: 'choose', id, promptId: this.promptId() },
      { type: 'dismiss', id, promptId: this.promptId() },
      { type: 'switch-vote', id, mode },
      { type: 'desk', id, open: random.chance(0.8) },
    ];
    this.say(random.pick(messages));
  }

  private rules(): RulesPatch {
    const { random } = this;
    const knob = random.pick(KNOB_NAMES);
    const { min, max, default: usual } = KNOBS[knob];
    const long = '語'.repeat(random.pick([10, 2_000]));
    const patches: RulesPatch[] = [
      { turns: random.pick(TURN_MODES) },
      { turns: random.pick(TURN_MODES), maxQueue: 3 },
      { [knob]: random.pick([min, max, usual]) },
      { promptsPerMinute: 120, addressPromptsPerMinute: 0, repeatSeconds: 0 },
      { approval: random.pick(['off', 'flagged', 'all']) },
      { unjudged: random.pick(['refuse', 'hold', 'allow']) },
      { profanity: 'yes', links: 'yes', maxLength: 2_000 },
      { opening: long },
      { safePrompt: long, blockedWords: '語'.repeat(600) },
      { switchable: TURN_MODES.join(','), switchShare: 0.5 },
      { requireModerator: random.pick(['no', 'yes']) },
      { carryOver: 'yes', tie: random.pick(['earliest', 'random', 'runoff', 'host']) },
    ];
    return random.pick(patches);
  }

  private act(): void {
    const { random, room } = this;
    this.noted += 1;
    const who = random.pick([...EVERYBODY, ...STRANGE_IDS]);
    const why = random.chance(0.5) ? `why ${this.noted}. ${random.pick(WHYS)}` : '';
    const seconds = random.pick([0, 5, 30, 60]);
    const { bans, invites } = room.state.moderation;
    const acts: ActInput[] = [
      random.chance(0.2) ? { act: 'stop' } : { act: 'start' },
      ...[1, 2, 3, 4, 5].map(() => ({ act: 'rules' as const, rules: this.rules() })),
      { act: 'skip', why },
      {
        act: 'lock',
        what: random.pick(['prompts', 'queue', 'joins']),
        seconds: seconds || 30,
        why,
      },
      { act: 'unlock', what: random.pick(['prompts', 'queue', 'joins']) },
      { act: 'panic', seconds: 20, why },
      { act: 'undo', why },
      { act: 'announce', text: random.pick(['', 'hello', '語'.repeat(200)]) },
      { act: 'approve', promptId: this.promptId() },
      { act: 'approve', promptId: this.promptId() },
      { act: 'refuse', promptId: this.promptId(), why },
      { act: 'remove', who, why },
      { act: 'mute', who, seconds: seconds || 20, why },
      { act: 'unmute', who },
      { act: 'ban', who, seconds: seconds || 90, address: random.chance(0.3), why },
      { act: 'unban', banId: random.pick(['ban-1', ...bans.map(({ id }) => id)]) },
      { act: 'invite', role: random.pick(['prompter', 'moderator']), uses: 3, seconds },
      { act: 'revoke', inviteId: random.pick(['x', ...invites.map(({ id }) => id)]) },
    ];
    const act = v.parse(ActSchema, random.pick(acts));
    const id = `act${this.noted}`;
    if (random.chance(0.3)) {
      room.asked(this.visitor(random.pick(EVERYBODY)), { type: 'act', id, act });
      return;
    }
    const staff = this.connections.filter((connection) =>
      room.state.connections[connection]?.who?.startsWith('t-'),
    );
    if (staff.length === 0) return this.join('t-host');
    room.say(random.chance(0.9) ? random.pick(staff) : random.pick(this.connections), {
      type: 'act',
      id,
      act,
    });
  }

  private program(): void {
    const { random, room } = this;
    const caller = this.visitor(random.pick(['t-bot', 't-bot', 't-mod', 'a-1']));
    const id = this.newId();
    if (random.chance(0.8)) room.asked(caller, { type: 'prompt', id, text: this.text() });
    else room.asked(caller, { type: 'withdraw', id, promptId: this.promptId() });
  }

  /** The service and the conductor do what they owe the room, or something else. */
  private world(): void {
    const { random, room } = this;
    const { broadcast, dispatch, life } = room.state;
    const { now } = room;
    const leases = leasesOf(room.state);
    const lease = leases.length === 0 ? null : random.pick(leases);
    const agoMs = random.chance(0.8) ? 0 : random.below(200_000);
    const isMinting = life.phase === 'live' && life.renewal.at === 'minting';
    const isOpening = life.phase === 'opening' && lease === null;
    if (random.chance(isOpening || isMinting ? 0.9 : 0.05) && room.mints.length > 0) {
      const epoch = random.chance(0.8) ? broadcast.epoch : random.pick(room.mints);
      if (random.chance(0.95))
        return room.apply({ type: 'minted', epoch, credentials: CREDENTIALS });
      const reason = random.pick(['quota', 'unreachable', 'bad-key'] as const);
      return room.apply({ type: 'mint-failed', epoch, reason, retryAt: null });
    }
    const from = random.chance(0.9) ? lease?.connection : this.connections.at(0);
    if (from == null) return;
    if (dispatch.phase === 'inFlight' && random.chance(0.6)) {
      const outcome = { status: 'applied' as const, appliedText: `world ${this.asked}` };
      const { epoch } = dispatch;
      const report = { report: 'performed' as const, epoch, promptId: dispatch.promptId, outcome };
      return room.say(from, { type: 'conductor', report });
    }
    const epoch = random.chance(0.95) ? (lease?.epoch ?? 1) : 1;
    const promptId =
      dispatch.phase === 'inFlight' && random.chance(0.9) ? dispatch.promptId : this.promptId();
    const appliedText = random.pick(['the world', '語'.repeat(1_200), '']);
    const watch = { webrtcUrl: 'http://world/s', hlsUrl: null, token: SPECTATOR_TOKEN };
    const reports: BelievedReport[] = [
      { report: 'connected', epoch },
      { report: 'broadcasting', epoch, streamId: `s${epoch}`, watch, appliedText, agoMs },
      { report: 'broadcasting', epoch, streamId: `s${now}`, watch, appliedText, agoMs },
      { report: 'performed', epoch, promptId, outcome: { status: 'applied', appliedText } },
      { report: 'performed', epoch, promptId, outcome: { status: 'applied', appliedText } },
      {
        report: 'performed',
        epoch,
        promptId,
        outcome: { status: 'refused', reason: 'world-refused' },
      },
      {
        report: 'ended',
        epoch,
        reason: random.pick(['model-crash', 'closed', 'stream-expired']),
        agoMs,
      },
      { report: 'leaving', epoch },
      { report: 'leaving' },
    ];
    room.say(from, { type: 'conductor', report: random.pick(reports) });
  }

  private judge(): void {
    const { random, room } = this;
    const promptId = random.pick([...room.classifications.slice(-8), this.promptId()]);
    const why = random.pick(['', 'a doubt', '語'.repeat(200)]);
    const verdict = random.pick([
      { verdict: 'allow' },
      { verdict: 'allow' },
      { verdict: 'flag', why },
      { verdict: 'refuse', why },
      { verdict: 'none' },
    ] as const);
    room.apply({ type: 'judged', promptId, verdict });
  }

  private renew(): void {
    const { random, room } = this;
    if (this.connections.length === 0) return;
    const connection = random.pick(this.connections);
    const who = room.state.connections[connection]?.who;
    const visitor = this.visitor(random.chance(0.9) && who != null ? who : 't-host');
    room.apply({ type: 'renewed', connection, id: 'renewed', visitor });
  }

  /** Time passes; most of those who are connected keep saying so. */
  private wait(ms: number): void {
    const { room } = this;
    for (let left = ms; left > 0; left -= 8_000) {
      room.pass(Math.min(8_000, left));
      if (room.state.life.phase === 'opening' || this.random.chance(0.3)) this.world();
      const known = this.connections.filter((id) => room.state.connections[id] !== undefined);
      this.connections = known;
      for (const id of known) if (this.random.chance(0.5)) room.say(id, { type: 'ping' });
      for (const { epoch, connection } of leasesOf(room.state)) {
        if (connection === null || this.random.chance(0.02)) continue;
        room.say(connection, { type: 'conductor', report: { report: 'heartbeat', epoch } });
      }
    }
  }
}
