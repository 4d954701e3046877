import { readings } from './fold.js';
import { unstretched } from './word-list.js';

/**
 * English profanity and slurs, as whole words with their endings, so that no word is refused for what it
 * only contains: `cockpit`, `Penistone`. Words with a harmless meaning of their own are judged by what
 * stands around them.
 */

interface Profanity {
  /** As it is named to moderators. */
  readonly word: string;
  /** Its forms, as a pattern over folded words. */
  readonly forms: string;
  /** Words which, anywhere in the text, make it the harmless one. */
  readonly beside?: string;
  /** For words that are mostly harmless: the surroundings in which they are not, as a pattern. */
  readonly only?: string;
}

const BIRDS =
  'birds?|nests?|feeders?|seeds?|hedges?|branch(?:es)?|woods?|gardens?|feather\\w*|plumage|wings?|beaks?|eggs?|perch\\w*|garden|songbirds?|flocks?|trees?|oaks?|bush(?:es)?|twigs?|peanuts?';
const POULTRY =
  'crow\\w*|hens?|chick\\w*|rooster|farm\\w*|barn\\w*|yard|coop|weather|dawn|sunrise|pheasant|fowl|turkey|robin|sparrow|roof|fence|steeple|church|comb|doodle|fight\\w*|pit|walk|rock|north|inn|pub|leekie|morning|dunghill|fields?|dung|manure|grain';
const DOGS =
  'dogs?|pups?|puppy|puppies|litters?|hounds?|kennels?|terriers?|retrievers?|spaniels?|whelp\\w*|fox|wolf|breeding|collies?|poodles?|otter';
const NORDIC = 'och|pa|vid|av|ett|til|till|av|har|det|den|ar|er|som|med|hus|batar|bater|fag|nytt';

