import { expect } from '@open-wc/testing';
import { clockFace, ENGLISH, roundedDuration } from '../../src/element/words/language.js';
import { explain, wordsFor } from '../../src/element/words/words.js';
import { REASONS } from '../../src/protocol/reasons.js';

const words = wordsFor(ENGLISH);

describe('words', () => {
  it('[EL1] every reason has whole sentences, none of them a code', () => {
    for (const reason of REASONS) {
      for (const limit of [null, 1, 7]) {
        const text = explain(words, { reason, limit }, null);
        expect(text, reason).to.match(/^[A-Z].*[.]$/s);
        expect(text, reason).not.to.match(/undefined|null|NaN/);
      }
    }
  });

  it('[EL2] a refusal names its limit and when to try again', () => {
    const text = explain(words, { reason: 'too-many', limit: 10 }, '12 seconds');
    expect(text).to.equal('At most 10 prompts a minute. Try again in 12 seconds.');
  });

  it('[EL2] a limit of one is told as one', () => {
    const told = (reason: 'too-many' | 'queue-full') => explain(words, { reason, limit: 1 }, null);
    expect(told('too-many')).to.equal('At most one prompt a minute.');
    expect(told('queue-full')).to.equal('The line is full.');
  });

  it('[EL2] durations are no more exact than anybody needs', () => {
    const said = [400, 8_000, 42_000, 88_000, 200_000, 8_000_000].map((ms) =>
      roundedDuration(ms, 'en'),
    );
    expect(said).to.deep.equal([
      '1 second',
      '8 seconds',
      '40 seconds',
      '90 seconds',
      '3 minutes',
      '2 hours',
    ]);
  });

  it('[EL2] a clock shows its last second as 1, and its end as 0', () => {
    expect([24_000, 999, 0, 61_000].map(clockFace)).to.deep.equal(['0:24', '0:01', '0:00', '1:01']);
  });
});
