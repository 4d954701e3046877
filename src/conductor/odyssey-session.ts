import type { BroadcastInfo, ConnectionStatus, Odyssey } from '@odysseyml/odyssey';
import type { Credentials } from '../protocol/conducting.js';
import type { Reason } from '../protocol/reasons.js';
import {
  classifyOdysseyError,
  classifyStreamError,
  isRefusal,
  notSent,
} from './classify-odyssey-error.js';
import type {
  OdysseySession,
  Opening,
  OpenSession,
  SessionEvents,
  StreamStart,
} from './conductor-session.js';

/**
 * The real session: the only file that knows the SDK's part for holding a stream. Pages load the SDK beside it, as it
 * may be in an application already.
 */
export function sessionsOf(Sdk: new () => Odyssey): OpenSession {
  return (on) => new SdkSession(new Sdk(), on);
}

class SdkSession implements OdysseySession {
  private readonly sdk: Odyssey;
  private readonly on: SessionEvents;
  private broadcastReady: (info: BroadcastInfo) => void = () => {};
  private takesImages = false;
  /** The end of a stream that was asked for is no end of the session. */
  private ending = false;
  private readonly connected: Promise<void>;
  private connectedNow: () => void = () => {};
  private over = false;

  constructor(sdk: Odyssey, on: SessionEvents) {
    this.sdk = sdk;
    this.on = on;
    this.connected = new Promise((resolve) => {
      this.connectedNow = resolve;
    });
  }

  async connect({ capabilities, ...credentials }: Credentials): Promise<void> {
    this.takesImages = capabilities?.image_to_video ?? false;
    // The session's own media is not used: everybody, this page included, watches by WHEP.
    await this.sdk.connectWithCredentials(
      { ...credentials, ...(capabilities && { capabilities }) },
      {
        onBroadcastReady: (info) => this.broadcastReady(info),
        onInteractAcknowledged: (text) => this.acknowledged(text),
        onStreamError: (reason, message) => this.streamFailed(reason, message),
        onStreamEnded: () => {
          if (!this.ending) this.finish('stream-ended');
        },
        onDisconnected: () => this.finish('connection-lost'),
        onError: (error, fatal) => {
          if (fatal) this.finish(classifyOdysseyError(error));
        },
        onStatusChange: (status, message) => this.statusChanged(status, message),
      },
    );
    // Track and channel may be there before the SDK calls itself connected, and it starts only then.
    if (!this.sdk.isConnected) await this.connected;
  }

  async start({ prompt, portrait, image }: Opening): Promise<StreamStart> {
    const broadcast = new Promise<BroadcastInfo>((resolve) => {
      this.broadcastReady = resolve;
    });
    const withImage = image !== null && this.takesImages ? { image } : {};
    const how = { prompt, portrait, broadcast: true, ...withImage };
    const streamId = await this.sdk.startStream(how);
    this.on.started?.(streamId);
    const appliedText = this.sdk.lastAppliedPrompt ?? prompt;
    const { webrtcUrl, hlsUrl, spectatorToken } = await broadcast;
    return { streamId, appliedText, watch: { webrtcUrl, hlsUrl, token: spectatorToken } };
  }

  interact(text: string): void {
    // Acknowledgements and refusals come as events; the promise tells only that nothing was sent.
    this.sdk.interact({ prompt: text }).catch((error: unknown) => {
      if (this.over || /^Stream error: /.test(String((error as Error).message))) return;
      this.on.answered(notSent(error));
    });
  }

  async endStream(): Promise<void> {
    this.ending = true;
    try {
      await this.sdk.endStream();
    } finally {
      this.ending = false;
    }
  }

  disconnect(): void {
    this.over = true;
    this.sdk.disconnect();
  }

  private acknowledged(appliedText: string): void {
    if (!this.over) this.on.answered({ status: 'applied', appliedText });
  }

  private streamFailed(code: string, message: string): void {
    const reason = classifyStreamError(code, message);
    if (!isRefusal(reason)) this.finish(reason);
    else if (!this.over) this.on.answered({ status: 'refused', reason });
  }

  /** A peer connection that fails, or a signalling connection that ends in order, is told only here. */
  private statusChanged(status: ConnectionStatus, message = ''): void {
    if (status === 'connected') this.connectedNow();
    if (this.over) {
      // An offer that was under way when it ended made a new connection.
      if (status === 'connected') this.sdk.disconnect();
    } else if (status === 'failed' || status === 'disconnected') {
      this.finish(classifyOdysseyError(new Error(message)));
    }
  }

  private finish(reason: Reason): void {
    if (this.over) return;
    this.over = true;
    this.on.ended(reason);
  }
}
