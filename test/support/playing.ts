import { Playback } from '../../src/playback/playback.js';
import type { PlaybackState } from '../../src/playback/playback-state.js';
import type { ConnectPort } from '../../src/playback/whep.js';
import { FakeClock } from './fake-clock.js';
import { FakeWhep } from './fake-whep.js';

export const FADE_MS = 300;

const made: { playback: Playback; whep: FakeWhep; videos: HTMLVideoElement[] }[] = [];

/** To be called after each test. */
export function closePlayback(): void {
  for (const { playback, whep, videos } of made.splice(0)) {
    playback.close();
    whep.remove();
    for (const video of videos) video.remove();
  }
}

/** Of the colour in the middle of what a video shows; nothing at all counts as black. */
export function brightness(video: HTMLVideoElement): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.drawImage(video, 0, 0, 1, 1);
  return Math.max(...context.getImageData(0, 0, 1, 1).data.slice(0, 3));
}

/** Playback with a server and a clock that the test plays. */
export function setUpPlayback(
  options: {
    connect?: ConnectPort;
    connectByHls?: ConnectPort;
    transport?: () => 'auto' | 'webrtc' | 'hls';
    reducedMotion?: boolean;
    byStyle?: boolean;
  } = {},
) {
  const whep = new FakeWhep();
  const clock = new FakeClock();
  const videos = [document.createElement('video'), document.createElement('video')] as const;
  document.body.append(...videos);
  const states: PlaybackState[] = [];
  /** The streams that were said to be shown, by their tokens. */
  const shown: (string | null)[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  let firsts = 0;
  let frames = 0;
  const playback = new Playback({
    videos,
    clock,
    random: () => 1,
    ...(options.byStyle !== true && { fadeMs: () => (options.reducedMotion ? 0 : FADE_MS) }),
    ...(options.connect && { connect: options.connect }),
    ...(options.connectByHls && { connectByHls: options.connectByHls }),
    ...(options.transport && { transport: options.transport }),
    onState: (state) => {
      states.push(state);
      look();
    },
    onShown: (watch) => shown.push(watch?.token ?? null),
    onFrame: (first) => {
      frames += 1;
      if (first) firsts += 1;
      look();
    },
  });
  made.push({ playback, whep, videos: [...videos] });
  /** Resolves when the test is true, looked at with every state and frame. */
  const until = (test: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!test()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const nextFrame = async () => {
    const before = frames;
    await until(() => frames > before);
  };
  /** Lets time pass with frames coming all the while. */
  const advanceFlowing = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await clock.advance(Math.min(1_000, ms - passed));
      await nextFrame();
    }
  };
  /** Lets time pass in small steps until it is so; frames still under way may arrive meanwhile. */
  const advanceUntil = async (wanted: PlaybackState['status']) => {
    while (playback.state.status !== wanted) {
      await clock.advance(250);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const status = (wanted: PlaybackState['status']) => until(() => playback.state.status === wanted);
  const firstFrames = (count: number) => until(() => firsts >= count);
  return {
    advanceFlowing,
    advanceUntil,
    clock,
    firstFrames,
    playback,
    shown,
    states,
    status,
    until,
    videos,
    whep,
  };
}

/** Waits for something that no event tells of; macrotasks pass, no fixed time. */
export async function poll(test: () => boolean): Promise<void> {
  while (!test()) await new Promise((resolve) => setTimeout(resolve));
}
