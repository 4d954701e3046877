const MANNERS = [
  'Amber',
  'Bold',
  'Calm',
  'Dusky',
  'Early',
  'Fair',
  'Gentle',
  'Hazel',
  'Ivory',
  'Jolly',
  'Keen',
  'Lucky',
  'Misty',
  'Noble',
  'Olive',
  'Plucky',
  'Quiet',
  'Rosy',
  'Silver',
  'Tidy',
  'Velvet',
  'Witty',
] as const;

const ANIMALS = [
  'Badger',
  'Crane',
  'Dolphin',
  'Egret',
  'Falcon',
  'Gecko',
  'Heron',
  'Ibis',
  'Jackdaw',
  'Kestrel',
  'Lynx',
  'Marten',
  'Newt',
  'Otter',
  'Puffin',
  'Quail',
  'Robin',
  'Stork',
  'Tern',
  'Vole',
  'Wren',
] as const;

/** A name for one who has none: the same identity always gets the same. */
export function guestName(id: string): string {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  const manner = MANNERS[hash % MANNERS.length];
  const animal = ANIMALS[Math.floor(hash / MANNERS.length) % ANIMALS.length];
  return `${manner} ${animal}`;
}
