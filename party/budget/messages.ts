import * as v from 'valibot';

const instant = v.pipe(v.number(), v.finite());
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const room = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));

/** More than a room has sessions at a time, or a session streams in its hour. */
const LIST_MAX = 1_000;

const StreamSchema = v.object({ no: number, startedAt: instant, endedAt: v.nullable(instant) });

const SessionSchema = v.object({
  epoch: number,
  /** Grows with each change: of two reports of a session the later revision counts. */
  revision: number,
  /** When the service releases the slot, at the latest. */
  until: instant,
  /** The slot is free. */
  over: v.boolean(),
  streams: v.pipe(v.array(StreamSchema), v.maxLength(LIST_MAX)),
});

/** What the room's clock says, by which it gives and takes instants; the ledger's where it is absent. */
const at = v.optional(instant);

const ReserveSchema = v.object({
  call: v.literal('reserve'),
  room,
  at,
  epoch: number,
  /** The epoch under which these credentials were minted, when they are lent again. */
  insteadOf: v.optional(number),
});
const ReportSchema = v.object({
  call: v.literal('report'),
  room,
  at,
  sessions: v.pipe(v.array(SessionSchema), v.maxLength(LIST_MAX)),
});

/** A room says that a stream, by the service's id, is one of its own. */
const ClaimSchema = v.object({
  call: v.literal('claim'),
  room,
  streamId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
});

/** What a room may ask of the budget. */
export const BudgetCallSchema = v.variant('call', [
  ReserveSchema,
  ReportSchema,
  ClaimSchema,
  v.object({ call: v.literal('budget') }),
]);

/** One of a room's sessions with its streams, as the room knows them. */
export type ReportedSession = v.InferOutput<typeof SessionSchema>;
export type BudgetCall = v.InferOutput<typeof BudgetCallSchema>;
export type ReserveCall = v.InferOutput<typeof ReserveSchema>;
export type ReportCall = v.InferOutput<typeof ReportSchema>;
export type ClaimCall = v.InferOutput<typeof ClaimSchema>;

const BudgetReasonSchema = v.picklist(['budget-rooms', 'budget-day', 'budget-month']);

/** Whether a session may be minted; if not, why and when it is worth asking again. */
export const ReservedSchema = v.variant('ok', [
  v.object({ ok: v.literal(true) }),
  v.object({ ok: v.literal(false), reason: BudgetReasonSchema, retryAt: instant }),
]);
export type Reserved = v.InferOutput<typeof ReservedSchema>;

/** Whether no other room has claimed the stream before. */
export const ClaimedSchema = v.object({ isOwn: v.boolean() });
export type Claimed = v.InferOutput<typeof ClaimedSchema>;

/** When the hours run out at the present pace; null when that is more than 10 minutes away. */
export const ForecastSchema = v.object({
  closesAt: v.nullable(instant),
  reason: v.nullable(BudgetReasonSchema),
});
export type Forecast = v.InferOutput<typeof ForecastSchema>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hours = v.pipe(v.number(), v.minValue(0));

/** What all rooms together hold and have used, and the limits; null is without limit. */
export const BudgetTotalsSchema = v.object({
  liveRooms: count,
  maxLiveRooms: v.nullable(count),
  sessions: count,
  hoursToday: hours,
  maxHoursPerDay: v.nullable(hours),
  hoursThisMonth: hours,
  maxHoursPerMonth: v.nullable(hours),
  resetsAt: v.nullable(v.number()),
});
export type BudgetTotals = v.InferOutput<typeof BudgetTotalsSchema>;
