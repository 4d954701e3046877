/** Links to a moment of a replay stand in the part of an address that no server sees. */
const NAME = 'odyssey-replay';

/** A moment: how far into which stream of a room's chain. */
export interface Moment {
  readonly no: number;
  readonly ms: number;
}

/** The moment of this room that an address's fragment leads to, if it is one. */
export function momentIn(fragment: string, room: string): Moment | null {
  const text = new URLSearchParams(fragment.replace(/^#/, '')).get(NAME) ?? '';
  const [, named, no, ms] = /^(.*),(\d{1,10}),(\d{1,10})$/s.exec(text) ?? [];
  return named === room ? { no: Number(no), ms: Number(ms) } : null;
}

/** The page's address, leading to this moment; what else its fragment says is not for others. */
export function linkTo(address: string, room: string, { no, ms }: Moment): string {
  const url = new URL(address);
  url.hash = `${NAME}=${encodeURIComponent(room)},${no},${Math.max(0, Math.round(ms))}`;
  return url.href;
}
