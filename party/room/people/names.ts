import { upTo } from '../../../src/protocol/graphemes.js';
import { NAME_LENGTH_MAX } from '../../../src/protocol/limits.js';
import type { Rules } from '../../../src/protocol/rules.js';
import { isStaff } from '../../../src/protocol/view.js';
import type { Visitor } from '../input.js';
import { isShowable } from '../prompts/gate.js';
import type { Participant, RoomState, Step } from '../state.js';
import { fold } from '../text/fold.js';
import { cleanText, isReadable } from '../text/visible.js';
import { everybody, isAnonymous, personOf, recordOf } from './known.js';

/**
 * What is left of a name when everything is taken away that an eye overlooks: two names with the same
 * skeleton could be taken for each other. Pictures tell names apart.
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
  й: 'и',
};

function strip(name: string): string {
  const drawn = name.replace(/[@$|]|!(?=\p{L})/gu, (sign) => LOOKALIKES[sign] ?? 'l');
  const seen = fold(drawn)
    .replace(/[0134578iй]/g, (sign) => LOOKALIKES[sign] ?? sign)
    .replaceAll(' ', '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
  // Of nothing but punctuation: as it is written.
  return seen === '' ? name.normalize('NFKC') : seen;
}

/** The same without pictures, where there is anything else: they do not make another person. */
function skeletonOfLetters(name: string): string {
  const seen = skeleton(name);
  const letters = seen.replace(/[^\p{L}\p{N}\p{M}]+/gu, '');
  return letters === '' ? seen : letters;
}

/**
 * Who is called what. A name that the site says is kept as it is. One that a visitor chose is theirs alone
 * among all whom the room remembers, and never looks like a moderator's or like an office.
 */

/** Of a name of emoji with many parts less is shown: names are in every view. In code units. */
const NAME_SHOWN_MAX = 4 * NAME_LENGTH_MAX;

/** The name a visitor chose, made safe to show; without one, a name drawn from the identity. */
export function displayName(wanted: string | null, id: string): string {
  const shown = safeToShow(wanted ?? '');
  return isReadable(shown) ? shown : guestName(id);
}

function safeToShow(name: string): string {
  return cutTo(NAME_LENGTH_MAX, cleanText(name));
}

/** Cleaned once more, since a joiner at the end joins nothing any more. */
function cutTo(max: number, name: string): string {
  const unitsMax = NAME_SHOWN_MAX - (NAME_LENGTH_MAX - max);
  return cleanText(upTo(name, max, unitsMax));
}

/** Whether a name can be a visitor's own, perhaps with a number to it, and not only a drawn one in its place. */
export function mayBeChosen(state: RoomState, who: string, name: string): boolean {
  const others = everybody(state).flatMap(([id, person]) => (id === who ? [] : [person]));
  const shown = safeToShow(name);
  return isReadable(shown) && new TakenNames(others, state.rules.values).mayTake(shown);
}

type Named = Pick<Visitor, 'id' | 'name' | 'isNamed'> & Partial<Pick<Visitor, 'role'>>;

/** The name under which a visitor is to be shown now. */
export function nameFor(state: RoomState, visitor: Named): string {
  return takenNames(state).takeFor(visitor, personOf(state, visitor.id));
}

/** The names that are taken: made once for all who come in one step. */
export function takenNames(state: RoomState): TakenNames {
  const bearers = everybody(state).map(([, person]) => person);
  return new TakenNames(bearers, state.rules.values);
}

type Bearer = Pick<Participant, 'name' | 'role'>;

/** Counts who bears which name, as an eye reads it: anybody, and moderators and hosts alone. */
export class TakenNames {
  private readonly all = new Map<string, number>();
  private readonly staff = new Map<string, number>();
  private readonly rules: Rules;

