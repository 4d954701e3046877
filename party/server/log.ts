/**
 * The events that a room server logs, beside those of the room's core. Every line is JSON with
 * `room`, `event` and the fields of that event.
 */
type LogEvent =
  /** The room's storage did not take a write: `error`. It is written again with the next step. */
  | 'storage-failed'
  /** A thumbnail was not stored, and is missing from now on: `promptId`, `error`. */
  | 'thumbnail-not-stored'
  /** Nothing was minted because the budget of all rooms refused: `epoch`, `reason`. */
  | 'mint-refused'
  /** The service gave no credentials: `epoch`, `reason`, `error`. */
  | 'mint-failed'
  /** The budget of all rooms did not answer a call: `call`, `error`. */
  | 'budget-unreachable'
  /** The owner's classifier gave no verdict: `promptId`, `tookMs`, `error`. */
  | 'classifier-failed'
  /** The service did not answer a page's offer that the room passed on: `error`. */
  | 'offer-failed'
  /** The service did not give out a recording: `stream`, `error`. */
  | 'recording-failed'
  /** The service did not list the account's streams, by which a stream's room is known: `error`. */
  | 'stream-list-failed'
  /** A recording is not given out: its stream began when this room had none begin: `stream`, `began`, `startedAt`. */
  | 'stream-of-another'
  /** The owner's server did not take an event; it is sent again: `id`, `status` or `error`. */
  | 'webhook-failed'
  /** An event was dropped after a day of failures: `id`. */
  | 'webhook-dropped'
  /** The oldest events were dropped because too many wait: `dropped`. */
  | 'webhook-outbox-full'
  /** A variable that no room reads has a name like one that is not set: `name`, `meant`. */
  | 'setting-unknown'
  /** A variable that does nothing while another is not set: `name`, `without`. */
  | 'setting-idle'
  /** The room could not be loaded, because of its platform; it is tried again: `error`. */
  | 'start-failed'
  /** What came over a socket could not be handled, and it was closed: `of`, `error`. */
  | 'event-failed'
  /** Stored sections were damaged and began as in a new room: `sections`, `kept`. */
  | 'storage-damaged'
  /** A request over HTTP could not be answered: `route`, `error`. */
  | 'request-failed';

export type Log = (event: LogEvent, fields: Readonly<Record<string, unknown>>) => void;

/** The longest error text that is logged; what a server of somebody else's says has no bound. */
const ERROR_LENGTH_MAX = 200;

/**
 * What an error may quote of a request and no log may have: tokens, keys behind their names, what follows the
 * path of an address, and network addresses.
 */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+(\.[\w-]*){0,2}/g, '<token>'],
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, '$1 <token>'],
  [/\b([\w-]*(?:key|secret|token|password))(["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1$2<token>'],
  [/(\w+:\/\/[^\s"'?#]*)[?#][^\s"']*/g, '$1'],
  [/\b\d{1,3}(\.\d{1,3}){3}\b/g, '<address>'],
  [/(?:\b|:)(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}\b/gi, '<address>'],
];

/** An error in one line of a log, with its cause, and without what is nobody's to read. */
export function errorText(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  const whole = error instanceof Error ? `${error.message} ${cause}`.trim() : String(error);
  const text = SECRETS.reduce((left, [secret, mark]) => left.replace(secret, mark), whole);
  return text.slice(0, ERROR_LENGTH_MAX);
}
