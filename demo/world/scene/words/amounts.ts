const sizeTable = {
  tiny: { factor: 0.5, words: 'tiny, miniature, minuscule, winzig' },
  small: { factor: 0.72, words: 'small, little, klein, kleine, kleiner, pequeño, petit, petite' },
  large: { factor: 1.45, words: 'large, big, great, groß, große, großer, grande, grand' },
  giant: {
    factor: 2.1,
    words: 'giant, huge, enormous, gigantic, massive, colossal, immense, riesig, gigante',
  },
} as const satisfies Record<string, { factor: number; words: string }>;

export type Size = keyof typeof sizeTable;

export const sizes: Readonly<Record<Size, { factor: number; words: string }>> = sizeTable;

/** More than this of one thing is a crowd, and looks the same. */
export const mostOfOne = 12;

/** Numbers by word; index 0 is unused, the first word of each is how it is described. */
export const numbers: readonly string[] = [
  '',
  'one, single, ein, eine, einen, uno, una, une',
  'two, pair, couple, both, zwei, dos, deux',
  'three, few, some, several, drei, tres, trois',
  'four, vier, cuatro, quatre',
  'five, fünf, cinco, cinq',
  'six, sechs, seis, handful, group, family',
  'seven, sieben, siete, sept',
  'eight, many, acht, ocho, huit, lots, flock, herd, pack, fleet, swarm, crowd, school, viele, muchos, muchas',
  'nine, neun, nueve, neuf',
  'ten, zehn, diez, dix',
  'eleven',
  'twelve, dozen, dozens, hundred, hundreds, thousand, thousands, countless, million, millions',
];

/** What a bare plural means. */
export const bareplural = 3;
