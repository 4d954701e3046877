/** What a viewer's picture is doing. Instants are this page's clock, ms. */
export type PlaybackState =
  /** There is no stream to watch. */
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'playing' }
  /** Frames stopped coming; it is looked into. */
  | { readonly status: 'stalled' }
  /** The browser wants a tap before it plays: call `resume()` inside one. */
  | { readonly status: 'blocked' }
  | { readonly status: 'waiting'; readonly retryAt: number; readonly attempt: number }
  /** Disconnected because nobody can see it; the last frame stays. */
  | { readonly status: 'resting' }
  /**
   * This browser lacks what it takes. Without `webrtc` nothing is tried; without `h264` the picture
   * did not come, and is still asked for now and then.
   */
  | { readonly status: 'unsupported'; readonly lacks: 'webrtc' | 'h264' };

/** What the page knows about whether the picture can be seen. */
export interface Visibility {
  readonly pageVisible: boolean;
  readonly onScreen: boolean;
}
