import { BroadcastClient } from '../client/broadcast-client.js';
import type { ClientOptions } from '../client/client-options.js';
import { partySocket } from '../client/room-socket.js';
import type { AttachedConductor } from '../conductor/attach-conductor.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import { RULE_NAMES, type RulesPatch, rulesFromText, toKebab } from '../protocol/rules.js';
import type { RoomClient, StreamService } from './ports.js';

/*
 * The line to the room: a chunk of its own, with the client and the schemas of all that a room says. It is
 * loaded while the socket opens and the picture comes, which wait for none of it.
 */

/** The chunk with the interface, and the way to a conductor. */
type RoomChunk = typeof import('./room-ui.js');

export { sendThumbnails } from './thumbnails.js';

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
