/** What both sides agree on before they say anything: the version and the bounds of a message. */

/** Raised when an older client could misread a message; a different version is refused in the hello. */
export const PROTOCOL_VERSION = 2;

/** The largest message either side accepts, in bytes of UTF-8. */
export const MESSAGE_BYTES_MAX = 16 * 1024;

/** The longest prompt that any room may allow, in characters; the room's own `max-length` is lower. */
export const PROMPT_LENGTH_CEILING = 2000;

/** The same in code units: characters of several parts must not make one as long as a message. */
export const PROMPT_UNITS_MAX = 2 * PROMPT_LENGTH_CEILING;

/** The longest display name, in characters. */
export const NAME_LENGTH_MAX = 32;

/**
 * The same in code units, as a page may send it: so many characters whatever they are made of, or the
 * room, which cuts between characters, would get one that is cut already.
 */
export const NAME_UNITS_MAX = 16 * NAME_LENGTH_MAX;

/** The largest picture that a page sends, in characters of base64. */
export const FRAME_LENGTH_MAX = 12_000;

/** How many of the waiting are named in everyone's view; the rest are a count. */
export const QUEUE_SHOWN = 5;

/** How many proposals are shown to everyone; the rest are a count. */
export const CHOICES_SHOWN = 12;

/** How much of a proposal's text is shown there, in characters. */
export const CHOICE_TEXT_SHOWN = 240;

/** How many of the world's changes are kept in everyone's view. */
export const CHANGES_SHOWN = 10;

/** How many of the moderators' last acts everyone is told of. */
export const MODERATION_SHOWN = 5;

/** How many of a participant's own receipts come with a snapshot. */
export const RECEIPTS_SHOWN = 10;

/** How often a client says it is there; a client unheard for five of these is taken as gone. */
export const PING_EVERY_MS = 20_000;

/** How often a conductor confirms that it still holds the session. */
export const HEARTBEAT_EVERY_MS = 2_000;

/**
 * How long the picture stands still when one stream has to end before the next can begin: what the
 * room estimates, and what the ring over the frozen picture counts down from.
 */
export const STREAM_BREAK_MS = 3_000;

const encoder = new TextEncoder();

/** The size of a text message on the wire, in bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