  constructor(bearers: readonly Bearer[], rules: Rules) {
    this.rules = rules;
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

  /**
   * The name wanted, with a number if it is taken. One that imitates staff, or says what a prompt may not
   * say here, is replaced by a drawn one.
   */
  private free(name: string | null, id: string): string {
    const wanted = displayName(name, id);
    return this.numbered(this.mayTake(wanted) ? wanted : guestName(id));
  }

  /** Whether it imitates nobody of the staff, and says what may be said here. */
  mayTake(name: string): boolean {
    const isTaken = this.isStaffs(name) || this.isStaffs(unnumbered(name)) || isOffice(name);
    return !isTaken && isShowable(name, this.rules);
  }

  private isStaffs(name: string): boolean {
    return (this.staff.get(skeletonOfLetters(name)) ?? 0) > 0;
  }

  /** `Ada 2` for the second Ada, in the length that names may have. */
  private numbered(name: string): string {
    let candidate = name;
    let start = '';
    let room = 0;
    for (let number = 2; (this.all.get(skeleton(candidate)) ?? 0) > 0; number += 1) {
      const end = ` ${number}`;
      if (room !== NAME_LENGTH_MAX - end.length) {
        room = NAME_LENGTH_MAX - end.length;
        start = cutTo(room, name);
      }
      candidate = `${start}${end}`;
    }
    return candidate;
  }

  private count({ name, role }: Bearer, by: 1 | -1): void {
    add(this.all, skeleton(name), by);
    if (isStaff(role)) add(this.staff, skeletonOfLetters(name), by);
  }
}

function add(counts: Map<string, number>, seen: string, by: 1 | -1): void {
  counts.set(seen, (counts.get(seen) ?? 0) + by);
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
  const asStaff = isStaff(arrived.role) ? skeletonOfLetters(arrived.name) : null;
  let taken: TakenNames | null = null;
  for (const [who, { name }] of everybody(step.state)) {
    if (who === newcomer || !isAnonymous(who)) continue;
    const isAlike = [name, unnumbered(name)].some((one) => skeletonOfLetters(one) === asStaff);
    if (skeleton(name) !== theirs && !isAlike) continue;
    taken ??= takenNames(step.state);
    rename(step, who, taken.takeFor({ id: who, name, isNamed: false }, undefined));
  }
}

/** Without what numbers a name: digits of any script, `2nd`, Roman numerals, and pictures behind it. */
function unnumbered(name: string): string {
  const bare = name
    .normalize('NFKC')
    .replace(/(?:[\p{So}\p{Extended_Pictographic}]|\ufe0f|\u200d)+/gu, ' ');
  return bare
    .trim()
    .replace(
      /[\s\p{P}\p{S}]*(?:\p{Nd}+(?:st|nd|rd|th)?|(?<=[\s\p{P}\p{S}])[IVX]{1,5})[\s\p{P}]*$/iu,
      '',
    );
}

/** Offices that no chosen name may claim, as a word of the name or all of it, in the languages of staff. */
const OFFICES = new Set(
  `host hosts mod mods admin admins staff owner system official support moderation
  gastgeber gastgeberin verwalter verwalterin betreiber mitarbeiter offiziell
  hôte animateur animatrice officiel officielle propriétaire modération équipe
  anfitrión anfitriona oficial propietario soporte anfitrião anfitriã proprietário suporte equipe moderación moderação
  админ админы модер мод хост ведущий ведущая администрация персонал поддержка официальный
  أدمن ادمن مود مشرف المشرف مشرفة إشراف الإشراف مدير المدير إدارة الإدارة مسؤول المسؤول مضيف المضيف موظف الدعم رسمي
  管理 版主 房管 主持 主持人 官方 客服 司会 運営 公式 ホスト スタッフ モデ 管理人`
    .split(/\s+/)
    .map(skeleton),
);

/** These are never part of a name by accident. */
const OFFICES_ANYWHERE =
  `moderator administrator odyssey modérateur modératrice administrateur administratrice
  moderador administrador модератор администратор
  管理者 管理员 管理員 工作人员 モデレーター モデレータ 運営者 アドミン`
    .split(/\s+/)
    .map(skeleton);

function isOffice(name: string): boolean {
  const whole = skeletonOfLetters(name);
  if (OFFICES_ANYWHERE.some((office) => whole.includes(office))) return true;
  const words = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(/[\s\p{P}\p{S}]+/u);
  return [name, ...words].some((word) =>
    [word, unnumbered(word)].some((one) => OFFICES.has(skeletonOfLetters(one))),
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
