/** Words for the hour, the weather and the season; `phrase` is how the description says it. */
export interface Spoken {
  readonly words: string;
  readonly phrase: string;
  /** Words that hint at it, and yield to any plain word. */
  readonly weak?: string;
}

const timeTable = {
  dawn: {
    words: 'dawn, sunrise, daybreak, first light, break of day, amanecer, aube',
    phrase: 'at dawn',
  },
  morning: { words: 'morning, mañana, matin', phrase: 'in the morning' },
  day: { words: 'day, daytime, daylight, afternoon, tag, día, jour', phrase: 'by day' },
  noon: { words: 'noon, midday, mittag, mediodía, midi', phrase: 'at noon' },
  dusk: {
    words:
      'dusk, sunset, twilight, golden hour, blue hour, sundown, dämmerung, sonnenuntergang, atardecer, crépuscule',
    phrase: 'at dusk',
  },
  evening: { words: 'evening, nightfall, abend, soir', phrase: 'in the evening' },
  night: {
    words: 'night, nighttime, midnight, nacht, noche, nuit',
    phrase: 'at night',
    weak: 'moonlight, moonlit, starry, starlit, starlight, darkness, neon',
  },
} as const satisfies Record<string, Spoken>;

const weatherTable = {
  clear: {
    words: 'clear, cloudless, sunny, sunshine, blue skies, fair weather, soleil',
    phrase: 'in clear weather',
  },
  cloudy: {
    words: 'clouds, cloud, cloudy, overcast, nubes, wolken, nuages',
    phrase: 'under drifting clouds',
  },
  rain: {
    words:
      'rain, raining, rainy, rains, drizzle, drizzling, downpour, shower, showers, regen, lluvia, pluie',
    phrase: 'in the rain',
  },
  storm: {
    words:
      'storm, stormy, thunderstorm, thunder, lightning, tempest, hurricane, gewitter, sturm, tormenta, orage',
    phrase: 'in a storm',
  },
  snow: {
    words:
      'snow, snowing, snows, snowfall, snowflake, snowflakes, snowstorm, blizzard, schnee, nieve, neige',
    phrase: 'in falling snow',
    weak: 'snowy',
  },
  fog: {
    words: 'fog, foggy, mist, misty, haze, hazy, nebel, niebla, brouillard',
    phrase: 'in the fog',
  },
  wind: {
    words: 'wind, windy, breeze, breezy, gale, gust, gusts, viento, vent',
    phrase: 'in the wind',
  },
} as const satisfies Record<string, Spoken>;

const seasonTable = {
  spring: { words: 'spring, springtime, cherry blossom, cherry blossoms', phrase: 'in spring' },
  summer: { words: 'summer, summertime, sommer, verano', phrase: 'in summer' },
  autumn: { words: 'autumn, autumnal, herbst, otoño, automne', phrase: 'in autumn' },
  winter: {
    words: 'winter, wintertime, wintry, snow covered, frozen, invierno, hiver',
    phrase: 'in winter',
    weak: 'snowy',
  },
} as const satisfies Record<string, Spoken>;

export type TimeOfDay = keyof typeof timeTable;
export type Weather = keyof typeof weatherTable;
export type Season = keyof typeof seasonTable;

export const times: Readonly<Record<TimeOfDay, Spoken>> = timeTable;
export const weathers: Readonly<Record<Weather, Spoken>> = weatherTable;
export const seasons: Readonly<Record<Season, Spoken>> = seasonTable;
