import { sendKeys } from '@web/test-runner-commands';
import type { Recordings, ReplayStream } from '../../../src/protocol/replay.js';
import { DEFAULT_RULES } from '../../../src/protocol/rules.js';
import { clearPage, type Mounted, type MountOptions, mount, plain, soon } from './mount.js';
import { roomView, view } from './views.js';

export const BEGAN = Date.UTC(2027, 0, 15, 14, 0);

/** A part of two seconds, with two prompts; they follow each other at once. */
export function part(no: number, also: Partial<ReplayStream> = {}): ReplayStream {
  const startedAt = BEGAN + no * 2_000;
  const prompt = (which: string, name: string, atMs: number, frame: boolean) => ({
    ...{ id: `${which}-${no}`, by: `a-${name}`, name, text: `${which} wish of part ${no}` },
    ...{ appliedText: `The world of ${which} ${no}`, atMs, frame },
  });
  return {
    ...{ no, id: `stream-${no}`, startedAt, endedAt: startedAt + 2_000, seconds: 2 },
    ...{ reason: 'stream-expired', prompt: 'A quiet harbour' },
    prompts: [prompt('first', 'Ada', 200, true), prompt('second', 'Teo', 1_800, false)],
    ...also,
  };
}

/** A sound of silence: a video element plays it like any recording. */
function silence(seconds: number): string {
  const rate = 8_000;
  const length = rate * seconds;
  const bytes = new DataView(new ArrayBuffer(44 + length));
  const text = (at: number, word: string) => {
    for (const [index, letter] of [...word].entries()) {
      bytes.setUint8(at + index, letter.charCodeAt(0));
    }
  };
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + length, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  text(36, 'data');
  bytes.setUint32(40, length, true);
  for (let at = 44; at < bytes.byteLength; at += 1) bytes.setUint8(at, 128);
  return URL.createObjectURL(new Blob([bytes.buffer], { type: 'audio/wav' }));
}

const VIDEO = silence(2);
/** One that does not end while a test looks at it. */
export const LONG_VIDEO = silence(60);

/** A room that anybody may replay. */
export const REPLAYABLE = view({ room: roomView({ rules: DEFAULT_RULES }) });

type Answer = { status: number; body: unknown };

/** A room that is asked over HTTP and answers as the test says. */
export class HttpRoom {
  readonly asked: string[] = [];
  readonly shown: (string | null)[] = [];
  pages: Record<string, Recordings> = {
    '/recordings': { streams: [part(2), part(1)], running: null, next: null },
  };
  /** By number; what is not there is answered with a video. */
  recordings: Record<number, Answer> = {};
  away = false;
  video = VIDEO;
  private readonly real = window.fetch;

  constructor() {
    window.fetch = async (input, init) => this.answer(new URL(String(input)), init);
  }

  restore(): void {
    window.fetch = this.real;
  }

  private answer(url: URL, init: RequestInit | undefined): Response {
    const path = url.pathname.replace('/parties/main/lobby', '') + url.search;
    this.asked.push(`${url.origin === 'https://rooms.test' ? '' : url.origin}${path}`);
    this.shown.push(new Headers(init?.headers).get('Authorization'));
    if (this.away) throw new TypeError('Failed to fetch');
    const page = this.pages[path];
    if (page !== undefined) return Response.json(page);
    if (path.startsWith('/frames/')) return new Response('x', { status: 200 });
    const no = Number(path.slice('/recordings/'.length));
    const { status, body } = this.recordings[no] ?? {
      status: 200,
      body: recordingOf(no, this.video),
    };
    return Response.json(body, { status });
  }
}

export function recordingOf(no: number, videoUrl = VIDEO) {
  return {
    ...{ no, videoUrl, previewUrl: null, thumbnailUrl: null },
    ...{ frames: 40, seconds: 2, expiresAt: Date.now() + 3_600_000 },
  };
}

export const refused = (status: number, reason: string): Answer => ({ status, body: { reason } });

export interface MountedReplay extends Mounted {
  readonly http: HttpRoom;
  readonly video: HTMLVideoElement;
  status(): string;
  /** What stands in the timeline, part by part. */
  entries(): string[];
  current(): string;
  /** Where the video is, and whether it runs: `part 2 at 1.5`. */
  plays(): boolean;
  press(label: string): void;
}

/** Opens the replay of a room by its button, on a page that was touched, so that it may play. */
export async function mountReplay(
  http: HttpRoom,
  options: MountOptions & { readonly byLink?: boolean } = {},
): Promise<MountedReplay> {
  await sendKeys({ press: 'a' });
  const mounted = await mount({ scene: REPLAYABLE, ...options });
  const { root, button } = mounted;
  if (!options.byLink) {
    button('Replay').focus();
    button('Replay').click();
  }
  await soon(() => root.querySelector('dialog.replay[open]') !== null, 'no replay came');
  const video = mounted.one<HTMLVideoElement>('.replay video');
  await soon(() => !status().startsWith('Fetching'), 'it never came');
  function status(): string {
    return plain(root.querySelector('.replay [role=status]')?.textContent ?? '');
  }
  const texts = (selector: string) =>
    [...root.querySelectorAll(selector)].map(({ textContent }) => plain(textContent));
  return {
    ...mounted,
    http,
    video,
    status,
    entries: () => texts('.replay .words'),
    current: () => texts('.replay .moment[aria-current] .words').join(' | '),
    plays: () => !video.paused,
    press: (label) => button(label).click(),
  };
}

/** To be called after each test: nothing of it is left on the page, in its address or behind it. */
export function clearReplay(http: HttpRoom): void {
  clearPage();
  http.restore();
  history.replaceState(null, '', location.pathname);
}
