/**
 * What is seen is what is sent: all that others read goes through here, and nothing that an eye does not
 * see goes further. Everything here is judged by Unicode's own properties.
 */

/** All that draws a space or begins a line; U+FEFF is none of these, though JavaScript says so. */
const SPACES = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/**
 * What draws nothing: controls, private and unassigned characters, all that Unicode has ignored by default,
 * marks of direction, and the blank signs that have none of these properties.
 */
const UNSEEN_SIGNS =
  '[\\p{C}\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\u2800\\u2d7f\\ufffc\\u{1107f}\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}]';

/** What a conjunct of an Indic script hangs on. */
const VIRAMA =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca\\u1039\\u103a\\u1b44\\ua953\\ua9c0]';

/** Letters of scripts that are written joined; after some of Arabic's nothing joins in any case. */
const JOINED =
  '(?=\\p{L})[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mandaic}\\p{Script=Nko}\\p{Script=Adlam}\\p{Script=Hanifi_Rohingya}]';
const JOINING_ON = `(?:${JOINED}(?<![\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5])\\p{M}*)`;

const PICTURE = '\\p{Extended_Pictographic}';
const MONGOLIAN = '[\\u1820-\\u1878\\u1880-\\u18aa]';

/** England, Scotland and Wales: the only flags that are spelled with tags. */
const TAGGED_FLAG =
  /(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/uy;

/** Where such characters are part of what is seen: behind what, and before what. */
const MEANT: readonly (readonly [signs: string, behind: string, before: string])[] = [
  // A keycap; a sign drawn as a picture, or a picture as a sign.
  ['\\ufe0f', '[#*0-9]', '\\u20e3'],
  ['\\ufe0f', '\\p{Emoji}(?<![\\p{Emoji_Presentation}#*0-9])', ''],
  ['\\ufe0e', '\\p{Extended_Pictographic}', ''],
  ['\\u200d', `${PICTURE}[\\ufe0f\\p{Emoji_Modifier}]?`, PICTURE],
  // Variants of ideographs, as in Japanese names. A sixteenth of what would spell out hidden bytes.
  ['[\\ufe00-\\ufe02\\u{e0100}-\\u{e010f}]', '\\p{Unified_Ideograph}', ''],
  ['\\ufe00', '[\\u2200-\\u22ff\\u2a00-\\u2aff\\p{Script=Myanmar}\\p{Script=Phags_Pa}]', ''],
  ['[\\u180b-\\u180d\\u180f]', MONGOLIAN, ''],
  ['\\u180e', `${MONGOLIAN}[\\u180b-\\u180d\\u180f]?`, '[\\u1820-\\u1878]'],
  ['[\\u200c\\u200d]', VIRAMA, ''],
  [
    '\\u200d',
    '(?=\\p{L})[\\p{Script=Bengali}\\p{Script=Devanagari}\\p{Script=Kannada}\\p{Script=Sinhala}]',
    VIRAMA,
  ],
  ['\\u200c', JOINING_ON, JOINED],
  ['\\u200d', JOINING_ON, '(?:$|[ \\p{P}\\p{N}])'],
  // Signs that stand around numbers, which Unicode counts as controls.
  ['[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]', '', ''],
  // Emoji that are newer than this machine's tables.
  ['(?=\\p{Extended_Pictographic})\\p{Cn}', '', ''],
];

/** How a character is seen; from `MAY_BE_MEANT` on by its place, which the pattern of that number judges. */
const PLAIN = 1;
const MARK = 2;
const COMPOSED = 3;
const COMPOSED_MARK = 4;
const NEVER = 5;
const MAY_BE_MEANT = 6;
const meantHere: { readonly source: string; readonly here: RegExp; readonly isMark: boolean }[] =
  [];

/** Each character is judged once; 0 is not yet. */
const sights = new Uint8Array(0x11_0000);

function sightOf(code: number): number {
  const known = sights[code] ?? PLAIN;
  if (known !== 0) return known;
  const sign = String.fromCodePoint(code);
  const made = UNSEEN.test(sign) ? sightOfUnseen(sign) : sightOfSeen(sign);
  sights[code] = made;
  return made;
}

function sightOfSeen(sign: string): number {
  const isComposed = partsOf(sign) > 1;
  if (IS_MARK.test(sign)) return isComposed ? COMPOSED_MARK : MARK;
  return isComposed ? COMPOSED : PLAIN;
}

function sightOfUnseen(sign: string): number {
  const source = MEANT_SIGNS.flatMap((signs, at) => {
    const [pattern = '', behind = '', before = ''] = signs.test(sign) ? (MEANT[at] ?? []) : [];
    return pattern === '' ? [] : [`(?<=${behind})${pattern}(?=${before})`];
  }).join('|');
  if (source === '') return NEVER;
  const isMark = IS_MARK.test(sign);
  const known = meantHere.findIndex((one) => one.source === source && one.isMark === isMark);
  const at = known >= 0 ? known : meantHere.length;
  meantHere[at] ??= { source, here: new RegExp(source, 'uy'), isMark };
  return MAY_BE_MEANT + at;
}

const UNSEEN = new RegExp(`^${UNSEEN_SIGNS}$`, 'u');
const MEANT_SIGNS = MEANT.map(([signs]) => new RegExp(`^${signs}$`, 'u'));
const IS_MARK = /\p{M}/u;

interface Seen {
  readonly seen: string;
  /** Whether something stays only for where it stands. */
  readonly hasMeant: boolean;
  /** Whether a letter may have more marks than it should, which takes longer to say for sure. */
  readonly isMarked: boolean;
}

/** A text without the unseen, but for those that mean something where they stand. */
function seenOnly(text: string): Seen {
  let seen = '';
  let from = 0;
  let hasMeant = false;
  let isMarked = false;
  let marks = 0;
  let hasComposed = false;
  for (let at = 0, end = 0; at < text.length; at = end) {
    const code = text.codePointAt(at) ?? 0;
    end = at + (code > 0xffff ? 2 : 1);
    const sight = sightOf(code);
    let isMark = sight === MARK || sight === COMPOSED_MARK;
    if (sight >= NEVER) {
      const place = meantHere[sight - MAY_BE_MEANT];
      if (code === FIRST_TAG && isMeantBy(TAGGED_FLAG, text, at)) end = TAGGED_FLAG.lastIndex;
      else if (place !== undefined && isMeantBy(place.here, text, at)) {
        hasMeant = true;
        isMark = place.isMark;
      } else {
        seen += text.slice(from, at);
        from = end;
        continue;
      }
    }
    const isComposed = sight === COMPOSED || sight === COMPOSED_MARK;
    marks = isMark ? marks + 1 : 0;
    hasComposed = isComposed || (isMark && hasComposed);
    isMarked ||= marks > MARKS_MAX || (marks > 1 && hasComposed);
  }
  return { seen: from === 0 ? text : seen + text.slice(from), hasMeant, isMarked };
}

const FIRST_TAG = 0xe0067;

function isMeantBy(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** More marks on one letter than any script needs run over the lines above and below. */
const MARKS_MAX = 6;

/** The same with those that a composed letter or mark has itself: ௌ is two. */
const MARKS_IN_ALL_MAX = 8;

const MARKED = /(^|\P{M})(\p{M}{2,})/gu;

function withFewerMarks(_all: string, base: string, marks: string): string {
  let left = MARKS_IN_ALL_MAX - Math.max(0, partsOf(base) - 1);
  let kept = base;
  for (const mark of [...marks].slice(0, MARKS_MAX)) {
    left -= partsOf(mark);
    if (left < 0) break;
    kept += mark;
  }
  return kept;
}

function partsOf(sign: string): number {
  return [...sign.normalize('NFD')].length;
}

/** A text as one line of what an eye reads in it: what draws nothing is taken out, white space folded. */
export function cleanText(text: string): string {
  const line = text.replace(SPACES, ' ');
  if (!/[^ -~]/.test(line)) return line.trim();
  for (let before = line.normalize('NFC'); ; ) {
    const { seen, hasMeant, isMarked } = seenOnly(before);
    const fewer = isMarked ? seen.replace(MARKED, withFewerMarks) : seen;
    const after = fewer === before ? fewer.trim() : tidied(fewer);
    // What has come together now may be in another order, mean something there no more, or be more marks: Ǟ with
    // an ogonek is Ą with the other two.
    if (after === before || (!hasMeant && fewer === seen)) return after;
    before = after;
  }
}

function tidied(text: string): string {
  return text.normalize('NFC').replace(/ {2,}/g, ' ').trim();
}

/** Whether there is anything to read: at least one letter, digit or symbol. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(text);
}
