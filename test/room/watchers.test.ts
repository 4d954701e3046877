import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoomState } from '../../party/room/state.js';
import { PersonalViews } from '../../party/room/view/publisher.js';
import { areWatchersAlike, youViews } from '../../party/room/view/view.js';
import { TURN_MODES } from '../../src/protocol/rules.js';
import { Random } from '../support/random.js';
import { TestRoom } from '../support/test-room.js';

/** What everybody was told of themselves, and how many views were made for it. */
class Told {
  made = 0;
  private readonly views = new PersonalViews();
  private readonly told = new Map<string, string>();
  private before: RoomState | null = null;

  follow(room: TestRoom): void {
    const { state, now, policies } = room;
    const youFor = youViews(state, now, policies);
    const counted = (who: string) => {
      this.made += 1;
      return youFor(who);
    };
    const alike = areWatchersAlike(room);
    for (const { you } of this.views.changed(state, this.before, counted, alike)) {
      this.told.set(you.id, JSON.stringify(you));
    }
    this.before = state;
  }

  /** Nobody knows less of themselves than is so. */
  check(room: TestRoom, when: string): void {
    const youFor = youViews(room.state, room.now, room.policies);
    for (const { who } of Object.values(room.state.connections)) {
      assert.equal(this.told.get(who), JSON.stringify(youFor(who)), `${who} ${when}`);
    }
  }
}

for (const turns of TURN_MODES) {
  test(`[WT1] ${turns}: everybody is told of themselves whatever happens, who only watches included`, () => {
    const random = new Random(7);
    const room = new TestRoom({ turns, gapSeconds: 0, repeatSeconds: 0, submitSeconds: 10 });
    const told = new Told();
    const here: string[] = [];
    const roles = ['prompter', 'prompter', 'viewer', 'moderator'] as const;
    const enter = () => {
      const id = `a-${random.below(30)}`;
      here.push(room.join({ id, role: roles[random.below(4)] ?? 'prompter' }));
    };
    for (let count = 0; count < 10; count += 1) enter();
    room.goLive();
    for (let round = 0; round < 150; round += 1) {
      const one = random.pick(here);
      switch (random.below(8)) {
        case 0:
          enter();
          break;
        case 1:
          if (here.length > 4) room.leave(here.splice(here.indexOf(one), 1)[0] ?? '');
          break;
        case 2:
          room.prompt(one, `a lighthouse, number ${round}`);
          break;
        case 3:
          room.ask(one, random.below(2) === 0 ? 'request-turn' : 'take-turn');
          break;
        case 4:
          room.ask(one, 'skip-vote');
          break;
        case 5:
          room.say(one, { type: 'rename', name: `Ada ${random.below(5)}` });
          break;
        default:
          room.pass(random.below(6_000));
      }
      told.follow(room);
      told.check(room, `after round ${round}`);
    }
  });
}

test('[WT2] a step looks at nobody who only watches, but when they come, leave or see something else', () => {
  const made = [10, 300].map((count) => {
    const room = new TestRoom({ turns: 'vote', submitSeconds: 10, voteSeconds: 10 });
    const author = room.join({ id: 'a-author' });
    room.goLive();
    for (let index = 0; index < count; index += 1) room.join({ id: `w-${index}` });
    const told = new Told();
    told.follow(room);
    told.made = 0;
    room.prompt(author, 'a lighthouse');
    told.follow(room);
    assert.equal(Object.keys(room.state.watchers).length, count);
    const looked = told.made;
    room.pass(10_500);
    told.follow(room);
    told.check(room, 'in the ballot, in which nobody may propose');
    return looked;
  });
  assert.equal(made[0], made[1]);
});

test('[WT3] who says something takes part from then on; who leaves without is forgotten', () => {
  const room = new TestRoom();
  const silent = room.join({ id: 'a-silent' });
  const asking = room.join({ id: 'a-asking' });
  room.join({ id: 't-host', role: 'host' });
  const { watchers, participants } = room.state;
  assert.deepEqual(
    [Object.keys(watchers), Object.keys(participants)],
    [['a-silent', 'a-asking'], ['t-host']],
  );
  room.ask(asking, 'request-turn');
  assert.deepEqual(Object.keys(room.state.participants), ['t-host', 'a-asking']);
  room.say(silent, { type: 'rename', name: 'Ada' });
  assert.equal(room.state.watchers['a-silent']?.name, 'Ada');
  room.leave(silent);
  assert.deepEqual(room.state.watchers, {});
});

test('[BD20] who is refused a turn or a vote goes on as one who watches, and who gets one takes part', () => {
  const room = new TestRoom({ turns: 'queue', maxQueue: 3, switchable: 'open' });
  const crowd = Array.from({ length: 8 }, (_, index) => room.join({ id: `a-${index}` }));
  room.goLive();
  for (const one of crowd) room.ask(one, 'request-turn');
  const taking = () => Object.keys(room.state.participants).filter((who) => who.startsWith('a-'));
  // One has the turn, and three wait.
  assert.deepEqual(taking(), ['a-0', 'a-1', 'a-2', 'a-3']);
  assert.equal(Object.keys(room.state.watchers).filter((who) => who.startsWith('a-')).length, 4);
  room.say(crowd[7] ?? '', { type: 'switch-vote', id: 'v', mode: 'raffle' });
  assert.ok(!taking().includes('a-7'), 'that mode is not offered');
  room.say(crowd[7] ?? '', { type: 'switch-vote', id: 'w', mode: 'open' });
  assert.ok(taking().includes('a-7'));
});
