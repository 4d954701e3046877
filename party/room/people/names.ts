import { resolveConfusablesTransformer } from 'obscenity';
import { NAME_LENGTH_MAX } from '../../../src/protocol/limits.js';
import { isStaff } from '../../../src/protocol/view.js';
import type { Visitor } from '../input.js';
import type { Participant, RoomState, Step } from '../state.js';
import { cleanText } from '../text.js';
import { everybody, personOf, recordOf } from './known.js';
import { isAnonymous } from './person-id.js';

/**
 * What is left of a name when everything is taken away that an eye overlooks: two names with the same
 * skeleton could be taken for each other.
 */
export function skeleton(name: string): string {
  const known = memo.get(name);
  if (known !== undefined) return known;
  const made = strip(name);
  if (memo.size >= MEMO_MAX) memo.clear();
  memo.set(name, made);
  return made;
}

/** A crowd's names are compared at every arrival; each is taken apart once. */
const memo = new Map<string, string>();
const MEMO_MAX = 5_000;

/** Digits and signs that are read as letters; `i` and `l` are one letter to the eye. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '|': 'l',
  i: 'l',
};

const confusables = resolveConfusablesTransformer();

function strip(name: string): string {
  const letters = [...name.normalize('NFKD').replace(/\p{M}/gu, '')].map((letter) => {
    const plain = plainLetter(letter).toLowerCase();
    return LOOKALIKES[plain] ?? plain;
  });
  const seen = letters.join('').replace(/!(?=\p{L})/gu, 'l');
  return seen
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
}

function plainLetter(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 128) return letter;
  // The library types its simple transformers by what they are used for.
  const plain = 'transform' in confusables ? confusables.transform(code) : code;
  return String.fromCodePoint(plain ?? code);
}

/**
 * Who is called what. A name that the site says is kept as it is. One that a visitor chose is theirs alone
 * among all whom the room remembers, and never looks like a moderator's or like an office.
 */

/** The name a visitor chose, made safe to show; without one, a name drawn from the identity. */
export function displayName(wanted: string | null, id: string): string {
  const cleaned = [...cleanText(wanted ?? '')].slice(0, NAME_LENGTH_MAX).join('').trim();
  return cleaned === '' ? guestName(id) : cleaned;
}

type Named = Pick<Visitor, 'id' | 'name' | 'isNamed'> & Partial<Pick<Visitor, 'role'>>;

/** The name under which a visitor is to be shown now. */
export function nameFor(state: RoomState, visitor: Named): string {
  return takenNames(state).takeFor(visitor, personOf(state, visitor.id));
}

/** The names that are taken: made once for all who come in one step. */
export function takenNames(state: RoomState): TakenNames {
  return new TakenNames(everybody(state).map(([, person]) => person));
}

type Bearer = Pick<Participant, 'name' | 'role'>;

/** Counts who bears which name, as an eye reads it: anybody, and moderators and hosts alone. */
export class TakenNames {
  private readonly all = new Map<string, number>();
  private readonly staff = new Map<string, number>();

  constructor(bearers: readonly Bearer[]) {
    for (const bearer of bearers) this.count(bearer, 1);
  }

  /** The name for a visitor, which is taken from now on; what they were called before is free. */
  takeFor(visitor: Named, before: Bearer | undefined): string {
    if (before !== undefined) this.count(before, -1);
    const name = visitor.isNamed
      ? displayName(visitor.name, visitor.id)
      : this.free(visitor.name, visitor.id);
    this.count({ name, role: visitor.role ?? before?.role ?? 'viewer' }, 1);
    return name;
  }

  /** The name wanted, with a number if it is taken; one that imitates staff is replaced by a drawn one. */
  private free(name: string | null, id: string): string {
    const wanted = displayName(name, id);
    const looksLikeStaff =
      this.isStaffs(skeleton(wanted)) || this.isStaffs(skeleton(unnumbered(wanted)));
    return this.numbered(looksLikeStaff || isOffice(wanted) ? guestName(id) : wanted);
  }

  private isStaffs(seen: string): boolean {
    return (this.staff.get(seen) ?? 0) > 0;
  }

  /** `Ada 2` for the second Ada, in the length that names may have. */
  private numbered(name: string): string {
    let candidate = name;
    for (let number = 2; (this.all.get(skeleton(candidate)) ?? 0) > 0; number += 1) {
      const end = ` ${number}`;
      const start = [...name].slice(0, NAME_LENGTH_MAX - end.length).join('');
      candidate = `${start.trim()}${end}`;
    }
    return candidate;
  }

  private count({ name, role }: Bearer, by: 1 | -1): void {
    const seen = skeleton(name);
    for (const names of isStaff(role) ? [this.all, this.staff] : [this.all]) {
      names.set(seen, (names.get(seen) ?? 0) + by);
    }
  }
}

/** Gives a participant another name. */
export function rename({ state }: Step, who: string, name: string): void {
  const participant = recordOf(state, who)?.[who];
  if (participant === undefined || participant.name === name) return;
  participant.name = name;
}

/** Renames those who chose the name of a newcomer whom the site names, or one like a staff member's. */
export function giveWay(step: Step, newcomer: string): void {
  const arrived = personOf(step.state, newcomer);
  if (arrived === undefined) return;
  const theirs = skeleton(arrived.name);
  let taken: TakenNames | null = null;
  for (const [who, { name }] of everybody(step.state)) {
    if (who === newcomer || !isAnonymous(who)) continue;
    const isAlike = isStaff(arrived.role) && skeleton(unnumbered(name)) === theirs;
    if (skeleton(name) !== theirs && !isAlike) continue;
    taken ??= takenNames(step.state);
    rename(step, who, taken.takeFor({ id: who, name, isNamed: false }, undefined));
  }
}

function unnumbered(name: string): string {
  return name.normalize('NFKC').replace(/[\s\p{P}\p{S}]*\d+$/u, '');
}

/** Offices that no chosen name may claim: as a word of the name, or all of it. */
const OFFICES = new Set(
  ['host', 'hosts', 'mod', 'mods', 'admin', 'admins', 'staff', 'owner', 'system', 'official'].map(
    skeleton,
  ),
);

/** These are never part of a name by accident. */
const OFFICES_ANYWHERE = ['moderator', 'administrator', 'odyssey'].map(skeleton);

function isOffice(name: string): boolean {
  const whole = skeleton(name);
  if (OFFICES_ANYWHERE.some((office) => whole.includes(office))) return true;
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(/[\s\p{P}]+/u);
  return [name, ...words].some(
    (word) => OFFICES.has(skeleton(word)) || OFFICES.has(skeleton(unnumbered(word))),
  );
}

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
