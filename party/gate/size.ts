import { refuse } from '../../src/protocol/reasons.js';
import { ALLOWED, type Check } from './check.js';
import { isReadable, lengthOf } from './text.js';

/** Neither nothing nor too much. */
export const size: Check = ({ text, rules }) => {
  if (!isReadable(text)) return refuse('empty');
  return lengthOf(text) <= rules.maxLength
    ? ALLOWED
    : refuse('too-long', { limit: rules.maxLength });
};