const PROFANE: readonly Profanity[] = [
  {
    word: 'fuck',
    forms:
      '[a-z]*f+u+c+k+[a-z]*|fu+q|(?:fu+k+|fc+k+|fcu+k|fvc?k|ph+u+c*k+)(?:s|ed|er|ers|in|ing|u|you)?',
  },
  { word: 'motherfucker', forms: 'm(?:other|utha|otha)f(?:uc|u|c)?k?(?:a|as|er|ers|in|ing)' },
  {
    word: 'shit',
    forms:
      '(?:bull|horse|dip|ape|bat|holy|dumb|chicken|dog|cow)?s+h+i+t+(?:s|z|ty|tier|ting|ted|head|heads|hole|holes|face|faced|show|storm|bag|bags|load|loads|stain|stains)?|shyt',
  },
  { word: 'cunt', forms: 'c+u+n+t+(?:s|y|ed|ing|face)?' },
  { word: 'nigger', forms: '[a-z]*(?<!s)n+i+g+g+ers?|n+i+g+g+(?:a|as|ah|az|uh|let|lets)' },
  {
    word: 'faggot',
    forms: 'f+a+g+g+o+ts?|f+a+gs?|faggy|fgg?ots?',
    beside: `cigarettes?|et|bundles?|hearth|firewood|wood|sticks?|kindling|brush\\w*|peas|gravy|meatballs?|oven|bound|smoke|ends?|${NORDIC}`,
  },
  {
    word: 'retard',
    forms: 'retards?|retarded',
    beside:
      'fire|flames?|sparks?|ignition|growth|en|du|de|le|la|un|les|des|sans|mon|son|leur|avec|trains?|avion|tempo',
  },
  {
    word: 'ass',
    forms: 'a+s{2,}(?:es)?',
    beside:
      'wild|nubian|somali|ox|oxen|donkeys?|mules?|stable|manger|foals?|milk|bray\\w*|balaam|desert|carts?|saddle\\w*|hay|jenny|pack|grazing|midsummer|bottom|palm sunday|hooves|aesop|fable|skin|carte|karo|pik|herz|kreuz|trumpf',
  },
  {
    word: 'asshole',
    forms: 'a+s{2,}(?:hole|holes|hat|hats|wipe|wipes|clown|face)|(?:dumb|fat)ass(?:es)?',
  },
  { word: 'arse', forms: 'a+rse(?:s|hole|holes)?' },
  {
    word: 'bastard',
    forms: 'b+a+s+t+a+r+d+s?',
    beside: 'swords?|files?|wing|titles?|toadflax|william|cedar|saffron|jon|snow|royal|typeface',
  },
  {
    word: 'bitch',
    forms: 'b+i+t+c+h+(?:es|y|ing|in)?|biatch|btch|bi[a]?tchez',
    beside: DOGS,
  },
  { word: 'blowjob', forms: '(?:blow|blo|hand|rim) ?jobs?' },
  { word: 'bollocks', forms: 'bollocks?|bollox' },
  {
    word: 'boobs',
    forms: 'b+o{2,}bs?|b+o{2,}bies',
    beside: `tube|prizes?|traps?|rocks?|islands?|galapagos|footed|feet|masked|brown|cliffs?|${BIRDS}`,
  },
  {
    word: 'tit',
    forms: 't+i+ts|tit|titt(?:y|ies)|tiddies',
    beside: `great|blue|coal|marsh|willow|bearded|crested|tailed|sombre|varied|tat|${BIRDS}`,
  },
  { word: 'cock', forms: 'c+o+c+ks?', beside: `bulls?|${POULTRY}|${BIRDS}` },
  { word: 'cocksucker', forms: 'cock ?suck[a-z]*' },
  { word: 'cuck', forms: 'cucks?|cucked' },
  {
    word: 'cum',
    forms: 'c+u+ms?|cumsh?ots?',
    only: '^§$|§ (?:on|in|inside|all|over|for|shots?|drip\\w*|dump\\w*|sluts?|everywhere)\\b|\\b(?:my|your|his|her|of|with|hot|drink|swallow) §',
  },
  { word: 'deepthroat', forms: 'deep ?throat(?:s|ed|ing)' },
  {
    word: 'dick',
    forms: 'd+i+c+ks?|dck',
    beside:
      'moby|tracy|turpin|dyke|whittington|cheney|grayson|francis|cavett|spotted|deadeye|private|philip|tom|harry|jane|der|die|das|ein|eine|einen|und|sehr|ist|wie|zu|mit|im|am|auf|nicht|durch|macht|decke|brot',
  },
  { word: 'dickhead', forms: 'd+i+c+k ?(?:heads?|face|wad|wads|sucker|suckers|pics?)' },
  { word: 'dildo', forms: 'dildos?', beside: 'newfoundland|harbou?r|village|island' },
  { word: 'doggystyle', forms: 'dogg(?:y|ie) ?style' },
  {
    word: 'dyke',
    forms: 'd+y+kes?',
    only: '\\b(?:you|fat|ugly|stupid|dirty|butch|bull|lesbian|damn|fucking) §',
  },
  { word: 'ejaculate', forms: 'ejaculat[a-z]*|ejakulat[a-z]*' },
  { word: 'fellatio', forms: 'fellati[a-z]*|felch(?:ed|ing|er)?' },
  { word: 'fisting', forms: 'fisting|finger ?bang(?:s|ed|ing)?' },
  { word: 'gangbang', forms: 'gang ?bang(?:s|ed|ing)?' },
  { word: 'hentai', forms: 'hentai' },
  {
    word: 'hooker',
    forms: 'hookers?',
    beside:
      'rugby|scrum|john|joe|joseph|telescope|boats?|galway|sail\\w*|botan\\w*|orchid\\w*|team',
  },
  { word: 'incest', forms: 'incest(?:uous)?' },
  { word: 'jerk off', forms: 'jerk(?:ing|s|ed)? ?off' },
  { word: 'jizz', forms: 'jizz(?:ed|ing)?' },
  { word: 'kike', forms: 'kikes?' },
  { word: 'masturbate', forms: 'm[au]st[ue]rbat[a-z]*' },
  { word: 'orgasm', forms: 'orgasms?|orgasmic|orgasming' },
  { word: 'orgy', forms: 'orgy|orgies' },
  { word: 'penis', forms: 'p+e+ni+s(?:es)?|pnis' },
  { word: 'piss', forms: 'p+i+s{2,}(?:ed|es|er|ing)?' },
  {
    word: 'porn',
    forms: 'p+o+r+n+(?:o|os|s|star|stars|hub|ography|ographic)?|prn',
    beside: 'chai|thai|bangkok',
  },
  {
    word: 'prick',
    forms: 'pricks?',
    beside:
      'needles?|ears?|thumbs?|fingers?|thorns?|rose\\w*|pins?|hedgehogs?|cact\\w*|spindle|songs?',
  },
  {
    word: 'pussy',
    forms: 'p+u+s{2,}(?:y|ies)|pssy',
    beside:
      'willows?|cats?|foot|owl|riot|toes|galore|kittens?|paws?|fur|purr\\w*|whiskers|catkins?',
  },
  {
    word: 'rape',
    forms: 'ra+pe[ds]?|raping|rapists?',
    beside:
      'fields?|seeds?|oil|yellow|plants?|flowers?|blossoms?|crops?|harvest\\w*|honey|may|bloom\\w*|kale|sabines?|europa|lucretia|lock|une|la|le|les|du|el|fromage|chou|carottes?|noix|pommes?|pescado|colza',
  },
  { word: 'semen', forms: 's+e+men', beside: 'padang|gresik|di|pabrik' },
  { word: 'anal', forms: 'anal', beside: 'fins?|glands?|sacs?|fish|pores?' },
  { word: 'anus', forms: 'anus(?:es)?' },
  { word: 'sex', forms: 's+e+x+(?:y|ed|iest)?', beside: NORDIC },
  { word: 'slut', forms: 's+l+u+t+(?:s|ty)?', beside: NORDIC },
  { word: 'spastic', forms: 'spastics?' },
  {
    word: 'tranny',
    forms: 'tran+(?:y|ies)',
    beside:
      'gear\\w*|transmission|radios?|bench|vans?|transit|trucks?|cars?|engines?|workshop|garage|manual|transistor|fluid',
  },
  { word: 'turd', forms: 't+u+r+ds?' },
  { word: 'twat', forms: 't+w+a+ts?' },
  { word: 'vagina', forms: 'v+a+g+i+n+a+[ls]?' },
  {
    word: 'wank',
    forms: 'w+a+n+k+(?:s|er|ers|ed|ing|stain)?',
    beside: 'garmisch|berg|gipfel|mount\\w*|alm|bahn|alps',
  },
  { word: 'whore', forms: 'w+h+o+r+e+(?:s|house|houses)?|whr?es', beside: 'babylon|revelation' },
  { word: 'bukkake', forms: 'bukk?ake|creampies?|buttplugs?|butt plugs?|milfs?|cumsluts?' },
  {
    word: 'chink',
    forms: 'chinks?',
    only: '^(?:an? )?§$|\\b(?:you|dirty|fucking|stupid|damn|ugly) §',
  },
  { word: 'slur', forms: 'ching ?chong|gooks?|wetbacks?|pakis?|towel ?heads?|rag ?heads?' },
  { word: 'spic', forms: 'spics?', beside: 'span' },
];

