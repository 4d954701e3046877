import assert from 'node:assert/strict';
import { publicState } from '../../party/http/public.js';
import type { Asked, Effect, Input, Said, Visitor } from '../../party/room/input.js';
import { type Stepped, step } from '../../party/room/room.js';
import { newRoom, type RoomState } from '../../party/room/state.js';
import { STORED_SECTIONS, storedPart } from '../../party/room/stored.js';
import { type Change, Publisher } from '../../party/room/view/publisher.js';
import { roomView, youViews } from '../../party/room/view/view.js';
import { earliest } from '../../party/turns/clock.js';
import { byteLength, MESSAGE_BYTES_MAX } from '../../src/protocol/limits.js';
import { parsePatch, parseServerMessage } from '../../src/protocol/messages.js';
import { patched } from '../../src/protocol/patch.js';
import { isSettled } from '../../src/protocol/reasons.js';
import { ServerPart } from './server-part.js';

/** What viewers need to see the stream, and nobody else may have. */
export const SPECTATOR_TOKEN = 'spectator-token-of-the-stream';

/** How often a room may be woken in a second of its time, on average. */
const WAKES_PER_SECOND = 8;

/** The most that is stored of a room, in bytes. */
export const STORED_MAX = 200_000;

/**
 * A room core of which everything is checked that must hold whatever happens to it. It is given
 * inputs, and time; what it wants done is collected for whoever plays the crowd.
 */
export class WatchedRoom {
  state: RoomState = newRoom();
  now = 1_700_000_000_000;
  private dueAt: number | null = null;
  readonly mints: number[] = [];
  readonly classifications: string[] = [];
  /** Words that no public view may hold: of held prompts, of acts on persons, invitations. */
  readonly secrets = new Set<string>();
  private readonly server = new ServerPart(this);
  private publisher = new Publisher();
  /** The public view as a page has it that reads patches. */
  private shown: string | null = null;
  private readonly settled = new Map<string, number>();
  private readonly accepted = new Map<string, string>();
  private noted = { history: 0, audit: 0, streams: 0 };
  wakes = 0;

  apply(input: Input): void {
    this.server.apply(input);
  }

  step(input: Input): Stepped {
    const before = this.state;
    const stepped = step(before, input, this.now);
    const { state, effects, dueAt } = stepped;
    this.state = state;
    this.dueAt = dueAt;
    assert.ok(dueAt === null || dueAt > this.now, 'a deadline lies ahead');
    const known = new Set(before.prompts.map(({ id }) => id));
    for (const { id, by, via } of state.prompts) {
      if (via === 'room' || known.has(id)) continue;
      // An id long forgotten may be used once more.
      this.settled.delete(id);
      this.accepted.set(id, by);
    }
    for (const effect of effects) this.look(effect);
    this.lookAtSettled(before, effects);
    this.lookAtState();
    this.lookAtMessages(effects);
    return stepped;
  }

  closes(): void {}

  /** Lets time pass with every deadline kept. */
  pass(ms: number): void {
    const end = this.now + ms;
    const wakes = this.wakes;
    for (;;) {
      const at = earliest([this.dueAt, this.server.dueAt]);
      if (at === null || at > end) break;
      this.now = Math.max(this.now, at);
      this.wakes += 1;
      this.server.wake();
      const most = 60 + WAKES_PER_SECOND * (ms / 1000);
      assert.ok(this.wakes - wakes <= most, `woken ${this.wakes - wakes} times in ${ms} ms`);
    }
    this.now = end;
  }

  /** One more look at the same instant finds nothing to do: whatever was due was done. */
  rests(): void {
    for (let times = 0; times < 3; times += 1) this.apply({ type: 'woke' });
    const { clock: _clock, ...before } = this.state;
    const { state, effects } = step(this.state, { type: 'woke' }, this.now);
    const { clock: _again, ...after } = state;
    assert.deepEqual(effects, [], 'nothing is left to be done');
    assert.deepEqual(after, before, 'nothing changes by itself');
  }

  /** The server is killed, and started on what it had stored. */
  restart(hasClassifier: boolean): void {
    const stored = STORED_SECTIONS.map((name) => [name, storedPart(this.state, name)] as const);
    const text = JSON.stringify(Object.fromEntries(stored));
    this.state = { ...newRoom(), ...JSON.parse(text) };
    this.publisher = new Publisher();
    this.shown = null;
    this.apply({ type: 'restarted', entropy: `entropy ${this.now}`, hasClassifier });
  }

  /** Everything that is stored, in bytes. */
  storedBytes(): number {
    const stored = STORED_SECTIONS.map((name) => storedPart(this.state, name));
    return byteLength(JSON.stringify(stored));
  }

  /** The ids of the accepted prompts that have not settled, and of none twice. */
  unsettled(): string[] {
    return [...this.accepted.keys()].filter((id) => !this.settled.has(id));
  }

