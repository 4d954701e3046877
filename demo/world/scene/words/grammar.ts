/** The words that hold a prompt together: what each group does is in `reader.ts`. */
export const grammar = {
  /** Starts a new noun phrase. */
  break:
    'a, an, is, are, was, be, at, in, on, over, above, below, by, near, next, beside, under, beneath, underneath, along, across, through, around, into, onto, to, from, before, during, between, among, amid, against, inside, outside, after, while, as, where, when, which, that, who, there, it, its, or, up, down, upon, off, turn, turns, make, makes, paint, im, am, ein, un, en, sobre, sous, sur, über, unter, dans',
  /** The thing we already know of. */
  the: 'the, this, these, those, der, die, das, el, la, le, les, los, las',
  /** What follows comes in addition. */
  more: 'more, another, additional, extra',
  and: 'and, plus, und, y, et',
  /** What follows is taken away… */
  gone: 'no, without, remove, removes, removing, delete, erase, none, zero, lose, loses, take away, get rid of, instead of, replace, replaces, hide, ohne, kein, keine, sin, sans',
  /** …or, after a noun, that noun is. */
  ends: 'disappear, disappears, disappeared, vanish, vanishes, vanished, gone, stop, stops, stopped, leaves the scene, fades, fade away, fades away, fade out, ends, clears up, melts',
  /** The noun before gives way to the noun after. */
  becomes:
    'becomes, become, turns into, turn into, transforms into, transform into, morphs into, changes into',
  /** Ends what "no" began. */
  with: 'with, add, adds, adding, then, but, appear, appears, arrive, arrives, arriving, comes, come, join, joins, put, place a, place some, bring, give, show, mit, con, avec, now',
  everything: 'everything, everyone, everybody, anything, all things, nothing else',
  sky: 'sky, skies, heaven, heavens, himmel, cielo, ciel',
  /** Makes the place named next the one beyond… */
  distant: 'distant, faraway, far away',
  /** …or the place just named. */
  beyond: 'beyond, behind, in the background, background, in the distance, distance',
} as const;

/** Words that say nothing a picture could show. */
export const filler = `
  of i me my we us our you your he him his she her they them their what why how not so too very just
  also only even still quite really every each any all most much almost like than if will would can
  could should may might must do does did has have had been being get gets let lets lets's please
  want wants see look looks looking need i'd i'll i'm it's there's let's don't can't
  beautiful calm gentle gently soft softly quiet peaceful serene bright brightly warm cold cool hot
  light lights lit dark deep high low tall short long wide old new young ancient modern lovely pretty
  nice happy sad wild free fresh open empty full entire whole thick thin heavy heavily faint dim vivid
  vibrant colourful colorful majestic dramatic epic magical mystical enchanted dreamy ethereal
  atmospheric lonely lone solitary sailing floating drifting flying moving slow slowly fast quickly
  smooth smoothly dancing walking running swimming standing sitting sleeping jumping playing riding
  float floats drift drifts fly flies move moves walk walks run runs swim swims stand stands sit sits
  rise rises rising set sets fall falls falling fill fills filled cover covers covered grow grows
  glow glows shine shines blow blows go goes going went pass passes passing begin begins start starts
  started keep stay stays hang hangs hover hovers cross crosses land lands ride rides roll rolls
  cast casts reflect reflects reflected reflection reflections stretch stretches surrounded dotted
  scene world view picture image video shot scenery landscape background foreground frame camera pan
  zoom close closeup cinematic realistic photorealistic style painting illustration render rendered
  detailed detail quality resolution hd uhd 4k 8k 3d masterpiece film footage animation animated
  tropical sandy rocky grassy mood atmosphere ambience ambient air weather time hour moment season midst middle centre center side
  left right top bottom edge front back everywhere somewhere here away out apart together again once
  first second last ago later soon suddenly always never forever until till something nothing thing
  things one's ones other others same different such own sort kind type bit lot turning making made
  put puts bring brings change changes changed colour color colours colors coloured colored tone tones
  shade shades weather echo echoes hint hints covering lined sunlit sunlight shining shimmering
  glowing twinkling sparkling windows window roof roofs surface ground floor horizon row rows line
  dream dreams dreaming dreamed imagine bei am im aus vom zum
  und oder ist sind hay es está il elle du des de del dem den mein una y
`;
