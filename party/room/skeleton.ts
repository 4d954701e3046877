import { resolveConfusablesTransformer } from 'obscenity';

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