  private look(effect: Effect): void {
    if (effect.type === 'mint') this.mints.push(effect.epoch);
    if (effect.type === 'classify') this.classifications.push(effect.promptId);
    if (effect.type !== 'record') return;
    const { log, entry } = effect.record;
    this.noted[log] += 1;
    assert.equal(entry.no, this.noted[log], `${log} is numbered without gaps`);
    if (log === 'audit' && /^(mute|remove|ban)$/.test(entry.act) && entry.why !== '') {
      this.secrets.add(entry.why);
    }
  }

  private lookAtSettled(before: RoomState, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'record' || effect.record.log !== 'history') continue;
      const { id, by, via, status } = effect.record.entry;
      assert.ok(isSettled(status), `${id} is written down settled`);
      const wasOpen = before.prompts.some(
        (one) => one.id === id && one.by === by.id && !isSettled(one.status),
      );
      if (via === 'room' || !wasOpen) continue;
      this.settled.set(id, (this.settled.get(id) ?? 0) + 1);
      assert.equal(this.settled.get(id), 1, `${id} settles once`);
      for (const [connection, { who }] of Object.entries(this.state.connections)) {
        if (who !== by.id || before.connections[connection]?.who !== who) continue;
        const heard = effects.some(
          (other) =>
            other.type === 'send' &&
            other.connection === connection &&
            other.message.type === 'receipt' &&
            other.message.receipt.id === id &&
            other.message.receipt.status === status,
        );
        assert.ok(heard, `the author hears that ${id} is ${status}`);
      }
    }
  }

  private lookAtState(): void {
    const { prompts, dispatch, connections } = this.state;
    const performing = prompts.filter(({ status }) => status === 'performing');
    const inFlight = dispatch.phase === 'inFlight' ? [dispatch.promptId] : [];
    assert.deepEqual(
      performing.map(({ id }) => id),
      inFlight,
      'one prompt in flight at most',
    );
    const ids = prompts.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, 'no prompt is there twice');
    const you = youViews(this.state, this.now);
    const people = new Set(Object.values(connections).flatMap(({ who }) => who ?? []));
    const holders = [...people].filter((who) =>
      ['offered', 'active'].includes(you(who).standing.state),
    );
    assert.ok(holders.length <= 1, `one holder at most, not ${holders}`);
    for (const { status, text, review } of prompts) {
      assert.equal(status === 'held', review !== null, 'what is held says so');
      if (status === 'held' && text.includes('wish')) this.secrets.add(text);
      else this.secrets.delete(text);
    }
    for (const { id } of this.state.moderation.invites) this.secrets.add(id);
  }

  private lookAtMessages(effects: readonly Effect[]): void {
    const welcomes = effects.filter((effect) => effect.type === 'welcome');
    const { change, each } = this.publisher.publish(this.state, this.now, welcomes);
    const said = effects.flatMap((effect) =>
      effect.type === 'send' ? [JSON.stringify(effect.message)] : [],
    );
    const texts = [
      ...(change === null ? [] : [change.sections]),
      ...each.map(({ text }) => text),
      ...said,
    ];
    for (const text of texts) {
      const parsed = parseServerMessage(text);
      assert.ok(parsed.ok, `a page understands ${text.slice(0, 300)}`);
      const bytes = byteLength(text);
      assert.ok(bytes <= MESSAGE_BYTES_MAX, `${parsed.message.type} has ${bytes} bytes`);
    }
    for (const { connection, text } of each) {
      if (!text.startsWith('{"type":"desk"')) continue;
      const who = this.state.connections[connection]?.who ?? '';
      const role = this.state.participants[who]?.role;
      assert.ok(role === 'host' || role === 'moderator', 'a desk is for moderators');
    }
    if (change === null) return;
    this.lookAtPatch(change);
    const shown = publicState(roomView(this.state, this.now));
    for (const text of [change.sections, JSON.stringify(shown)]) {
      for (const secret of this.secrets) assert.ok(!text.includes(secret), `public: ${secret}`);
    }
    assert.ok(!JSON.stringify(shown).includes(SPECTATOR_TOKEN), 'the token is for viewers alone');
  }

  /** Who has followed all changes has the same text as the room. */
  private lookAtPatch(change: Change): void {
    const { patch = '' } = parsePatch(change.patch) ?? {};
    const made = this.shown === null ? null : patched(this.shown, patch);
    if (this.shown !== null) assert.equal(made, `${change.delta.now}${change.text}`);
    this.shown = change.text;
  }

  say(connection: string, message: Said | { type: 'ping' }): void {
    if (message.type === 'ping') return this.server.heard(connection);
    this.apply({ type: 'said', connection, message });
  }

  asked(caller: Visitor, message: Asked): void {
    this.apply({ type: 'asked', request: 'request', caller, message });
  }
}
