import { refuse } from '../../../src/protocol/reasons.js';
import { hasLink } from '../text/links.js';
import { profaneWord } from '../text/profanity.js';
import { hasWordOf, wordListOf } from '../text/word-list.js';
import { ALLOWED, type ContentCheck, flagged } from './checks.js';

/** The gate's checks of what a prompt says: `links`, `blockedWords` and `profanity`, in this order. */

/** No links, in whichever spelling. */
export const links: ContentCheck = ({ text, rules }) =>
  rules.links === 'no' && hasLink(text) ? refuse('links') : ALLOWED;

/** None of the words and phrases that the site blocks; no moderator is asked about these. */
export const blockedWords: ContentCheck = ({ text, rules }) =>
  hasWordOf(wordListOf(rules.blockedWords), text) ? refuse('words') : ALLOWED;

/**
 * Nothing profane in English. A list of words is not always right, so where the rules want approval a
 * moderator decides; elsewhere the prompt is refused.
 */
export const profanity: ContentCheck = ({ text, rules }) => {
  if (rules.profanity === 'yes') return ALLOWED;
  const word = profaneWord(text);
  if (word === null) return ALLOWED;
  return rules.approval === 'off' ? refuse('words') : flagged(`It may be profane (${word}).`);
};
