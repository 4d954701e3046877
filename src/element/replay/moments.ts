import type { ReplayPrompt, ReplayStream } from '../../protocol/replay.js';
import type { Moment } from '../replay-link.js';

/** A prompt is shown from shortly before it takes effect. */
const BEFORE_MS = 1_500;

/** "Previous" so soon after a prompt's beginning is the one before it. */
const JUST_BEGUN_MS = 2_000;

/** The moment at which to begin, to see a prompt take effect. */
export function startOf({ no }: ReplayStream, { atMs }: ReplayPrompt): Moment {
  return { no, ms: Math.max(0, atMs - BEFORE_MS) };
}

/** The last prompt that has begun by this moment. */
export function promptAt(stream: ReplayStream | null, { ms }: Moment): ReplayPrompt | null {
  return stream?.prompts.filter(({ atMs }) => atMs - BEFORE_MS <= ms).at(-1) ?? null;
}

/** Where the prompt before or after this moment begins, in whichever part. */
export function momentBeside(
  streams: readonly ReplayStream[],
  here: Moment,
  by: 1 | -1,
): Moment | null {
  const starts = streams.flatMap((stream) =>
    stream.prompts.map((prompt) => startOf(stream, prompt)),
  );
  const isBefore = ({ no, ms }: Moment, slackMs: number) =>
    no < here.no || (no === here.no && ms < here.ms - slackMs);
  const found =
    by === 1
      ? starts.find((start) => !isBefore(start, -1))
      : starts.filter((start) => isBefore(start, JUST_BEGUN_MS)).at(-1);
  return found ?? null;
}
