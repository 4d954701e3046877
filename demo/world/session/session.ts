import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Faults, SuddenFault } from '../faults.js';
import type { Journal } from '../journal.js';
import type { WorldOptions } from '../options.js';
import { moderate, type Refusal } from '../stream/moderation.js';
import type { Stream, StreamEnd } from '../stream/stream.js';
import type { Streams } from '../stream/streams.js';
import type { Tokens } from '../tokens.js';
import { type Life, patienceWith, type SessionEnd } from './life.js';
import { Link } from './link.js';
import type { ClientMessage, SignalError, StartMessage } from './messages.js';

export interface Surroundings {
  options: WorldOptions;
  faults: Faults;
  journal: Journal;
  streams: Streams;
  tokens: Tokens;
}

const BROADCAST_READY_FRAMES = 5;

/** One session: a slot, at most one client, and one stream after the other. */
export class Session {
  readonly id = randomUUID();
  readonly #world: Surroundings;
  readonly #onEnded: (reason: SessionEnd) => void;
  /** Where the client reached us: spectators are told the same address. */
  #origin = '';
  #life: Life = { stage: 'provisioned' };
  #stageTimer: NodeJS.Timeout | undefined;
  #connectionTimer: NodeJS.Timeout | undefined;
  #tokenUntil = 0;

  constructor(world: Surroundings, onEnded: (reason: SessionEnd) => void) {
    this.#world = world;
    this.#onEnded = onEnded;
    this.extend();
    world.journal.add('session-provisioned', { session: this.id });
  }

  get stage(): Life['stage'] {
    return this.#life.stage;
  }

  /** A new token was signed: an unused slot is held that much longer. */
  extend(): void {
    this.#tokenUntil = Date.now() + this.#world.options.tokenSeconds * 1000;
    if (this.#life.stage === 'provisioned') this.#setDeadline();
  }

  /** Takes the client's signalling socket. A session takes one client only. */
  connect(socket: WebSocket, origin: string): boolean {
    if (this.#life.stage !== 'provisioned') return false;
    const { keepaliveSeconds, connectionSeconds } = this.#world.options;
    this.#origin = origin;
    const link = new Link(`session ${this.id}`, socket, keepaliveSeconds, {
      message: (message) => this.#handle(message),
      left: () => this.#end('left'),
      lost: () => this.#lose(),
    });
    this.#connectionTimer = setTimeout(
      () => this.#hangUp(link, 'duration_limit_reached', 'duration limit'),
      connectionSeconds * 1000,
    );
    this.#become({ stage: 'connected', link });
    return true;
  }

  /** Plays a fault on whatever this session has; returns whether it had anything to strike. */
  suffer(fault: SuddenFault): boolean {
    const life = this.#life;
    if (!('link' in life)) return false;
    switch (fault) {
      case 'dropped-signalling':
        life.link.drop();
        return true;
      case 'streamer-lost':
        this.#hangUp(life.link, 'streamer_disconnected', 'service fault');
        return true;
      case 'model-crash':
        if (life.stage !== 'streaming') return false;
        this.#become({ stage: 'connected', link: life.link }, 'model crashed');
        this.#refuse(life.link, { reason: 'model_crash', message: 'The model crashed' });
        return true;
      case 'end-stream':
        if (life.stage !== 'streaming') return false;
        this.#become({ stage: 'connected', link: life.link }, 'ended by service');
        life.link.send({ type: 'stream_ended' });
        return true;
    }
  }

  close(): void {
    this.#end('world closed');
  }

  /** The one place where the life changes: what the old stage held and the new one does not goes. */
  #become(next: Life, streamEnd: StreamEnd = 'client gone'): void {
    const before = this.#life;
    this.#life = next;
    if (before.stage === 'starting' && next.stage !== 'streaming') before.starting.abort();
    if (before.stage === 'streaming') {
      before.link.hide();
      this.#world.streams.end(before.stream, streamEnd);
    }
    if ('link' in before && !('link' in next)) {
      clearTimeout(this.#connectionTimer);
      before.link.close();
    }
    this.#setDeadline();
    const reason = next.stage === 'ended' ? { reason: next.reason } : {};
    this.#world.journal.add(`session-${next.stage}`, { session: this.id, ...reason });
    if (next.stage === 'ended') this.#onEnded(next.reason);
  }

  #setDeadline(): void {
    clearTimeout(this.#stageTimer);
    const millis = patienceWith(this.#life, this.#world.options, this.#tokenUntil - Date.now());
    if (millis !== undefined) this.#stageTimer = setTimeout(() => this.#outstay(), millis);
  }

  /** The session has been in its stage for as long as it may. */
  #outstay(): void {
    const life = this.#life;
    switch (life.stage) {
      case 'provisioned':
        return this.#end('token expired');
      case 'dangling':
        return this.#end('lost');
      case 'connected':
        return this.#hangUp(life.link, 'streamer_disconnected', 'idle');
      case 'streaming':
        return this.#expire(life.link);
      case 'closing':
        return this.#hangUp(life.link, 'streamer_disconnected', 'lease expired');
      case 'starting':
      case 'ended':
        return;
    }
  }

  #handle(message: ClientMessage): void {
    const life = this.#life;
    if (!('link' in life)) return;
    switch (message.type) {
      case 'interactive_stream_start':
        void this.#start(life.link, message);
        return;
      case 'update':
        void this.#update(life.link, message.prompt);
        return;
      case 'interactive_stream_end':
        if (life.stage === 'starting' || life.stage === 'streaming') {
          this.#become({ stage: 'connected', link: life.link }, 'ended by client');
        }
        life.link.send({ type: 'stream_ended' });
        return;
    }
  }

