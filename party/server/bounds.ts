/** How much there may be of something. `docs/reference/bounds.md` is made from these. */
interface Bound {
  readonly max: number;
  readonly unit: string;
  /** What is bounded, and what one beyond the bound gets. */
  readonly of: string;
  /** Why this number. */
  readonly reason: string;
}

/**
 * What outsiders can take of a room server: a share for each network address, so that one cannot take
 * what is there for all, and a bound in all, where the platform tells no addresses or there are many.
 */
export const BOUNDS = {
  socketsPerAddress: {
    max: 200,
    unit: 'sockets',
    of: 'Open sockets of one address; another is closed with 4002 and may come back.',
    reason: 'Five classes of 40 behind one school network, each with a page.',
  },
  sockets: {
    max: 3_000,
    unit: 'sockets',
    of: 'Open sockets of a room; another is closed with 4002 and may come back.',
    reason: 'As many as were measured on one object; each takes some 150 to 250 kB.',
  },
  viewersPerParty: {
    max: 2_000,
    unit: 'sockets',
    of: 'Open sockets of an audience party; another is closed with 4002. Another party is added before that, as long as there may be more.',
    reason: 'At 15 µs each, a change is told to all of them within 30 ms.',
  },
  socketsKept: {
    max: 100,
    unit: 'sockets',
    of: 'The last of those places, which are for visitors with a token of the site.',
    reason: 'Hosts, moderators and conductors get into a room that a crowd has filled.',
  },
  helloMs: {
    max: 10_000,
    unit: 'ms',
    of: 'From the opening of a socket to its hello; then it is closed.',
    reason: 'A slow phone says it within 3 s; a socket without one only takes a place.',
  },
  opensPerSecondAndAddress: {
    max: 20,
    unit: 'a second',
    of: 'Sockets opened by one address, after the first 200; another is closed with 4002.',
    reason: 'A class that returns after a restart does so within seconds, and once.',
  },
  messagesPerSecond: {
    max: 20,
    unit: 'a second',
    of: 'Messages of one socket, after the first 60; more are refused, and 200 more close it.',
    reason: 'A person sends fewer than five; a runaway script sends hundreds.',
  },
  messagesPerSecondAndAddress: {
    max: 100,
    unit: 'a second',
    of: 'Messages of one address, after the first 400, pings aside; more are refused.',
    reason: 'A class of 40 votes within a second; a step of a room takes about a millisecond.',
  },
  messagesInAll: {
    max: 2_000,
    unit: 'a second',
    of: 'Messages of all sockets, pings too, after the first 2,000; beyond, the most talkative are closed with 4003.',
    reason:
      'To hear one costs some 50 µs, so that hearing takes a tenth of the room’s time at most.',
  },
  talkersClosed: {
    max: 50,
    unit: 'a second',
    of: 'Sockets that are closed for that; what others of the most talkative say is left unread meanwhile.',
    reason:
      'To ignore a message costs some 15 µs, a socket that comes back 4 ms; those closed at once come back at once.',
  },
  stepsInAll: {
    max: 100,
    unit: 'a second',
    of: 'Messages of all sockets that a room takes a step for, after the first 400; beyond, those of the most talkative are refused. Who says hardly anything is not counted out.',
    reason:
      'A step takes one to five milliseconds, so that steps take half of the room’s time at most.',
  },
  viewingsPerMinuteAndAddress: {
    max: 200,
    unit: 'a minute',
    of: 'Reports on their picture of one address that count in the statistics.',
    reason: 'As many as one address may have sockets, each of which tells once a minute.',
  },
  reactionsPerSecond: {
    max: 2,
    unit: 'a second',
    of: 'Reactions of one participant that count, over all their connections; more are refused.',
    reason: 'As fast as a person claps; what counts is how many people do.',
  },
  reactionsPerSecondAndAddress: {
    max: 50,
    unit: 'a second',
    of: 'Reactions of one address that count; more are refused.',
    reason: 'A class of 40 that claps at once, with some who do so twice.',
  },
  deliveriesPerSecond: {
    max: 4_000,
    unit: 'a second',
    of: 'Messages to the whole audience, after the first 4,000; changes, joins and leaves beyond are told together.',
    reason: 'Each costs some 50 µs, so that an audience takes a fifth of the room’s time at most.',
  },
  offers: {
    max: 32,
    unit: 'offers',
    of: 'Offers that a room is passing on to the stream; another gets 204, and its page asks the stream itself.',
    reason: 'Each takes some 50 ms, so that a class of 600 gets its picture within a second.',
  },
  addresses: {
    max: 10_000,
    unit: 'addresses',
    of: 'Addresses whose share is counted at a time; the longest unheard are forgotten.',
    reason: 'More than can have a socket, in 2 MB at most.',
  },
  roomsPerAddress: {
    max: 200,
    unit: 'rooms',
    of: 'Different rooms that one address may ask for at once, and so many more an hour; another gets 429. Counted on each machine of the platform, and only where `ADDRESS_HEADER` says who asks.',
    reason:
      'A site shows some rooms on a page; each that is asked for is an object that the platform starts.',
  },
  eventStreamsPerAddress: {
    max: 10,
    unit: 'streams',
    of: 'Event streams of one address; another gets 429.',
    reason: 'A hall’s screens and the programs of one server; the places are 100 in all.',
  },
  eventStreams: {
    max: 100,
    unit: 'streams',
    of: 'Event streams of a room; another gets 429.',
    reason: 'They are for programs: visitors have sockets.',
  },
  eventStreamsKept: {
    max: 20,
    unit: 'streams',
    of: 'The last of those places, which are for callers with a token.',
    reason: 'The site’s own programs get in when others have taken the rest.',
  },
  bodyMs: {
    max: 5_000,
    unit: 'ms',
    of: 'From the start of a request to the end of its body; then it gets 408.',
    reason: '16 KB take less than a second on a slow phone.',
  },
  bodiesPerAddress: {
    max: 20,
    unit: 'bodies',
    of: 'Bodies of one address that are being read; another request gets 429.',
    reason: 'A server’s programs send a few at a time, and each for milliseconds.',
  },
  bodies: {
    max: 200,
    unit: 'bodies',
    of: 'Bodies that a room is reading; another request gets 429.',
    reason: 'With 64 KB each they take 13 MB at most of an object’s 128.',
  },
  bodyBytes: {
    max: 64 * 1024,
    unit: 'bytes',
    of: 'What is read of a body; what is used of it is a message’s 16 KB.',
    reason: 'A local runtime wants bodies read to their end; beyond this its sender may wait.',
  },
  addressLength: {
    max: 1_500,
    unit: 'characters',
    of: 'The address of a request; a longer one gets 414.',
    reason: 'The longest name of a room takes 768 of them, a platform 2,048 bytes with the rest.',
  },
  roomNameLength: {
    max: 64,
    unit: 'characters',
    of: 'The name of a room; a longer one gets 404.',
    reason: 'Names are for people, and are part of keys, tokens and log lines.',
  },
  tokenLength: {
    max: 4_096,
    unit: 'characters',
    of: 'A token; a longer one is refused unread.',
    reason: 'Enough for any site’s claims, and little enough to check in every hello.',
  },
  thumbnails: {
    max: 500,
    unit: 'pictures',
    of: 'Thumbnails that a room stores, of 9 KB each; the oldest goes for a further one.',
    reason: 'As many as a day’s replay shows, in 4.5 MB.',
  },
  historyKept: {
    max: 10_000,
    unit: 'entries',
    of: 'Prompts in a room’s history; the oldest go.',
    reason: 'A month of a busy room, in 10 MB at most.',
  },
  auditKept: {
    max: 5_000,
    unit: 'entries',
    of: 'Entries of a room’s audit log; the oldest go.',
    reason: 'Moderators act far less often than visitors prompt.',
  },
  streamsKept: {
    max: 5_000,
    unit: 'entries',
    of: 'Streams that a room remembers for its replay; the oldest go.',
    reason: 'Nine days of streams of 150 s without a pause.',
  },
  outbox: {
    max: 1_000,
    unit: 'events',
    of: 'Webhook events that wait for delivery; the oldest is dropped for a further one.',
    reason: 'A receiver that is down for an evening misses none.',
  },
} as const satisfies Readonly<Record<string, Bound>>;
