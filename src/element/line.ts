import { BroadcastClient } from '../client/broadcast-client.js';
import type { ClientOptions } from '../client/client-options.js';
import { partySocket } from '../client/room-socket.js';
import type { AttachedConductor } from '../conductor/attach-conductor.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import { toBase64 } from '../protocol/encoding.js';
import { FRAME_LENGTH_MAX } from '../protocol/limits.js';
import { RULE_NAMES, type RulesPatch, rulesFromText, toKebab } from '../protocol/rules.js';
import type { RoomClient, RoomPlayback, StreamService } from './ports.js';

/*
 * The line to the room: a chunk of its own, with the client and the schemas of all that a room says. It is
 * loaded while the socket opens and the picture comes, which wait for none of it.
 */

/** The chunk with the interface, and the way to a conductor. */
type RoomChunk = typeof import('./room-ui.js');

/** The rules among an element's attributes; and notes on those that are none, for its author. */
export function readRules(written: Pick<Element, 'getAttribute'>): {
  readonly rules: RulesPatch | null;
  readonly notes: readonly string[];
} {
  const attributes = RULE_NAMES.map(toKebab).map((name) => [name, written.getAttribute(name)]);
  const { rules, problems } = rulesFromText(Object.fromEntries(attributes));
  const isEmpty = Object.keys(rules).length === 0;
  return { rules: isEmpty ? null : rules, notes: problems.map(({ message }) => message) };
}

/**
 * Makes a client, not connected yet, and conducts for the room when it asks for that. `lastFrame` takes the
 * start image of the next stream; `socket` is one that opens already; `service` is the page's own.
 */
export function join(
  options: ClientOptions,
  lastFrame: () => Promise<Blob | null>,
  socket: WebSocket | null = null,
  service: () => StreamService = () => ({}),
): { readonly client: RoomClient; leave(): void } {
  const client = new BroadcastClient({ ...options, openSocket: partySocket({ first: socket }) });
  const endConducting =
    options.conduct === 'no'
      ? null
      : conductLater(client, import('./room-ui.js'), ({ attachConductor }, early) =>
          attachConductor(client, { lastFrame, ...service() }, early),
        );
  return {
    client,
    leave() {
      endConducting?.();
      client.close();
    },
  };
}

/**
 * Attaches the conductor once its chunk is loaded; commands that come before are kept for it. Returns
 * a function that detaches it.
 */
export function conductLater(
  client: RoomClient,
  chunk: Promise<RoomChunk>,
  attach: (chunk: RoomChunk, early: readonly ConductorCommand[]) => AttachedConductor,
): () => void {
  const early: ConductorCommand[] = [];
  let hear = (command: ConductorCommand): unknown => early.push(command);
  const stop = client.onCommand((command) => hear(command));
  let end = stop;
  chunk.then(
    (loaded) => {
      if (end !== stop) return;
      stop();
      end = attach(loaded, early).detach;
    },
    () => {
      // The chunk failed to load: the room has to open the session elsewhere.
      hear = ({ command, epoch }) =>
        command === 'open' &&
        client.report({ report: 'ended', epoch, reason: 'no-conductor', agoMs: 0 });
      early.forEach(hear);
    },
  );
  return () => {
    end();
    end = () => {};
  };
}

/**
 * How long after a prompt was applied its thumbnail is taken: a second for the change, and a second by
 * which viewers are behind. The next prompt is at least three seconds away (`gap-seconds`).
 */
const EFFECT_MS = 2_000;

/** The longer side of a thumbnail, in pixels. */
const SIDE = 256;

/** Tried from the best on, until one is small enough. */
const QUALITIES = [0.75, 0.6, 0.45, 0.3] as const;

/** Answers the room when it asks this page for the thumbnail of a prompt that was applied. */
export function sendThumbnails(
  client: Pick<RoomClient, 'onCapture' | 'sendThumbnail'>,
  playback: Pick<RoomPlayback, 'captureFrame' | 'state'>,
): void {
  // A picture that does not play may show an earlier moment.
  const isLive = () => playback.state.status === 'playing';
  client.onCapture((promptId) => {
    if (!isLive()) return void client.sendThumbnail(promptId, null);
    setTimeout(async () => {
      const frame = isLive() ? await playback.captureFrame().catch(() => null) : null;
      const jpeg = frame && (await smallJpeg(frame).catch(() => null));
      client.sendThumbnail(promptId, jpeg);
    }, EFFECT_MS);
  });
}

/** A JPEG small enough for a message, in base64; null when it does not get small enough. */
export async function smallJpeg(picture: Blob): Promise<string | null> {
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    const text = toBase64(new Uint8Array(await blob.arrayBuffer()));
    if (text.length <= FRAME_LENGTH_MAX) return text;
  }
  return null;
}