  async #start(link: Link, message: StartMessage): Promise<void> {
    if (this.#life.stage !== 'connected') {
      return this.#refuse(link, { reason: 'unknown', message: 'A stream is already running' });
    }
    const starting = new AbortController();
    this.#become({ stage: 'starting', link, starting });
    const { prompt, portrait, broadcast, input_image_base64: image } = message;
    const opening = await this.#world.streams.open(
      { session: this.id, prompt, portrait, broadcast, image },
      { signal: starting.signal, crashed: () => this.suffer('model-crash') },
    );
    if (starting.signal.aborted) return;
    if (!opening.ok) {
      this.#become({ stage: 'connected', link });
      return this.#refuse(link, opening);
    }
    const { stream } = opening;
    this.#become({ stage: 'streaming', link, stream });
    link.show(stream.camera);
    await stream.frames(1);
    if (!stream.running) return;
    link.send({ type: 'stream_started', stream_id: stream.id, applied_prompt: stream.prompt });
    if (broadcast) await this.#announceBroadcast(link, stream);
  }

  async #announceBroadcast(link: Link, stream: Stream): Promise<void> {
    if (this.#world.faults.strike('never-ready')) return;
    const { tokens, options } = this.#world;
    const token = await tokens.sign('spectator', stream.path, options.streamSeconds + 60);
    await stream.frames(BROADCAST_READY_FRAMES);
    if (!stream.running) return;
    link.send({
      type: 'broadcast_ready',
      webrtc_url: `${this.#origin}/live/${stream.path}`,
      broadcast_url: options.hls ? `${this.#origin}/live/${stream.path}/hls/index.m3u8` : null,
      spectator_token: token,
    });
    this.#world.journal.add('broadcast-ready', { stream: stream.id });
  }

  async #update(link: Link, prompt: string): Promise<void> {
    const life = this.#life;
    if (life.stage !== 'streaming') {
      return this.#refuse(link, { reason: 'unknown', message: 'No stream is running' });
    }
    const { options, faults, journal } = this.#world;
    const { stream } = life;
    await delay(options.acknowledgeMillis, undefined, { ref: false });
    if (!stream.running) return;
    const refusal = moderate(prompt, options.refusedWords, faults);
    if (refusal) return this.#refuse(link, refusal);
    stream.perform(prompt);
    const acknowledged = !faults.strike('lost-acknowledgement');
    journal.add('prompt-performed', { stream: stream.id, prompt, acknowledged });
    if (acknowledged) link.send({ type: 'update_acknowledged', prompt: stream.prompt });
  }

  #expire(link: Link): void {
    const { closeAfterExpiry } = this.#world.options;
    this.#become({ stage: closeAfterExpiry ? 'closing' : 'connected', link }, 'lease expired');
    const message = 'Stream ended: credit lease expired';
    this.#refuse(link, { reason: 'session_timeout', message });
  }

  #hangUp(link: Link, error: SignalError, reason: SessionEnd): void {
    link.fail(error);
    this.#end(reason);
  }

  /** A client that vanished holds its slot until its token would have expired. */
  #lose(): void {
    if (this.#life.stage !== 'ended') this.#become({ stage: 'dangling' });
  }

  #end(reason: SessionEnd): void {
    if (this.#life.stage !== 'ended') this.#become({ stage: 'ended', reason });
  }

  #refuse(link: Link, { reason, message }: Refusal): void {
    link.send({ type: 'interactive_stream_error', reason, message });
    this.#world.journal.add('stream-error', { session: this.id, reason, message });
  }
}
