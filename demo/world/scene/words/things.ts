import type { Colour } from './colours.js';
import type { Place } from './places.js';

/**
 * Each thing: the words that name it (the first describes it), a plural that is not regular, and
 * where one expects it, which sets the place when nothing else does.
 */
interface ThingWords {
  readonly words: string;
  readonly plural?: string;
  readonly home?: Place;
}

const table = {
  // In the sky
  sun: { words: 'sun, sonne, sol', plural: 'suns' },
  moon: { words: 'moon, crescent, full moon, mond, luna, lune, 🌙' },
  star: { words: 'star, estrella, stern, étoile, ⭐', plural: 'stars, estrellas, sterne, étoiles' },
  planet: { words: 'planet, saturn, jupiter, 🪐' },
  comet: { words: 'comet, meteor, shooting star, asteroid, ☄' },
  rainbow: { words: 'rainbow, regenbogen, arcoíris, 🌈' },
  aurora: {
    words: 'aurora, northern lights, aurora borealis, polar lights, polarlicht',
    plural: 'auroras',
  },
  fireworks: {
    words: 'burst of fireworks, fireworks, firework, 🎆',
    plural: 'bursts of fireworks',
  },
  balloon: { words: 'balloon, hot air balloon, ballon, globo, 🎈' },
  airship: { words: 'airship, zeppelin, blimp' },
  kite: { words: 'kite, cometa, 🪁' },
  plane: { words: 'plane, airplane, aeroplane, aircraft, jet, flugzeug, avión, avion, ✈' },
  rocket: { words: 'rocket, spaceship, spacecraft, rakete, cohete, 🚀' },
  ufo: { words: 'flying saucer, ufo, saucer, alien, 🛸' },
  bird: {
    words: 'bird, seagull, gull, eagle, owl, vogel, pájaro, oiseau, 🐦',
    plural: 'birds, seagulls, gulls, eagles, owls, vögel, pájaros, oiseaux',
  },
  butterfly: { words: 'butterfly, schmetterling, mariposa, papillon, 🦋' },
  bat: { words: 'bat, fledermaus, 🦇' },
  dragon: { words: 'dragon, drache, dragón, 🐉' },
  lantern: { words: 'lantern, paper lantern, sky lantern, lamp, laterne, farol, 🏮' },
  firefly: { words: 'firefly, glowworm' },
  // On and in the water
  boat: {
    words:
      'boat, sailing boat, sailboat, sail boat, fishing boat, rowboat, yacht, barco, bateau, ⛵',
    plural: 'boats, sailing boats, sailboats, fishing boats, rowboats, yachts, barcos',
    home: 'sea',
  },
  ship: { words: 'ship, galleon, pirate ship, schiff, navire, steamer, ferry, 🚢', home: 'sea' },
  whale: { words: 'whale, wal, ballena, baleine, orca, 🐋, 🐳', home: 'sea' },
  dolphin: { words: 'dolphin, delfin, delfín, 🐬', home: 'sea' },
  fish: {
    words: 'fish, koi, fisch, pez, poisson, 🐟, 🐠',
    plural: 'fish, fishes, fische, peces, poissons',
    home: 'underwater',
  },
  jellyfish: { words: 'jellyfish, qualle, medusa, 🪼', plural: 'jellyfish', home: 'underwater' },
  octopus: { words: 'octopus, squid, kraken, 🐙', plural: 'octopuses, octopi', home: 'underwater' },
  turtle: { words: 'turtle, tortoise, schildkröte, tortuga, 🐢', home: 'underwater' },
  swan: { words: 'swan, duck, goose, schwan, 🦢, 🦆', plural: 'swans, ducks, geese', home: 'lake' },
  // Animals
  cat: { words: 'cat, kitten, kitty, katze, gato, 🐈, 🐱' },
  dog: { words: 'dog, puppy, hound, hund, perro, chien, 🐕, 🐶' },
  fox: { words: 'fox, fuchs, zorro, renard, 🦊' },
  wolf: { words: 'wolf, coyote, lobo, loup, 🐺', plural: 'wolves', home: 'forest' },
  horse: { words: 'horse, pony, pferd, caballo, cheval, 🐎, 🦄' },
  cow: { words: 'cow, bull, kuh, vaca, vache, 🐄' },
  sheep: {
    words: 'sheep, lamb, schaf, oveja, mouton, 🐑',
    plural: 'sheep, lambs, schafe, ovejas, moutons',
  },
  deer: { words: 'deer, stag, reindeer, elk, moose, ciervo, cerf, 🦌', plural: 'deer, stags' },
  rabbit: {
    words: 'rabbit, bunny, hare, hase, conejo, lapin, 🐇, 🐰',
    plural: 'rabbits, bunnies, hares',
  },
  bear: { words: 'bear, bär, oso, ours, 🐻', home: 'forest' },
  elephant: { words: 'elephant, elefant, elefante, éléphant, 🐘' },
  camel: { words: 'camel, dromedary, kamel, camello, 🐫, 🐪', home: 'desert' },
  penguin: { words: 'penguin, pinguin, pingüino, 🐧', home: 'snowfield' },
  // People
  person: {
    words:
      'person, man, woman, figure, traveller, traveler, wanderer, child, girl, boy, mensch, persona, fisherman, 🚶',
    plural:
      'persons, people, men, women, figures, children, girls, boys, travellers, friends, dancers',
  },
  knight: { words: 'knight, ritter, caballero, warrior, samurai', home: 'castle' },
  wizard: { words: 'wizard, witch, magician, sorcerer, 🧙', plural: 'wizards, witches' },
  astronaut: { words: 'astronaut, cosmonaut', home: 'space' },
  robot: { words: 'robot, android, roboter, 🤖' },
  ghost: { words: 'ghost, spirit, geist, fantasma, 👻' },
  snowman: { words: 'snowman, schneemann, ☃, ⛄', plural: 'snowmen', home: 'snowfield' },
  // Buildings
  house: { words: 'house, cottage, cabin, hut, home, barn, haus, casa, maison, 🏠' },
  lighthouse: { words: 'lighthouse, leuchtturm, faro, phare', home: 'sea' },
  tower: { words: 'tower, turm, torre, church' },
  windmill: { words: 'windmill, windmühle, molino, moulin' },
  bridge: { words: 'bridge, brücke, puente, pont', home: 'river' },
  tent: { words: 'tent, teepee, zelt, ⛺' },
  fountain: { words: 'fountain, brunnen, fuente, fontaine, ⛲' },
  // Plants
  tree: { words: 'tree, oak, baum, árbol, arbre, 🌳' },
  pine: { words: 'pine, pine tree, fir, fir tree, spruce, christmas tree, 🌲, 🎄' },
  palm: { words: 'palm, palm tree, palme, palmera, 🌴', home: 'beach' },
  flower: {
    words: 'flower, rose, tulip, poppy, daisy, blossom, blume, flor, fleur, 🌸, 🌻, 🌷',
    plural:
      'flowers, roses, tulips, poppies, daisies, blossoms, blumen, flores, fleurs, wildflowers',
  },
  mushroom: { words: 'mushroom, toadstool, pilz, seta, champignon, 🍄' },
  cactus: { words: 'cactus, kaktus, 🌵', plural: 'cactuses, cacti', home: 'desert' },
  // On wheels
  car: { words: 'car, truck, auto, coche, voiture, 🚗, 🚕' },
  bus: { words: 'bus, coach, 🚌' },
  train: { words: 'train, locomotive, steam train, zug, tren, 🚂' },
  bicycle: { words: 'bicycle, bike, fahrrad, bicicleta, vélo, 🚲' },
  // Objects
  campfire: { words: 'campfire, fire, bonfire, lagerfeuer, fuego, feu, 🔥' },
  umbrella: { words: 'umbrella, parasol, regenschirm, paraguas, parapluie, ☂, ☔' },
  hat: { words: 'hat, top hat, sombrero, chapeau, 🎩' },
  heart: { words: 'heart, herz, corazón, ❤, 💖' },
} as const satisfies Record<string, ThingWords>;

/** Names that bring a colour of their own. */
export const nicknames: Readonly<Record<string, readonly [kind: ThingKind, colour: Colour]>> = {
  'polar bear': ['bear', 'white'],
  'black cat': ['cat', 'black'],
  crow: ['bird', 'black'],
  raven: ['bird', 'black'],
  parrot: ['bird', 'red'],
  flamingo: ['bird', 'pink'],
  unicorn: ['horse', 'white'],
  goldfish: ['fish', 'gold'],
  shark: ['fish', 'grey'],
  taxi: ['car', 'yellow'],
  sunflower: ['flower', 'yellow'],
  lavender: ['flower', 'purple'],
};

export type ThingKind = keyof typeof table;

export const things: Readonly<Record<ThingKind, ThingWords>> = table;

export function isThingKind(kind: string): kind is ThingKind {
  return Object.hasOwn(things, kind);
}
