import { expect } from '@open-wc/testing';
import { LATE_ANSWER_MS } from '../../src/conductor/one-at-a-time.js';
import { liveConductor } from '../support/live-conductor.js';

describe('conductor: prompts', () => {
  it('[CO10] performs one at a time and reports the words that Odyssey performs', async () => {
    const { outcomes, perform, session } = await liveConductor();
    perform('p1');
    perform('p2');
    expect(session.texts).to.deep.equal(['do p1']);
    session.acknowledge('P1!');
    expect(session.texts).to.deep.equal(['do p1', 'do p2']);
    session.on.answered({ status: 'refused', reason: 'world-refused' });
    expect(outcomes()).to.deep.equal([
      ['p1', { status: 'applied', appliedText: 'P1!' }],
      ['p2', { status: 'refused', reason: 'world-refused' }],
    ]);
    expect(session.isDisconnected).to.equal(false);
  });

  it('[CO11] performs an id once: silent while it is under way, then the same outcome again', async () => {
    const { outcomes, perform, session } = await liveConductor();
    perform('p1');
    perform('p1');
    expect(session.texts).to.deep.equal(['do p1']);
    session.acknowledge('P1!');
    perform('p1');
    expect(session.texts).to.deep.equal(['do p1']);
    expect(outcomes()).to.have.length(2);
    expect(outcomes()[0]).to.deep.equal(outcomes()[1]);
  });

  it('[CO12] a prompt without an answer is unconfirmed after its time, and not sent again', async () => {
    const { clock, outcomes, perform, session } = await liveConductor();
    perform('p1', 1, 8_000);
    await clock.advance(8_000);
    expect(outcomes()).to.deep.equal([
      ['p1', { status: 'unconfirmed', reason: 'no-acknowledgement' }],
    ]);
    perform('p1');
    expect(session.texts).to.have.length(1);
  });

  it('[CO30] a prompt that is heard when the lease may be another’s is not sent', async () => {
    const { clock, outcomes, perform, session } = await liveConductor();
    perform('p1', 1, 15_000, clock.now() + 9_000);
    perform('p2', 1, 15_000, clock.now() + 9_000);
    await clock.advance(9_000);
    perform('p3', 1, 15_000, clock.now());
    perform('p4', 1, 15_000, clock.now() + 9_000);
    session.acknowledge('P1!');
    const refused = { status: 'refused', reason: 'connection-lost' };
    expect(outcomes()).to.deep.equal([
      ['p1', { status: 'applied', appliedText: 'P1!' }],
      ['p2', refused],
      ['p3', refused],
    ]);
    expect(session.texts).to.deep.equal(['do p1', 'do p4']);
  });

  it('[CO13] a late answer does not answer a later prompt: alone, or followed by its own', async () => {
    const { clock, outcomes, perform, session } = await liveConductor();
    perform('p1', 1, 8_000);
    await clock.advance(8_000);
    session.acknowledge('late P1');
    perform('p2', 1, 8_000);
    session.acknowledge('P2!');
    expect(outcomes().at(-1)).to.deep.equal(['p2', { status: 'applied', appliedText: 'P2!' }]);

    perform('p3', 1, 8_000);
    await clock.advance(8_000);
    perform('p4', 1, 8_000);
    session.acknowledge('late P3');
    expect(outcomes().at(-1)?.[0]).to.equal('p3');
    await clock.advance(500);
    session.acknowledge('P4!');
    expect(outcomes().at(-1)).to.deep.equal(['p4', { status: 'applied', appliedText: 'P4!' }]);
  });

  it('[CO32] an answer to a prompt that was never sent is nobody’s, and the next prompt has its own', async () => {
    const { session, perform, outcomes } = await liveConductor();
    session.on.answered({ status: 'applied', appliedText: 'Out of nowhere' });
    expect(outcomes()).to.deep.equal([]);
    perform('p1');
    session.on.answered({ status: 'applied', appliedText: 'Snow' });
    expect(outcomes()).to.deep.equal([['p1', { status: 'applied', appliedText: 'Snow' }]]);
  });

  it('[CO13] when the late answer never comes, the next one is taken after a moment', async () => {
    const { clock, outcomes, perform, session } = await liveConductor();
    perform('p1', 1, 8_000);
    await clock.advance(8_000);
    perform('p2', 1, 8_000);
    session.acknowledge('P2!');
    await clock.advance(LATE_ANSWER_MS);
    expect(outcomes().at(-1)).to.deep.equal(['p2', { status: 'applied', appliedText: 'P2!' }]);
    perform('p3', 1, 8_000);
    session.acknowledge('P3!');
    expect(outcomes().at(-1)).to.deep.equal(['p3', { status: 'applied', appliedText: 'P3!' }]);
  });

  it('[CO14] an outcome that could not be told is told when the room is back', async () => {
    const { conductor, outcomes, perform, room, session } = await liveConductor();
    perform('p1');
    room.isThere = false;
    conductor.roomLost();
    session.acknowledge('P1!');
    expect(outcomes()).to.deep.equal([]);
    room.isThere = true;
    conductor.roomConnected();
    conductor.roomConnected();
    expect(outcomes()).to.deep.equal([['p1', { status: 'applied', appliedText: 'P1!' }]]);
  });

  it('[CO15] a prompt for a stream that is not live is refused, not sent', async () => {
    const { outcomes, perform, said, session } = await liveConductor();
    session.on.ended('stream-ended');
    perform('p1');
    expect(outcomes()).to.deep.equal([['p1', { status: 'refused', reason: 'stream-ended' }]]);
    expect(said('ended')).to.have.length(2);
    expect(session.texts).to.deep.equal([]);
  });

  it('[CO16] bounds the words of the world, so that a report fits its message', async () => {
    const { outcomes, perform, session } = await liveConductor();
    perform('p1');
    session.acknowledge('x'.repeat(50_000));
    const [, outcome] = outcomes()[0]!;
    expect(outcome.status === 'applied' && outcome.appliedText.length).to.be.at.most(8_000);
  });
});
