import type Hls from 'hls.js/light';
import { ConnectError } from './playback-state.js';
import type { ConnectPort, StreamConnection } from './whep.js';

/** A server that has not answered by then is as good as none. */
const PLAYLIST_LIMIT_MS = 6_000;

/**
 * Watches a stream by HLS: some seconds behind, but by plain requests that pass every firewall. With
 * hls.js wherever it works; with the browser's own player only where that is Apple's, since others
 * say that they play HLS and stall.
 */
export const connectByHls: ConnectPort = async ({ hlsUrl }, signal) => {
  if (hlsUrl === null) throw new ConnectError('no-stream');
  if ('ManagedMediaSource' in globalThis) return new NativeHls(hlsUrl);
  const { default: Library } = await import('hls.js/light');
  if (signal.aborted || !Library.isSupported()) throw new ConnectError('unreachable');
  const hls = new Library({
    // A worker from a blob is more than a page's policy may allow.
    enableWorker: false,
    liveSyncDurationCount: 2,
    liveMaxLatencyDurationCount: 5,
    backBufferLength: 10,
  });
  try {
    await playlistOf(hls, Library, hlsUrl, signal);
    return new ScriptedHls(hls);
  } catch (error) {
    hls.destroy();
    throw error;
  }
};

/** Resolves when the playlist is there. */
function playlistOf(
  hls: Hls,
  { Events }: typeof Hls,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new ConnectError('unreachable'));
    const timer = setTimeout(fail, PLAYLIST_LIMIT_MS);
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', fail);
      settle();
    };
    signal.addEventListener('abort', fail);
    hls.once(Events.LEVEL_LOADED, () => end(resolve));
    hls.on(Events.ERROR, (_event, { fatal, response }) => {
      const trouble = response?.code === 404 ? 'no-stream' : 'unreachable';
      if (fatal) end(() => reject(new ConnectError(trouble)));
    });
    hls.loadSource(url);
  });
}

class ScriptedHls implements StreamConnection {
  readonly isActive = true;
  private readonly hls: Hls;
  private video: HTMLVideoElement | null = null;

  constructor(hls: Hls) {
    this.hls = hls;
  }

  get behindSeconds(): number | null {
    return Number.isFinite(this.hls.latency) ? this.hls.latency : null;
  }

  attach(video: HTMLVideoElement): void {
    this.video = video;
    this.hls.attachMedia(video);
  }

  async framesDecoded(): Promise<number | null> {
    return this.video?.getVideoPlaybackQuality().totalVideoFrames ?? null;
  }

  /** Nothing is loaded any more, but the last frame stays for as long as the video has its source. */
  disconnect(): void {
    this.hls.stopLoad();
  }

  close(): void {
    this.hls.stopLoad();
  }

  detach(): void {
    this.hls.destroy();
  }
}

class NativeHls implements StreamConnection {
  readonly isActive = true;
  private readonly url: string;
  private video: HTMLVideoElement | null = null;

  constructor(url: string) {
    this.url = url;
  }

  get behindSeconds(): number | null {
    const { seekable, currentTime } = this.video ?? {};
    if (seekable === undefined || currentTime === undefined || seekable.length === 0) return null;
    return seekable.end(seekable.length - 1) - currentTime;
  }

  attach(video: HTMLVideoElement): void {
    this.video = video;
    // Without it a picture of the video could not be read.
    video.crossOrigin = 'anonymous';
    video.src = this.url;
  }

  async framesDecoded(): Promise<number | null> {
    return this.video?.getVideoPlaybackQuality().totalVideoFrames ?? null;
  }

  disconnect(): void {
    this.video?.pause();
  }

  close(): void {
    this.disconnect();
  }

  detach(): void {
    this.video?.removeAttribute('src');
    this.video?.load();
  }
}
