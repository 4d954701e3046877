/** Close codes of the room's sockets. They tell a client whether coming back can help. */
export const CLOSE_CODE = {
  /** Orderly end by either side. */
  normal: 1000,
  /** The connection said nothing, or stopped answering: come back. */
  silent: 4000,
  /** The room restarts: come back. */
  restarting: 4001,
  /** Another protocol version: only a new page helps. */
  wrongVersion: 4100,
  /** The site's token is forged, or meant for another room. */
  badToken: 4101,
  /** The page's origin is not on the room's list. */
  wrongOrigin: 4102,
  /** The room's environment is missing something; its owner must act. */
  notConfigured: 4103,
  /** Far too many messages. */
  flooding: 4104,
  /** A moderator has banned this visitor, or asked them to leave. */
  removed: 4105,
  /** The room takes nobody in at the moment: come back later. */
  roomLocked: 4002,
  /** Others from the same address go too far: come back later. */
  tryLater: 4003,
  /** This visitor is not served here: ask the room again. */
  elsewhere: 4004,
  /** The site's token has run out: come back with a fresh one. */
  tokenExpired: 4106,
} as const;

export type CloseCode = (typeof CLOSE_CODE)[keyof typeof CLOSE_CODE];

/** Codes from 4100 to 4199 are final: a client that sees one does not reconnect. */
export function isTerminalClose(code: number): boolean {
  return code >= 4100 && code < 4200;
}
