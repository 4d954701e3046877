import { expect } from '@open-wc/testing';
import { alertWordsFor } from '../../src/element/alerts/alerts.js';
import { hallWordsFor } from '../../src/element/hall/join-code.js';
import { moderationWordsFor, ruleLabel } from '../../src/element/moderation/moderation-words.js';
import { modeNamesFor } from '../../src/element/modes/mode-names.js';
import { modeWordsFor } from '../../src/element/modes/mode-words.js';
import { wonText } from '../../src/element/modes/vote.js';
import { coachWordsFor } from '../../src/element/parts/coach.js';
import { nameWordsFor } from '../../src/element/parts/own-name.js';
import { reactionWordsFor } from '../../src/element/reactions/reactions.js';
import { replayWordsFor } from '../../src/element/replay/replay-words.js';
import { stripWordsFor } from '../../src/element/strip/strip.js';
import { counting, ENGLISH, type Language } from '../../src/element/words/language.js';
import { LanguageChoice } from '../../src/element/words/language-choice.js';
import { wordsFor } from '../../src/element/words/words.js';
import type { TurnsOf } from '../../src/protocol/view.js';
import { MODE_SCENES } from './support/mode-views.js';

const LANGUAGES = Object.keys(LanguageChoice.chunks);

type Table = Readonly<Record<string, unknown>>;
type Entry = string | ((...values: unknown[]) => string);

/** Everything that the element says in English, by chunk. */
const english: Readonly<Record<string, object>> = {
  words: wordsFor(ENGLISH),
  modes: modeWordsFor(ENGLISH),
  modeNames: Object.fromEntries(
    Object.entries(modeNamesFor(ENGLISH)).map(([mode, { name, sentence }]) => [
      mode,
      { name, sentence },
    ]),
  ),
  replay: replayWordsFor(ENGLISH),
  strip: stripWordsFor(ENGLISH),
  reactions: reactionWordsFor(ENGLISH),
  alerts: alertWordsFor(ENGLISH),
  ownName: nameWordsFor(ENGLISH),
  coach: coachWordsFor(ENGLISH),
  hall: hallWordsFor(ENGLISH),
  moderation: moderationWordsFor(ENGLISH),
};

/** Every text and function of a table by its path; what is no text says so itself. */
function entriesOf(table: object, path = ''): Map<string, Entry> {
  const entries = Object.entries(table).flatMap(([name, value]): [string, Entry][] => {
    const here = `${path}${name}`;
    if (here === 'locale' || /^ruleNames\.\w+\.unit$/.test(here)) return [];
    if (typeof value === 'object' && value !== null) return [...entriesOf(value, `${here}.`)];
    return [[here, value as Entry]];
  });
  return new Map(entries);
}

async function tablesOf(language: string): Promise<Readonly<Record<string, object>>> {
  const { translation, staff } = await LanguageChoice.chunks[language]!();
  const { moderation } = await staff();
  const count = counting(language);
  return { ...translation(count), moderation: moderation(count) };
}

/** Counts that take each form of each language. */
const COUNTED = [0, 1, 2, 3, 5, 11, 100, 1_000_000];

const COUNTS = [37, 41, 53, 67] as const;

/** What a function gets, be it a name or a count: it shows in the text as what it was taken for. */
class Value {
  readonly no: number;

  constructor(no: number) {
    this.no = no;
  }

  toString(): string {
    return `Zora-${this.no}`;
  }

  valueOf(): number {
    return COUNTS[this.no] ?? 0;
  }

  replace(): string {
    return this.toString();
  }

  isIn(text: string): boolean {
    const count = this.valueOf();
    return [this.toString(), String(count), String(count - 1)].some((shown) =>
      text.includes(shown),
    );
  }
}

const BROKEN = /undefined|null|NaN|#/;

/** What is said with these; nothing where a text was expected and no count. */
function said(text: (...values: unknown[]) => string, values: readonly unknown[]): string {
  try {
    return text(...values);
  } catch {
    return '';
  }
}

const VALUES = COUNTS.map((_, no) => new Value(no));

describe('every language', () => {
  for (const language of LANGUAGES) {
    it(`[LN7] has every text, none of them empty: ${language}`, async () => {
      const tables = await tablesOf(language);
      expect(Object.keys(tables).sort()).to.deep.equal(Object.keys(english).sort());
      for (const [name, table] of Object.entries(english)) {
        const texts = entriesOf(table);
        const translated = entriesOf(tables[name]!);
        expect([...translated.keys()].sort(), name).to.deep.equal([...texts.keys()].sort());
        for (const [path, text] of texts) {
          const other = translated.get(path)!;
          expect(typeof other, `${name}.${path}`).to.equal(typeof text);
          if (typeof text === 'string' && text !== '') expect(other, path).to.match(/\S/);
        }
      }
    });

    it(`[LN7] uses in its texts what the English ones use: ${language}`, async () => {
      const tables = await tablesOf(language);
      for (const [name, table] of Object.entries(english)) {
        const translated = entriesOf(tables[name]!);
        for (const [path, text] of entriesOf(table)) {
          const other = translated.get(path);
          if (typeof text !== 'function' || typeof other !== 'function') continue;
          const [ours, theirs] = [text(...VALUES), other(...VALUES)];
          for (const value of VALUES.filter((one) => one.isIn(ours))) {
            expect(value.isIn(theirs), `${name}.${path}: ${theirs}`).to.equal(true);
          }
          for (const values of [[null, null], ...COUNTED.map((count) => [count, count, count])]) {
            if (BROKEN.test(said(text, values))) continue;
            expect(said(other, values), `${name}.${path}`).not.to.match(BROKEN);
          }
        }
      }
    });
  }
});

