interface ColourWords {
  readonly hex: string;
  readonly words: string;
}

const table = {
  red: {
    hex: '#d9413b',
    words: 'red, crimson, scarlet, ruby, reddish, rot, rote, roter, rotes, rojo, roja, rouge',
  },
  orange: { hex: '#ee8433', words: 'orange, amber, tangerine, copper' },
  yellow: {
    hex: '#f3cb45',
    words: 'yellow, lemon, gelb, gelbe, gelber, amarillo, amarilla, jaune',
  },
  gold: { hex: '#dfa93a', words: 'gold, golden, dorado, doré' },
  green: { hex: '#55a052', words: 'green, emerald, lime, grün, grüne, grüner, verde, vert, verte' },
  teal: { hex: '#2fa39a', words: 'teal, turquoise, aqua, cyan, türkis' },
  blue: {
    hex: '#3f7ad6',
    words: 'blue, azure, navy, sapphire, blau, blaue, blauer, azul, bleu, bleue',
  },
  indigo: { hex: '#4a4bb0', words: 'indigo' },
  purple: { hex: '#8a4fc0', words: 'purple, violet, lilac, lila, morado, violette' },
  pink: { hex: '#f08ab4', words: 'pink, magenta, rosy, fuchsia, rosa' },
  brown: { hex: '#8a5a3a', words: 'brown, chestnut, braun, marrón, brun' },
  white: {
    hex: '#f4f1ea',
    words: 'white, ivory, pale, weiß, weiße, blanco, blanca, blanc, blanche',
  },
  grey: { hex: '#8c939c', words: 'grey, gray, gris, grau' },
  silver: { hex: '#c3ccd6', words: 'silver, silvery, silber' },
  black: {
    hex: '#2b2d36',
    words: 'black, ebony, schwarz, schwarze, schwarzer, negro, negra, noir, noire',
  },
  neon: { hex: '#ff48c8', words: 'neon' },
} as const satisfies Record<string, ColourWords>;

export type Colour = keyof typeof table;

export const colours: Readonly<Record<Colour, ColourWords>> = table;
