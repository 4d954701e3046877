/**
 * Each place: the words that name it (the first one is used to describe it).
 *
 * `order` decides which of two named places is the ground we stand on: the lower one, so that
 * "a castle by the sea" and "a mountain village" both read as one picture. Places with `vista`
 * can be the other half, seen beyond. `weak` words name a place only if nothing better does.
 */
interface PlaceWords {
  readonly words: string;
  readonly order: number;
  readonly vista?: true;
  readonly weak?: string;
}

const table = {
  underwater: {
    words:
      'underwater world, underwater, under the sea, under the water, under water, seabed, sea floor, ocean floor, reef, coral reef, bottom of the sea, beneath the waves, bajo el agua, unterwasser',
    order: 0,
  },
  space: {
    words:
      'outer space, space, cosmos, galaxy, universe, lunar surface, orbit, weltall, espacio, espace',
    order: 1,
  },
  market: { words: 'market, bazaar, market square, fair, markt, mercado, marché', order: 2 },
  street: { words: 'street, road, avenue, boulevard, alley, lane, straße, calle, rue', order: 3 },
  harbour: {
    words: 'harbour, harbor, port, marina, dock, quay, pier, hafen, puerto',
    order: 4,
  },
  beach: {
    words: 'beach, seashore, shore, coast, seaside, strand, playa, plage',
    order: 5,
    weak: 'sand',
  },
  river: { words: 'river, stream, creek, brook, canal, fluss, río, rivière', order: 6 },
  lake: { words: 'lake, pond, lagoon, lago', order: 7, weak: 'shoreline' },
  island: { words: 'island, isle, islet, insel, isla, île', order: 8, vista: true },
  sea: {
    words: 'sea, ocean, open sea, meer, mar, mer, océano',
    order: 9,
    weak: 'water, waters, wave, waves, agua, wasser, tide',
  },
  snowfield: {
    words:
      'snowfield, arctic, antarctic, antarctica, north pole, south pole, tundra, glacier, ice field',
    order: 10,
    weak: 'ice',
  },
  desert: { words: 'desert, dune, dunes, sahara, wüste, desierto, désert', order: 11 },
  meadow: {
    words: 'meadow, field, prairie, pasture, farm, countryside, garden, park, wiese, prado, pré',
    order: 12,
    weak: 'grass, hill, hills, hillside, valley, lawn',
  },
  village: { words: 'village, town, hamlet, dorf, pueblo', order: 13, vista: true },
  jungle: { words: 'jungle, rainforest, dschungel, selva', order: 14, vista: true },
  forest: {
    words: 'forest, wood, woods, woodland, wald, bosque, forêt',
    order: 15,
    vista: true,
  },
  castle: {
    words: 'castle, fortress, palace, citadel, schloss, burg, castillo, château',
    order: 16,
    vista: true,
  },
  city: {
    words: 'city, metropolis, skyline, downtown, skyscraper, skyscrapers, stadt, ciudad, ville',
    order: 17,
    vista: true,
  },
  mountains: {
    words:
      'mountains, mountain, mountain range, peak, peaks, alps, cliff, cliffs, summit, berge, berg, montaña, montañas, montagne, volcano',
    order: 18,
    vista: true,
  },
} as const satisfies Record<string, PlaceWords>;

export type Place = keyof typeof table;

export const places: Readonly<Record<Place, PlaceWords>> = table;
