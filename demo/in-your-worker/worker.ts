import { Ledger, Main, routeRooms } from 'odyssey-broadcast/party/workers';

/** The room as one more object of this Worker: `<odyssey-broadcast party="broadcast">`. */
/** What all rooms together may take, by `MAX_LIVE_ROOMS` and `MAX_HOURS_…`, is counted here. */
export { Ledger, Main as Broadcast };

/** Your own Worker; requests for rooms go to the rooms. */
export default {
  async fetch(request, env) {
    return (await routeRooms(request, env)) ?? new Response('This is my own Worker.');
  },
} satisfies ExportedHandler<Cloudflare.Env>;