/** Where a button has a longer name than is written on it: what is written, and the name beside it. */
const NAMED: readonly (readonly [written: string, name: string])[] = [
  ['moderation.undo', 'undoLabel'],
  ['moderation.approve', 'approveLabel'],
  ['moderation.refuse', 'refuseLabel'],
  ['moderation.refuseWhy', 'refuseWhyLabel'],
  ['moderation.unban', 'unbanLabel'],
  ['moderation.lock', 'lockLabel'],
  ['moderation.unlock', 'unlockLabel'],
  ['moderation.cueRun', 'cueRunLabel'],
  ['moderation.cueRemove', 'cueRemoveLabel'],
  ['moderation.cueIdle', 'cueFallbackLabel'],
  ['modes.curated.dismiss', 'dismissLabel'],
  ['modes.choices.choose', 'chooseLabel'],
  ['words.bar.undo', 'undoLabel'],
  ['words.bar.edit', 'editLabel'],
  ['words.passTo', 'passToLabel'],
  ['replay.previous', 'previousLabel'],
  ['replay.next', 'nextLabel'],
  ['replay.copy', 'copyLabel'],
];

describe('the name of a button', () => {
  for (const language of ['en', ...LANGUAGES]) {
    it(`[LN10] has in it what is written there: ${language}`, async () => {
      const tables = language === 'en' ? english : await tablesOf(language);
      const texts = entriesOf(tables);
      const sayOf = (path: string) => {
        const text = texts.get(path)!;
        return (typeof text === 'string' ? text : text('Zora', 'Zora')).toLowerCase();
      };
      for (const [written, name] of NAMED) {
        const named = written.replace(/\w+$/, name);
        expect(sayOf(named), named).to.contain(sayOf(written));
      }
    });
  }
});

/** A vote that a tie-break decided, as it is read out, and a rule's label with unit and note. */
const PUT_TOGETHER: readonly (readonly [language: string, won: RegExp, label: RegExp])[] = [
  ['en', /won\. Two had 3 votes; the earlier one won\.$/, /^[^(]+ \(seconds, 0 is off\)$/],
  ['fr', /\. 2 [^;]+\u202f; [^;.]+\.$/, /^[^(]+ \(secondes, 0\u00a0: désactivé\)$/],
  ['ja', /。 2[^.;。]+、[^.;。]+。$/, /^[^（( ]+（秒、0はオフ）$/],
  ['zh', /。 2 [^.;。]+，[^.;。]+。$/, /^[^（( ]+（秒，0 为关闭）$/],
  ['ar', /\. [^.;؛]+؛ [^.;]+\.$/, /^[^(]+ \(ثوانٍ، 0 للإيقاف\)$/],
];

describe('what is put together', () => {
  for (const [language, won, label] of PUT_TOGETHER) {
    it(`[LN11] ends and joins as its language does: ${language}`, async () => {
      const layers = language === 'en' ? [] : [await tablesOf(language)];
      const spoken: Language = { locale: language, dir: 'ltr', layers };
      const turns = MODE_SCENES['vote: result']!.room!.turns as TurnsOf<'vote'>;
      const bare = (text: string) => text.replace(/[\u2068\u2069]/g, '');
      expect(bare(wonText(turns.round!, modeWordsFor(spoken)))).to.match(won);
      expect(bare(ruleLabel('idleSeconds', moderationWordsFor(spoken)))).to.match(label);
    });
  }
});

/** What the languages say with 0, 1, 2, 3, 5, 11 and 100. */
const PLURALS: readonly [string, (table: Table) => unknown, readonly string[]][] = [
  [
    'ar',
    ({ watching }) => watching,
    ['لا مشاهدين', 'مشاهد واحد', 'مشاهدان', '3 مشاهدين', '5 مشاهدين', '11 مشاهدًا', '100 مشاهد'],
  ],
  [
    'fr',
    ({ watching }) => watching,
    [
      '0 spectateur',
      '1 spectateur',
      '2 spectateurs',
      '3 spectateurs',
      '5 spectateurs',
      '11 spectateurs',
      '100 spectateurs',
    ],
  ],
  [
    'de',
    ({ watching }) => watching,
    [
      '0 schauen zu',
      '1 schaut zu',
      '2 schauen zu',
      '3 schauen zu',
      '5 schauen zu',
      '11 schauen zu',
      '100 schauen zu',
    ],
  ],
  ['fr', ({ place }) => place, ['0e', '1er', '2e', '3e', '5e', '11e', '100e']],
  ['ja', ({ watching }) => watching, [0, 1, 2, 3, 5, 11, 100].map((count) => `${count}人が視聴中`)],
];

describe('a count', () => {
  for (const [language, find, expected] of PLURALS) {
    it(`[LN8] takes its form: ${language}, ${expected[1]}`, async () => {
      const { words } = await tablesOf(language);
      const entry = find(words as Table) as (count: number) => string;
      expect([0, 1, 2, 3, 5, 11, 100].map(entry)).to.deep.equal(expected);
    });
  }

  it('[LN8] is written as its place writes numbers', async () => {
    const { translation } = await LanguageChoice.chunks['ar']!();
    expect(translation(counting('ar-EG')).words.watching(11)).to.equal('١١ مشاهدًا');
    expect(translation(counting('ar')).words.watching(11)).to.equal('11 مشاهدًا');
    const { translation: german } = await LanguageChoice.chunks['de']!();
    expect(german(counting('de')).words.watching(12_000)).to.equal('12.000 schauen zu');
  });
});
