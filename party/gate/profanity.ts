import { DataSet, englishDataset, englishRecommendedTransformers, RegExpMatcher } from 'obscenity';
import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check, hold } from './check.js';
import { joinLetters } from './fold.js';

/**
 * Nothing that is profane in English. A list of words is not always right, so where moderators
 * approve prompts they decide; elsewhere it is refused.
 */
export const profanity: Check = ({ text, rules }) => {
  if (rules.profanity === 'yes') return ALLOWED;
  const word = profaneWord(text);
  if (word === null) return ALLOWED;
  return rules.approval === 'off' ? refuse('words') : hold(`It may be profane (${word}).`);
};

/** What people who describe pictures say, and mean nothing by it; in lower case. */
const HARMLESS = [
  'moby dick',
  'dick tracy',
  'fukushima',
  'pussy willow',
  'pussycat',
  'pussy cat',
  'great tit',
  'blue tit',
  'coal tit',
  'marsh tit',
  'willow tit',
  'cock crow',
  'weather cock',
  'chink of light',
  'chink in',
  'wild ass',
  'cum laude',
  'rapeseed',
] as const;

const words = new DataSet<{ originalWord: string }>().addAll(englishDataset).addPhrase((phrase) => {
  phrase.setMetadata({ originalWord: '' });
  for (const term of HARMLESS) phrase.addWhitelistedTerm(term);
  return phrase;
});

const matcher = new RegExpMatcher({ ...words.build(), ...englishRecommendedTransformers });

function profaneWord(text: string): string | null {
  const english = onlyLatin(text.normalize('NFKC'));
  for (const written of [english, joinLetters(english)]) {
    const [found] = matcher.getAllMatches(written);
    if (found !== undefined) {
      return words.getPayloadWithPhraseMetadata(found).phraseMetadata?.originalWord ?? '';
    }
  }
  return null;
}

/** Words without a Latin letter are not English, whatever their letters look like. */
function onlyLatin(text: string): string {
  return text
    .replace(/[\u200c\u200d]/gu, '')
    .split(' ')
    .map((word) => (/[\p{Script=Latin}]/u.test(word) ? word : word.replace(/\p{L}/gu, '.')))
    .join(' ');
}
