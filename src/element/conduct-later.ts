import type { AttachedConductor } from '../conductor/attach-conductor.js';
import type { ConductorCommand } from '../protocol/conducting.js';
import type { RoomClient, RoomParts } from './ports.js';

/**
 * Attaches the conductor as soon as its part of the script is there; what the room says before waits.
 * Returns how to end it.
 */
export function conductLater(
  client: RoomClient,
  parts: Promise<RoomParts>,
  attach: (parts: RoomParts, early: readonly ConductorCommand[]) => AttachedConductor,
): () => void {
  const early: ConductorCommand[] = [];
  let hear = (command: ConductorCommand): unknown => early.push(command);
  const stop = client.onCommand((command) => hear(command));
  let end = stop;
  parts.then(
    (loaded) => {
      if (end !== stop) return;
      stop();
      end = attach(loaded, early).detach;
    },
    () => {
      // It never comes: whatever is to be opened here has to be opened elsewhere.
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
