import type { AlertWords } from '../alerts/alerts.js';
import type { HallWords } from '../hall/join-code.js';
import type { ModerationWords } from '../moderation/moderation-words.js';
import type { ModeNames } from '../modes/mode-names.js';
import type { ModeWords } from '../modes/mode-words.js';
import type { CoachWords } from '../parts/coach.js';
import type { NameWords } from '../parts/own-name.js';
import type { ReactionWords } from '../reactions/reactions.js';
import type { ReplayWords } from '../replay/replay-words.js';
import type { StripWords } from '../strip/strip.js';
import type { Counting } from './language.js';
import type { Words } from './words.js';

/** What a translation has in place of an English table: a text for a text, a function for a function. */
type Of<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : Table[Name] extends readonly unknown[] | string
      ? Table[Name]
      : Of<Table[Name]>;
};

/** Everything that visitors read in one language; without one of its texts it does not compile. */
interface Translation {
  readonly words: Of<Omit<Words, 'locale'>>;
  readonly alerts: Of<Omit<AlertWords, 'locale'>>;
  readonly ownName: Of<NameWords>;
  readonly coach: Of<CoachWords>;
  readonly hall: Of<HallWords>;
  readonly modes: Of<ModeWords>;
  readonly modeNames: Of<ModeNames>;
  readonly replay: Of<Omit<ReplayWords, 'locale'>>;
  readonly strip: Of<StripWords>;
  readonly reactions: Of<ReactionWords>;
}

/** What only moderators and hosts read. */
type StaffWords = Of<ModerationWords>;

export type ModesIn = Translation['modes'];
export type NamesIn = Translation['modeNames'];
export type TurnEnds = Translation['words']['turnEnds'];
/** A language's file gets how it counts, and imports nothing: the package has it once, for all its builds. */
export type TranslationOf = (count: Counting) => Translation;
export type StaffWordsOf = (count: Counting) => StaffWords;

/** What a language's file has. */
export interface TranslationModule {
  readonly translation: TranslationOf;
  staff(): Promise<{ moderation: StaffWordsOf }>;
}

/** Some of a table: its other entries stay as they are. A text can stand in place of a function. */
type Some<Table> = {
  readonly [Name in keyof Table]?: Table[Name] extends (...values: infer Values) => string
    ? string | ((...values: Values) => string)
    : Table[Name] extends readonly unknown[] | string
      ? Table[Name]
      : Some<Table[Name]>;
};

/**
 * A page's own words, by language tag and table: any of them, in place of the element's.
 *
 * @example
 * element.words = { de: { words: { watching: (count) => `${count} sehen zu` } } };
 */
export type OwnWords = Readonly<
  Record<string, Some<Translation & { readonly moderation: StaffWords }>>
>;
