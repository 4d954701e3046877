import type * as Party from 'partykit/server';

/** Your own party; the room runs beside it. */
export default class Main implements Party.Server {
  onRequest(): Response {
    return new Response('This is my own party.');
  }
}
