import type { PassedOffer } from '../../src/protocol/offers.js';
import type { LifeView, Watch } from '../../src/protocol/view.js';
import type { Visitor } from '../room/input.js';
import { turnedAway } from '../room/people/admission.js';
import type { RoomState } from '../room/state.js';
import { readText } from './body.js';
import { BOUNDS } from './bounds.js';
import type { Log } from './log.js';

/** A page that waits longer asks the service itself. */
const ANSWER_LIMIT_MS = 3_000;

/** Some ten times what a service's answer has. */
const ANSWER_BYTES_MAX = 64 * 1024;

const LOCATION_LENGTH_MAX = 2_000;

interface OffersPort {
  now(): number;
  state(): RoomState;
  life(): LifeView;
  readonly log: Log;
}

/**
 * Passes the WHEP offers of pages on to the stream, while their sockets still open: one request brings
 * the answer, where a page that asks the room and then the service needs five in turn. Only for whom the
 * room would let in; everybody else, and all beyond the bound, go the long way and learn why.
 */
export class Offers {
  private readonly port: OffersPort;
  private readonly limitMs: number;
  private underWay = 0;

  constructor(port: OffersPort, limitMs = ANSWER_LIMIT_MS) {
    this.port = port;
    this.limitMs = limitMs;
  }

  /** Null where there is nothing to be watched, not for them, or without an answer. */
  async pass(visitor: Visitor, invite: string | null, offer: string): Promise<PassedOffer | null> {
    const { port } = this;
    const watch = watchIn(port.life());
    if (watch === null || this.underWay >= BOUNDS.offers.max) return null;
    const hello = { conduct: 'no', watching: true, invite } as const;
    const step = { state: port.state(), now: port.now() };
    if (turnedAway(step, visitor, hello) !== null) return null;
    this.underWay += 1;
    try {
      return await post(watch, offer, this.limitMs);
    } catch (error) {
      // Its words may hold the address, and with it the token.
      port.log('offer-failed', { error: error instanceof Error ? error.name : 'unknown' });
      return null;
    } finally {
      this.underWay -= 1;
    }
  }
}

/** The stream that a newcomer would be shown. */
function watchIn(life: LifeView): Watch | null {
  if (life.phase === 'live') return life.watch;
  return life.phase === 'renewing' && !life.held ? life.watch : null;
}

async function post(watch: Watch, offer: string, limitMs: number): Promise<PassedOffer | null> {
  const response = await fetch(`${watch.webrtcUrl}/whep?token=${encodeURIComponent(watch.token)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp' },
    body: offer,
    // The room has judged this address, not where it leads.
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  const answer = await readText(response.body, ANSWER_BYTES_MAX);
  if (!response.ok || answer === null) return null;
  const location = response.headers.get('Location');
  const isLong = location !== null && location.length > LOCATION_LENGTH_MAX;
  return { watch, answer, location: isLong ? null : location };
}
