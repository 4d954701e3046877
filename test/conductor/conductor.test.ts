import { expect } from '@open-wc/testing';
import { ALONE_LIMIT_MS } from '../../src/conductor/conductor.js';
import {
  CONNECT_LIMIT_MS,
  END_LIMIT_MS,
  START_LIMIT_MS,
} from '../../src/conductor/conductor-session.js';
import { HEARTBEAT_EVERY_MS } from '../../src/protocol/limits.js';
import { settle } from '../support/fake-clock.js';
import { STREAM } from '../support/fake-session.js';
import { liveConductor, setUpConductor } from '../support/live-conductor.js';

describe('conductor: a lease from open to end', () => {
  it('[CO1] connects, starts, and tells where to watch only when it can be watched', async () => {
    const { sessions, open, reports, room, start } = setUpConductor();
    open(1);
    await settle();
    const session = sessions.all[0]!;
    expect([...room.leases]).to.deep.equal([1]);
    expect(reports).to.deep.equal([]);
    session.connected.resolve();
    await settle();
    expect(reports).to.deep.equal([{ report: 'connected', epoch: 1 }]);
    expect(session.calls).to.deep.equal(['connect s1']);
    start(1);
    await settle();
    session.started.resolve(STREAM);
    await settle();
    expect(reports[1]).to.deep.equal({ report: 'broadcasting', epoch: 1, ...STREAM, agoMs: 0 });
    expect(session.calls).to.deep.equal(['connect s1', 'start a harbour landscape']);
  });

  it('[CO31] tells how long the stream has run already when its picture is there', async () => {
    const { clock, sessions, open, said, start } = setUpConductor();
    open(1);
    await settle();
    const session = sessions.all[0]!;
    session.connected.resolve();
    await settle();
    start(1);
    await clock.advance(4_000);
    session.on.started?.('s1');
    await clock.advance(700);
    session.started.resolve(STREAM);
    await settle();
    expect(said('broadcasting')).to.deep.equal([
      { report: 'broadcasting', epoch: 1, ...STREAM, agoMs: 850 },
    ]);
    await clock.advance(5_000);
    session.on.ended('stream-expired');
    expect(said('ended')).to.deep.equal([
      {
        report: 'ended',
        epoch: 1,
        reason: 'stream-expired',
        agoMs: 0,
        ranMs: 5_850,
        streamId: 's1',
      },
    ]);
  });

  it('[CO2] ends in order when told, disconnects, and says so', async () => {
    const { clock, conductor, end, room, said, session } = await liveConductor();
    end(1);
    end(1);
    await settle();
    expect(session.isDisconnected).to.equal(false);
    session.ended.resolve();
    await settle();
    expect(session.calls.slice(-2)).to.deep.equal(['end', 'disconnect']);
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'closed', agoMs: 0 },
    ]);
    expect([...room.leases]).to.deep.equal([]);
    await clock.advance(HEARTBEAT_EVERY_MS * 3);
    expect(said('heartbeat')).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
    conductor.stop('closed');
    expect(said('ended')).to.have.length(1);
  });

  it('[CO3] disconnects all the same when the stream’s end is never confirmed', async () => {
    const { clock, end, said, session } = await liveConductor();
    end(1);
    await clock.advance(END_LIMIT_MS);
    expect(session.isDisconnected).to.equal(true);
    expect(said('ended')).to.have.length(1);
  });

  it('[CO3] gives up a connection or a start that never comes, and disconnects', async () => {
    const connecting = setUpConductor();
    connecting.open(1);
    await settle();
    await connecting.clock.advance(CONNECT_LIMIT_MS);
    expect(connecting.reports).to.deep.equal([
      ...connecting.said('heartbeat'),
      { report: 'ended', epoch: 1, reason: 'opening-timeout', agoMs: 0 },
    ]);
    expect(connecting.sessions.all[0]!.isDisconnected).to.equal(true);
    const starting = setUpConductor();
    starting.open(1);
    await settle();
    starting.sessions.all[0]!.connected.resolve();
    await settle();
    starting.start(1);
    await settle();
    await starting.clock.advance(START_LIMIT_MS);
    expect(starting.said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'opening-timeout', agoMs: 0 },
    ]);
    starting.sessions.all[0]!.started.resolve(STREAM);
    await settle();
    expect(starting.said('broadcasting')).to.deep.equal([]);
  });

  it('[CO3] reports why a connection or a start was refused', async () => {
    const { open, said, sessions, start } = setUpConductor();
    open(1);
    await settle();
    sessions.all[0]!.connected.reject(new Error('Streamer not available. Please ensure'));
    await settle();
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'no-gpu', agoMs: 0 },
    ]);
    open(2);
    await settle();
    sessions.all[1]!.connected.resolve();
    await settle();
    start(2);
    await settle();
    sessions.all[1]!.started.reject(new Error('Stream error: moderation_failed - Rejected'));
    await settle();
    expect(said('ended')[1]).to.include({ epoch: 2, reason: 'world-refused' });
  });

  it('[CO4] reports a stream that ends by itself once, and cleans up', async () => {
    const { perform, reports, said, session } = await liveConductor();
    perform('p1');
    session.on.ended('stream-ended');
    session.on.ended('connection-lost');
    await settle();
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'stream-ended', agoMs: 0 },
    ]);
    expect(reports.at(-2)).to.deep.include({
      promptId: 'p1',
      outcome: { status: 'unconfirmed', reason: 'stream-ended' },
    });
    expect(session.isDisconnected).to.equal(true);
  });

  it('[CO5] an older or repeated opening is ignored', async () => {
    const { open, reports, sessions } = await liveConductor();
    open(3);
    await settle();
    const before = reports.length;
    open(2);
    open(3);
    await settle();
    expect(sessions.all).to.have.length(2);
    expect(reports).to.have.length(before);
  });

  it('[CO5] the next session is served beside the present one; a third ends the oldest', async () => {
    const { clock, end, open, room, said, session, sessions } = await liveConductor();
    open(2);
    await settle();
    expect([...room.leases]).to.deep.equal([1, 2]);
    expect(sessions.all[1]!.calls).to.deep.equal(['connect s1']);
    expect(session.calls).to.not.include('end');
    await clock.advance(HEARTBEAT_EVERY_MS);
    expect(said('heartbeat').map(({ epoch }) => epoch)).to.deep.equal([1, 2]);
    end(2);
    expect(sessions.all[1]!.isDisconnected).to.equal(true);
    open(3);
    open(4);
    await clock.advance(END_LIMIT_MS);
    expect(session.isDisconnected).to.equal(true);
    expect(said('ended').map(({ epoch }) => epoch)).to.deep.equal([2, 1]);
    expect([...room.leases]).to.deep.equal([3, 4]);
  });

  it('[CO28] another start ends the stream and begins the next on the same connection', async () => {
    const { clock, said, session, start } = await liveConductor();
    start(1, 'a harbour in the snow');
    await settle();
    expect(session.calls.at(-1)).to.equal('end');
    session.nextStart();
    session.ended.resolve();
    await settle();
    await clock.advance(300);
    session.on.started?.('s1');
    await clock.advance(100);
    expect(session.calls.at(-1)).to.equal('start a harbour in the snow landscape');
    session.started.resolve({ ...STREAM, streamId: 'stream-2' });
    await settle();
    const next = { epoch: 1, streamId: 'stream-2', agoMs: 250, beforeAgoMs: 400 };
    expect(said('broadcasting')[1]).to.deep.include(next);
    expect(said('ended')).to.deep.equal([]);
    expect(session.isDisconnected).to.equal(false);
  });

  it('[CO29] a conductor that leaves takes nothing, and is free when the room has ended all', async () => {
    const { conductor, end, open, said, session, sessions } = await liveConductor();
    let free = false;
    void conductor.drain().then(() => {
      free = true;
    });
    open(2);
    expect(sessions.all).to.have.length(1);
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 2, reason: 'handed-over', agoMs: 0 },
    ]);
    end(1);
    session.ended.resolve();
    await settle();
    expect(free).to.equal(true);
    expect(session.isDisconnected).to.equal(true);
  });

  it('[CO6] gives a sign of life while it holds the lease', async () => {
    const { clock, said } = await liveConductor();
    await clock.advance(HEARTBEAT_EVERY_MS * 3);
    expect(said('heartbeat')).to.have.length(3);
  });

  it('[CO7] ends by itself when the room is out of reach for long', async () => {
    const { clock, conductor, room, said, session } = await liveConductor();
    room.isThere = false;
    conductor.roomLost();
    conductor.roomLost();
    await clock.advance(ALONE_LIMIT_MS - 1);
    expect(session.calls).to.not.include('end');
    await clock.advance(1 + END_LIMIT_MS);
    expect(session.isDisconnected).to.equal(true);
    expect([...room.leases]).to.deep.equal([1]);
    room.isThere = true;
    conductor.roomConnected();
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'connection-lost', agoMs: 0 },
    ]);
    expect([...room.leases]).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });

  it('[CO7] a short absence changes nothing; where to watch is told again', async () => {
    const { clock, conductor, said, session } = await liveConductor();
    conductor.roomLost();
    await clock.advance(ALONE_LIMIT_MS / 2);
    conductor.roomConnected();
    await clock.advance(ALONE_LIMIT_MS);
    expect(session.isDisconnected).to.equal(false);
    expect(said('broadcasting')).to.have.length(2);
  });

  it('[CO8] leaves at once when the page goes: disconnected before anything is awaited', async () => {
    const { clock, conductor, said, session } = await liveConductor();
    conductor.stop('conductor-gone');
    expect(session.isDisconnected).to.equal(true);
    expect(said('ended')).to.deep.equal([
      { report: 'ended', epoch: 1, reason: 'conductor-gone', agoMs: 0 },
    ]);
    expect(clock.pending).to.equal(0);
  });

  it('[CO9] answers commands for a lease that it does not hold with its end', async () => {
    const { end, perform, reports } = setUpConductor();
    perform('p1', 4);
    end(4);
    expect(reports).to.deep.equal([
      { report: 'ended', epoch: 4, reason: 'connection-lost', agoMs: 0 },
      { report: 'ended', epoch: 4, reason: 'closed', agoMs: 0 },
    ]);
  });
});
