import type { Visitor } from '../room/input.js';
import { Bucket } from './bucket.js';

/** How much may be refused to one before they are slowed, and how soon that is forgotten. */
interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
  /** So much more while they are slowed, and they are cut. */
  readonly excess: number;
}

/** A person is refused a few times a minute; fifteen at once are a script, or a key that sticks. */
const OF_PARTICIPANT: Allowance = { burst: 15, perSecond: 1 / 4, excess: 15 };

/** A class of forty behind one address, of whom each is refused five times at once and then twice a minute. */
const OF_ADDRESS: Allowance = { burst: 200, perSecond: 4 / 3, excess: 200 };

/** The first time lasts as long as a person needs to notice; each further one twice as long, up to the last. */
const FIRST_MS = 10_000;
const LONGEST_MS = 600_000;

/** Who has behaved for this long begins with the first time again. */
const FORGIVEN_MS = 600_000;

/** How many participants, and how many addresses, are remembered; the oldest is forgotten for a further one. */
const REMEMBERED_MAX = 5_000;

interface Offender {
  /** What may still be refused to them before they are slowed. */
  readonly bucket: Bucket;
  /** How many times they have been slowed or cut. */
  times: number;
  slowedSince: number;
  slowedUntil: number;
  excess: number;
  cutUntil: number;
}

/** How somebody stands: their prompts go to the room, are refused before it, or their connection ends. */
export type Standing =
  | { readonly is: 'free' }
  | {
      readonly is: 'slowed' | 'cut';
      readonly by: 'participant' | 'address';
      readonly until: number;
    };

const FREE: Standing = { is: 'free' };

/**
 * Who was refused so often that it begins to cost others: a participant, whichever connection they come
 * over, and an address, whichever participants come from there. An address's offence is held against
 * those alone who come after it began, and not against those for whom the site signed: the others of a
 * school or an office go on. It lives in memory; nothing of it is stored.
 */
export class Offenders {
  private readonly participants = new Map<string, Offender>();
  private readonly addresses = new Map<string, Offender>();

  /** Notes that something was refused to them. */
  offended({ id, address }: Pick<Visitor, 'id' | 'address'>, now: number): void {
    charge(this.participants, id, OF_PARTICIPANT, now);
    if (address !== null) charge(this.addresses, address, OF_ADDRESS, now);
  }

  /** How a visitor stands who has been here since an instant, or comes now. */
  standing(visitor: Visitor, since: number, now: number): Standing {
    const own = standingOf(this.participants.get(visitor.id), 'participant', now);
    if (own.is !== 'free' || visitor.address === null || visitor.expiresAt !== null) return own;
    const address = this.addresses.get(visitor.address);
    if (address === undefined || since < address.slowedSince) return own;
    return standingOf(address, 'address', now);
  }
}

function standingOf(
  offender: Offender | undefined,
  by: 'participant' | 'address',
  now: number,
): Standing {
  if (offender === undefined) return FREE;
  if (offender.cutUntil > now) return { is: 'cut', by, until: offender.cutUntil };
  return offender.slowedUntil > now ? { is: 'slowed', by, until: offender.slowedUntil } : FREE;
}

function charge(
  all: Map<string, Offender>,
  key: string,
  { burst, perSecond, excess }: Allowance,
  now: number,
): void {
  const known = all.get(key);
  const isForgiven = known === undefined || known.slowedUntil + FORGIVEN_MS <= now;
  const offender = known ?? newOffender(new Bucket(perSecond, burst, now));
  const left = offender.bucket.draw(now);
  if (isForgiven) offender.times = 0;
  if (offender.slowedUntil > now) {
    offender.excess += 1;
    if (offender.excess >= excess) offender.cutUntil = punish(offender, now);
  } else if (left < 0) {
    offender.slowedSince = now;
    punish(offender, now);
  }
  if (known !== undefined) return;
  all.set(key, offender);
  const [oldest] = all.keys();
  if (all.size > REMEMBERED_MAX && oldest !== undefined) all.delete(oldest);
}

/** Slows them, each time for longer; returns until when. */
function punish(offender: Offender, now: number): number {
  offender.slowedUntil = now + Math.min(LONGEST_MS, FIRST_MS * 2 ** offender.times);
  offender.times += 1;
  offender.excess = 0;
  offender.bucket.empty(now);
  return offender.slowedUntil;
}

function newOffender(bucket: Bucket): Offender {
  return { bucket, times: 0, slowedSince: 0, slowedUntil: 0, excess: 0, cutUntil: 0 };
}
