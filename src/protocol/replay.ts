import * as v from 'valibot';
import { ReactionSumsSchema } from './reactions.js';

/** What a room tells of its streams over HTTP: what a replay is made of. */

const instant = v.number();

/** One prompt that reached the world, and when in its stream. */
const ReplayPromptSchema = v.object({
  id: v.string(),
  by: v.string(),
  name: v.string(),
  text: v.string(),
  /** What the world made of it; null when it never said. */
  appliedText: v.nullable(v.string()),
  atMs: v.number(),
  /** Whether there is a picture of the world as it took effect. */
  frame: v.boolean(),
  /** What was thought of it while it was on screen. */
  reactions: v.optional(ReactionSumsSchema),
});
export type ReplayPrompt = v.InferOutput<typeof ReplayPromptSchema>;

/** A stream of the chain. The one that runs has no end, and no recording yet. */
const ReplayStreamSchema = v.object({
  /** Its number in the chain: by it its recording is asked for. */
  no: v.number(),
  /** The id that everybody is told. Odyssey's own is known to the room alone. */
  id: v.string(),
  startedAt: instant,
  endedAt: v.nullable(instant),
  seconds: v.number(),
  /** Why it ended. */
  reason: v.nullable(v.string()),
  /** What it started with. */
  prompt: v.nullable(v.string()),
  prompts: v.array(ReplayPromptSchema),
});
export type ReplayStream = v.InferOutput<typeof ReplayStreamSchema>;

export const RecordingsSchema = v.object({
  streams: v.array(ReplayStreamSchema),
  /** The one that runs now. */
  running: v.nullable(ReplayStreamSchema),
  /** The number to go on after; null at the end. */
  next: v.nullable(v.number()),
});
export type Recordings = v.InferOutput<typeof RecordingsSchema>;

/** Where a recording is to be had, for a while. */
export const RecordingSchema = v.object({
  no: v.number(),
  videoUrl: v.string(),
  previewUrl: v.nullable(v.string()),
  thumbnailUrl: v.nullable(v.string()),
  frames: v.nullable(v.number()),
  seconds: v.nullable(v.number()),
  expiresAt: instant,
});
export type Recording = v.InferOutput<typeof RecordingSchema>;
