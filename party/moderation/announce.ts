import type { Act } from '../../src/protocol/acts.js';
import { cleanText } from '../gate/text.js';
import type { Step } from '../room/step-context.js';
import { type Audited, DONE } from './audit.js';

/** Says something to everybody; no text takes it away. */
export function announce(
  { state, now }: Step,
  { text }: Extract<Act, { act: 'announce' }>,
): Audited {
  const cleaned = cleanText(text);
  state.moderation.announcement = cleaned === '' ? null : { text: cleaned, at: now };
  return { ...DONE, about: cleaned };
}
