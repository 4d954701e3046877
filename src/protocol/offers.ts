import * as v from 'valibot';
import { WatchSchema } from './view.js';

/** A page's WHEP offer that the room passes on to the stream: `POST …/offer`. */
export const OfferSchema = v.object({
  /** The identity that the room issued before. */
  identity: v.nullable(v.string()),
  /** An invitation that the visitor followed. */
  invite: v.nullable(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
  /** The page's session description. */
  offer: v.pipe(v.string(), v.startsWith('v=0')),
});
export type Offer = v.InferOutput<typeof OfferSchema>;

/** What the stream answered. */
export const PassedOfferSchema = v.object({
  watch: WatchSchema,
  answer: v.string(),
  /** Where the stream's server keeps the session, as it said: to be read from the address of `watch`. */
  location: v.nullable(v.string()),
});
export type PassedOffer = v.InferOutput<typeof PassedOfferSchema>;
