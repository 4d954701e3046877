import type { ModerationWords } from '../moderation/moderation-words.js';
import type { ModeNames } from '../modes/mode-names.js';
import type { ModeWords } from '../modes/mode-words.js';
import type { ReactionWords } from '../reactions/reaction-words.js';
import type { ReplayWords } from '../replay/replay-words.js';
import type { StripWords } from '../strip/strip-words.js';
import type { Words } from './words.js';

/** Everything that visitors read in one language; without one of its strings it does not compile. */
export interface Translation {
  readonly words: Omit<Words, 'locale'>;
  readonly modes: ModeWords;
  readonly modeNames: ModeNames;
  readonly replay: Omit<ReplayWords, 'locale'>;
  readonly strip: StripWords;
  readonly reactions: ReactionWords;
}

/** While the English words change: what is missing is English. */
export type Reasons = Some<Words['reasons']>;
export type TurnEnds = Some<Words['turnEnds']>;
export type Unfinished = (locale: string) => Some<Translation>;
export type StaffWords = Some<ModerationWords>;

/** What a language's file has. */
export interface TranslationModule {
  translation: Unfinished;
  /** What only moderators and hosts read. */
  staff(): Promise<{ moderation(locale: string): StaffWords }>;
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
 * A page's own words, by language tag: any of them, in place of the element's.
 *
 * @example
 * element.words = { de: { send: 'Los!', watching: (count) => `${count} sehen zu` } };
 */
export type OwnWords = Readonly<
  Record<
    string,
    Some<
      Translation['words'] & {
        modes: ModeWords;
        modeNames: ModeNames;
        replay: Translation['replay'];
        strip: StripWords;
        reactions: ReactionWords;
        moderation: ModerationWords;
      }
    >
  >
>;
