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
const UNSEEN =
  '[\\p{C}\\p{Default_Ignorable_Code_Point}\\p{Bidi_Control}\\u2800\\u2d7f\\ufffc\\u{1107f}\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}]';

/** What a conjunct of an Indic script hangs on. */
const VIRAMA =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca\\u1039\\u103a\\u1b44\\ua953\\ua9c0]';

/** Letters of scripts that are written joined; after some of Arabic's nothing joins in any case. */
const JOINED =
  '(?=\\p{L})[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mandaic}\\p{Script=Nko}\\p{Script=Adlam}\\p{Script=Hanifi_Rohingya}]';
const JOINING_ON = `(?:${JOINED}(?<![\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0673\\u0675-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5])\\p{M}*)`;

/** England, Scotland and Wales: the only flags that are spelled with tags. */
const TAGGED_FLAG =
  /(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/uy;

/** Where such a character is part of what is seen. */
const MEANT: readonly string[] = [
  // A keycap; a sign drawn as a picture, or a picture as a sign.
  '(?<=[#*0-9])\\ufe0f(?=\\u20e3)',
  '(?<=\\p{Emoji}(?<![\\p{Emoji_Presentation}#*0-9]))\\ufe0f',
  '(?<=\\p{Extended_Pictographic})\\ufe0e',
  '(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)\\u200d(?=\\p{Extended_Pictographic})',
  // Variants of ideographs, as in Japanese names. A sixteenth of what would spell out hidden bytes.
  '(?<=\\p{Unified_Ideograph})[\\ufe00-\\ufe02\\u{e0100}-\\u{e010f}]',
  '(?<=[\\u2200-\\u22ff\\u2a00-\\u2aff\\p{Script=Myanmar}\\p{Script=Phags_Pa}])\\ufe00',
  '(?<=[\\u1820-\\u1878\\u1880-\\u18aa])[\\u180b-\\u180d\\u180f]',
  '(?<=[\\u1820-\\u1878\\u1880-\\u18aa][\\u180b-\\u180d\\u180f]?)\\u180e(?=[\\u1820-\\u1878])',
  `(?<=${VIRAMA})[\\u200c\\u200d]`,
  `(?<=(?=\\p{L})[\\p{Script=Bengali}\\p{Script=Devanagari}\\p{Script=Kannada}\\p{Script=Sinhala}])\\u200d(?=${VIRAMA})`,
  `(?<=${JOINING_ON})\\u200c(?=${JOINED})`,
  `(?<=${JOINING_ON})\\u200d(?=$|[ \\p{P}\\p{N}])`,
  // Signs that stand around numbers, which Unicode counts as controls.
  '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]',
  // Emoji that are newer than this machine's tables.
  '(?=\\p{Extended_Pictographic})\\p{Cn}',
];

const UNSEEN_ONES = new RegExp(UNSEEN, 'gu');
const MEANT_HERE = new RegExp(MEANT.join('|'), 'uy');

/** As many of the unseen as can mean something at all; most are judged by this alone. */
const MAY_BE_MEANT =
  /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u180e\u200c]|[\u180b-\u180d\u180f]|[\ufe0e\ufe0f]|\u200d|[\ufe00-\ufe02]|[\u{e0100}-\u{e010f}]|[\u{110bd}\u{110cd}]|\p{Extended_Pictographic}/u;

/** A text without the unseen, but for those that mean something where they stand. */
function seenOnly(text: string): { readonly seen: string; readonly hasMeant: boolean } {
  let hasMeant = false;
  let flagEnd = 0;
  const seen = text.replace(UNSEEN_ONES, (sign, at: number) => {
    if (sign === FIRST_TAG && isMeantBy(TAGGED_FLAG, text, at)) flagEnd = TAGGED_FLAG.lastIndex;
    if (at < flagEnd) return sign;
    if (!MAY_BE_MEANT.test(sign) || !isMeantBy(MEANT_HERE, text, at)) return '';
    hasMeant = true;
    return sign;
  });
  return { seen, hasMeant };
}

const FIRST_TAG = '\u{e0067}';

function isMeantBy(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** More marks on one letter than any script needs run over the lines above and below. */
const MARKS_MAX = 6;

/** The same with those that a composed letter has itself. */
const MARKS_IN_ALL_MAX = 8;

const IS_MARKED = new RegExp(`\\p{M}{${MARKS_MAX}}`, 'u');
const MARKED = new RegExp(`(^|\\P{M})(\\p{M}{${MARKS_MAX},})`, 'gu');

function withFewerMarks(_all: string, base: string, marks: string): string {
  const own = [...base.normalize('NFD')].length - 1;
  return base + [...marks].slice(0, Math.min(MARKS_MAX, MARKS_IN_ALL_MAX - own)).join('');
}

/** A text as one line of what an eye reads in it: what draws nothing is taken out, white space folded. */
export function cleanText(text: string): string {
  const line = text.replace(SPACES, ' ');
  if (!/[^ -~]/.test(line)) return line.trim();
  for (let before = line.normalize('NFC'); ; ) {
    const { seen, hasMeant } = seenOnly(before);
    let after = IS_MARKED.test(seen) ? seen.replace(MARKED, withFewerMarks) : seen;
    if (after !== before) after = after.normalize('NFC').replace(/ {2,}/g, ' ');
    after = after.trim();
    // What has come together now may be in another order, and mean something there no more.
    if (after === before || !hasMeant) return after;
    before = after;
  }
}

/** Whether there is anything to read: at least one letter, digit or symbol. */
export function isReadable(text: string): boolean {
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(text);
}
