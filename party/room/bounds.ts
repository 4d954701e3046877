/** How much a room keeps of what outsiders bring. `docs/reference/bounds.md` is made from these. */
export const BOUNDS = {
  remembered: {
    max: 5_000,
    unit: 'people',
    of: 'Identities without a connection that a room remembers for `keep-seconds`; the longest gone is forgotten for a further one, unless it has a place, an open prompt or a mute.',
    reason:
      'An identity costs nothing to make, and each that is kept is stored with some 300 bytes.',
  },
  cues: {
    max: 50,
    unit: 'cues',
    of: 'Prompts that hosts have prepared in a room; another is refused as `too-many-cues`.',
    reason: 'An evening with one every few minutes; all of them are looked at in each step.',
  },
} as const;
