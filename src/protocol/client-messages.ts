import * as v from 'valibot';
import { ActSchema } from './acts.js';
import { ConductorReportSchema } from './conducting.js';
import { FRAME_LENGTH_MAX, NAME_LENGTH_MAX } from './limits.js';
import { ModeNameSchema, RulesPatchSchema } from './rules.js';

/** What a page says to its room. `id` names the request; the room's answer repeats it. */
const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
/** Bounded by the message alone: what is too long for a token is none, and is told so. */
const token = v.string();
const request = <const Type extends string>(type: Type) => v.object({ type: v.literal(type), id });

/** A JPEG in base64: it begins with the bytes ff d8 ff. */
const jpeg = v.pipe(v.string(), v.maxLength(FRAME_LENGTH_MAX), v.startsWith('/9j/'), v.base64());

/** Whether this page could hold the Odyssey session: it cannot, it can, it wants to. */
export const CONDUCT_OFFERS = ['no', 'can', 'prefer'] as const;
export type ConductOffer = (typeof CONDUCT_OFFERS)[number];

const name = v.nullable(v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX * 4)));

export const HelloSchema = v.object({
  type: v.literal('hello'),
  /** Checked by the room, not here: a stranger deserves the answer "wrong version". */
  version: v.number(),
  /** The identity that the room issued before, to be the same participant again. */
  identity: v.nullable(token),
  /** A token signed by the site. */
  token: v.nullable(token),
  /** An invitation that the visitor followed. */
  invite: v.optional(v.nullable(id), null),
  name,
  /** Rules from the embed's attributes, taken only by a room that has none yet. */
  rules: v.nullable(RulesPatchSchema),
  conduct: v.picklist(CONDUCT_OFFERS),
  /** Whether somebody watches here; a conductor without a screen is no audience. */
  watching: v.boolean(),
  /** The epochs that this page's conductor still serves, after a dropped connection. */
  epochs: v.pipe(v.array(v.number()), v.maxLength(8)),
});
export type Hello = v.InferOutput<typeof HelloSchema>;

export const ClientMessageSchema = v.variant('type', [
  HelloSchema,
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('prompt'), id, text: v.string() }),
  v.object({ type: v.literal('withdraw'), id, promptId: id }),
  request('request-turn'),
  request('claim-turn'),
  request('release-turn'),
  v.object({ type: v.literal('pass-turn'), id, to: v.nullable(id) }),
  request('extend-turn'),
  request('skip-vote'),
  /** One vote per identity; it may be changed. In `curated` the same vote again takes it back. */
  v.object({
    type: v.literal('vote'),
    id,
    roundId: v.pipe(v.string(), v.maxLength(64)),
    choice: id,
  }),
  /** Would take the baton from its holder, who may answer. */
  request('take-turn'),
  request('keep-turn'),
  /** A host's or moderator's word on a proposal. */
  v.object({ type: v.literal('choose'), id, promptId: id }),
  v.object({ type: v.literal('dismiss'), id, promptId: id }),
  /** For another mode; for the present one, it takes the vote back. */
  v.object({ type: v.literal('switch-vote'), id, mode: ModeNameSchema }),
  /** What moderators and hosts do. */
  v.object({ type: v.literal('act'), id, act: ActSchema }),
  /** A moderator's interface is open, or closed: the room tells it more. */
  v.object({ type: v.literal('desk'), id, open: v.boolean() }),
  /** A fresh token for the same person, before the old one expires. */
  v.object({ type: v.literal('renew'), id, token }),
  /** The visitor is typing: keeps a turn from idling away. Not answered. */
  v.object({ type: v.literal('typing') }),
  /** Another name for the same visitor. Not answered. */
  v.object({ type: v.literal('rename'), name }),
  v.object({ type: v.literal('conductor'), report: ConductorReportSchema }),
  /** The picture that the room has asked for; null where there is none. Not answered. */
  v.object({ type: v.literal('frame'), promptId: id, jpeg: v.nullable(jpeg) }),
]);
export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;
