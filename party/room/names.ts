import { NAME_LENGTH_MAX } from '../../src/protocol/limits.js';
import { cleanText } from '../gate/text.js';

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

/** The name a visitor chose, made safe to show; without one, a name drawn from the identity. */
export function displayName(wanted: string | null, id: string): string {
  const cleaned = [...cleanText(wanted ?? '')].slice(0, NAME_LENGTH_MAX).join('').trim();
  return cleaned === '' ? guestName(id) : cleaned;
}

/** The same identity always gets the same name. */
function guestName(id: string): string {
  let hash = 7;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  const manner = MANNERS[hash % MANNERS.length];
  const animal = ANIMALS[Math.floor(hash / MANNERS.length) % ANIMALS.length];
  return `${manner} ${animal}`;
}
