import { expect } from '@open-wc/testing';
import { WELCOME_LIMIT_MS } from '../../src/client/connection.js';
import type { Reason } from '../../src/protocol/reasons.js';
import { connecting } from '../support/connected-client.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { welcome } from '../support/room-words.js';

/** A token as far as a client looks into it. */
function token(endsAt: number | null, who = 'ada'): string {
  const claims = { sub: who, ...(endsAt === null ? {} : { exp: endsAt / 1000 }) };
  return `h.${btoa(JSON.stringify(claims)).replace(/\+/g, '-').replace(/\//g, '_')}.s`;
}

/** The next connection, up to the room's welcome. */
async function join({ socket, clock }: Pick<ReturnType<typeof connecting>, 'socket' | 'clock'>) {
  socket.open();
  await settle();
  socket.say(welcome({ now: clock.now() }));
}

/** Time passes on a line that is answered. */
async function pass(
  { socket, clock }: Pick<ReturnType<typeof connecting>, 'socket' | 'clock'>,
  ms: number,
) {
  const end = clock.now() + ms;
  while (clock.now() < end) {
    await clock.advance(Math.min(5_000, end - clock.now()));
    socket.say({ type: 'pong', now: clock.now() });
  }
}

/** Answers the last request for a renewal. */
async function answer(
  { socket }: Pick<ReturnType<typeof connecting>, 'socket'>,
  reason: Reason | null,
) {
  const id = socket.said('renew').at(-1)?.id ?? '';
  socket.say({ type: 'answer', id, ok: reason === null, reason, retryAt: null, limit: null });
  await settle();
}

describe('broadcast client: tokens', () => {
  it('[TK1] a function is asked for a token at every hello, a string is said each time', async () => {
    let asked = 0;
    const set = connecting({ token: async () => `token-${++asked}` });
    set.socket.open();
    expect(set.socket.sent, 'nothing before it is there').to.have.length(0);
    await settle();
    expect(set.socket.said('hello')[0]).to.include({ token: 'token-1' });
    set.socket.lose();
    await join(set);
    expect(set.socket.said('hello')[0]).to.include({ token: 'token-2' });
    const plain = connecting({ token: 'signed' });
    plain.socket.open();
    expect(plain.socket.said('hello')[0]).to.include({ token: 'signed' });
  });

  it('[TK1] a page that has none, or takes too long, is asked again with the next attempt', async () => {
    const answers = [Promise.reject(new Error('503')), new Promise<string>(() => {}), 'good'];
    const set = connecting({ token: async () => (await answers.shift()) ?? null });
    set.socket.open();
    await settle();
    expect(set.problems.map(({ reason }) => reason)).to.deep.equal(['bad-token']);
    expect(set.socket.reconnects).to.equal(1);
    set.socket.open();
    await set.clock.advance(WELCOME_LIMIT_MS);
    expect(set.socket.reconnects).to.equal(2);
    await join(set);
    expect(set.socket.said('hello')[0]).to.include({ token: 'good' });
  });

  it('[TK2] thirty seconds before the end a fresh one is fetched and shown', async () => {
    const clock = new FakeClock();
    const ends = [clock.now() + 90_000, clock.now() + 200_000].map((at) => token(at));
    const [first, second] = ends;
    const set = connecting({ token: () => ends.shift() ?? null }, clock);
    await join(set);
    await pass(set, 59_000);
    expect(set.socket.said('renew')).to.have.length(0);
    await pass(set, 1_000);
    expect(set.socket.said('hello')[0]).to.include({ token: first });
    expect(set.socket.said('renew')[0]).to.include({ token: second });
    await answer(set, null);
    await pass(set, 109_000);
    expect(set.socket.said('renew')).to.have.length(1);
  });

  it('[TK2] a page that has no better one is asked again, ten seconds apart', async () => {
    const clock = new FakeClock();
    const ending = token(clock.now() + 40_000);
    let asked = 0;
    const fetched = () => {
      asked += 1;
      if (asked === 2) throw new Error('503');
      return ending;
    };
    const set = connecting({ token: fetched }, clock);
    await join(set);
    await pass(set, 20_000);
    await answer(set, null);
    await pass(set, 19_000);
    expect(asked).to.equal(4);
    set.client.close();
    expect(clock.pending).to.equal(0);
  });

  it('[TK3] when the room ends it all the same, it is asked once more, and then not', async () => {
    let asked = 0;
    const set = connecting({
      token: () => {
        asked += 1;
        return token(null);
      },
    });
    await join(set);
    set.socket.lose(4106, 'token-expired');
    expect(set.client.view.connection.status).to.equal('reconnecting');
    expect(set.socket.delay).to.be.greaterThan(0);
    set.socket.open();
    await settle();
    set.socket.lose(4106, 'token-expired');
    expect(set.client.view.connection).to.deep.equal({
      status: 'refused',
      reason: 'token-expired',
    });
    expect(asked).to.equal(2);
    expect(set.clock.pending).to.equal(0);
    const plain = connecting({ token: 'signed' });
    await join(plain);
    plain.socket.lose(4106, 'token-expired');
    expect(plain.client.view.connection.status, 'a string is no better the second time').to.equal(
      'refused',
    );
  });

  it('[TK4] another token is shown on the same line, and said from then on', async () => {
    const set = connecting({ token: 'one' });
    await join(set);
    const outcome = set.client.renew('two');
    expect(set.socket.said('renew')[0]).to.include({ token: 'two' });
    await answer(set, null);
    expect((await outcome).ok).to.equal(true);
    set.socket.lose();
    await join(set);
    expect(set.socket.said('hello')[0]).to.include({ token: 'two' });
    const other = set.client.renew('three');
    await answer(set, 'not-allowed');
    expect(await other).to.include({ ok: false, reason: 'not-allowed' });
  });

  it('[TK4] fetched for somebody else, it says hello anew', async () => {
    const clock = new FakeClock();
    const ends = [token(clock.now() + 60_000), token(clock.now() + 120_000, 'bo')];
    const set = connecting({ token: () => ends.shift() ?? token(null, 'bo') }, clock);
    await join(set);
    await pass(set, 30_000);
    await answer(set, 'not-allowed');
    expect(set.socket.reconnects).to.equal(1);
  });

  it('[IN7] an invitation is said in the hello, until the room says that it is none', async () => {
    const set = connecting({ invite: 'abc' });
    await join(set);
    expect(set.socket.said('hello')[0]).to.include({ invite: 'abc' });
    const nothing = { retryAt: null, limit: null };
    set.socket.say({ type: 'answer', id: null, ok: false, reason: 'bad-invite', ...nothing });
    expect(set.problems.map(({ reason }) => reason)).to.deep.equal(['bad-invite']);
    set.socket.lose();
    await join(set);
    expect(set.socket.said('hello')[0]).to.include({ invite: null });
  });
});
