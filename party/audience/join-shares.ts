/** So far apart that places of several parties lie evenly among each other, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * When each viewer of a party joins the next stream, as a share of the time over which all spread their joins.
 * The first so many places always divide it evenly, and each place that is given up is taken by the next who
 * comes: so joins come at a flat rate, however many are there.
 */
export class JoinShares {
  private readonly party: number;
  private readonly free = new Set<number>();
  private places = 0;

  constructor(party: number) {
    this.party = party;
  }

  /** A place of one's own. */
  take(): number {
    const [place = this.places] = this.free;
    this.taken(place);
    return place;
  }

  /** Somebody has this place, as before the party slept: those below it are free unless they are taken, too. */
  taken(place: number): void {
    for (; this.places <= place; this.places += 1) this.free.add(this.places);
    this.free.delete(place);
  }

  giveUp(place: number): void {
    this.free.add(place);
  }

  /** Rounded, for it is said to each. */
  shareOf(place: number): number {
    return Math.round(10_000 * ((halved(place) + this.party * GOLDEN) % 1)) / 10_000;
  }
}

/** 0, 1/2, 1/4, 3/4, 1/8, …: each in the middle of the longest gap before it (van der Corput). */
function halved(place: number): number {
  let share = 0;
  let half = 0.5;
  for (let left = place; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) share += half;
    half /= 2;
  }
  return share;
}