/** What makes a word with a harmless meaning the other one, whatever stands elsewhere. */
const RUDE =
  '(?:\\b(?:my|your|ur|yo|his|her|suck\\w*|lick\\w*|stupid|dirty|bitch|horny|naked|nude|son of an?|show me|hairy|black|white|such an?) (?:big |huge |fat |hard |little |juicy |nice )?§)|§ (?:you|off|suck\\w*)\\b|\\b(?:naked|nude|horny)\\b';

interface Judged {
  readonly word: string;
  readonly forms: RegExp;
  readonly isFound: (said: string) => boolean;
}

const JUDGED: readonly Judged[] = PROFANE.map(({ word, forms, beside, only }) => {
  const whole = `(?<![^ ])(?:${forms})(?![^ ])`;
  const around = (pattern: string) => new RegExp(pattern.replaceAll('§', `(?:${forms})`));
  const rude = around(only ?? RUDE);
  const harmless = beside === undefined ? null : new RegExp(`\\b(?:${beside})\\b`);
  return {
    word,
    forms: new RegExp(whole),
    isFound: (said) => {
      if (only !== undefined) return rude.test(said);
      return (
        harmless === null ||
        rude.test(said) ||
        !harmless.test(said.replace(new RegExp(whole, 'g'), ' '))
      );
    },
  };
});

const ANY = new RegExp(`(?<![^ ])(?:${PROFANE.map(({ forms }) => forms).join('|')})(?![^ ])`);

/** A name as people have it: `Dick Smith`, `Thomas Hooker`; but not `My Dick`. */
const PROPER_NAMES =
  /(?<!\p{L})(?:Dick|Hooker|Cock|Wank)\s+\p{Lu}\p{Ll}+|(?<!\p{L})(?!(?:My|Your|His|Her|The|An?|Dirty)\s)\p{Lu}\p{Ll}+\s+Hooker\b/gu;

/** The profane word of a text, by the name that the list has for it; null where it has none. */
export function profaneWord(text: string): string | null {
  const plain = text.replace(PROPER_NAMES, ' ');
  for (const reading of readings(plain)) {
    for (const said of unstretched(reading)) {
      if (!ANY.test(said)) continue;
      const found = JUDGED.find(({ forms, isFound }) => forms.test(said) && isFound(said));
      if (found !== undefined) return found.word;
    }
  }
  return null;
}
