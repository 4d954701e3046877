import * as v from 'valibot';
import { BanSchema, CueSchema, InviteSchema } from '../../src/protocol/moderation.js';
import { OfferSchema, PassedOfferSchema } from '../../src/protocol/offers.js';
import { AuditEntrySchema, RefusedPromptSchema } from '../../src/protocol/records.js';
import { RulesSchema } from '../../src/protocol/rules.js';
import { BudgetTotalsSchema } from '../budget/messages.js';
import { NOTHING_YET, type Tally } from '../room/state.js';
import { banView, inviteView } from '../room/view/moderator-view.js';
import { BOUNDS } from '../server/bounds.js';
import { FIRST_FRAME_BUCKETS, type ViewerSums, ViewerSumsSchema } from '../server/viewer-stats.js';
import { cuesOf, HOSTS, MODERATORS } from './actions.js';
import { nextPage, PAGE, pageOf } from './export.js';
import { metricsText } from './metrics.js';
import { openApi } from './openapi.js';
import { problem } from './problem.js';
import { mayModerate, PublicStateSchema, publicState } from './public.js';
import { type Route, route } from './route.js';
import { STATS_PAGE } from './stats-page.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const StatsSchema = v.object({
  prompts: v.object({
    applied: count,
    refused: count,
    expired: count,
    withdrawn: count,
    unconfirmed: count,
    waiting: count,
  }),
  liveSeconds: count,
  watching: count,
  reactions: v.object({ counted: count, refused: count }),
  viewers: v.nullable(
    v.object({ ...ViewerSumsSchema.entries, firstFrameWithin: v.record(v.string(), count) }),
  ),
  budget: v.nullable(BudgetTotalsSchema),
});

/** Proxies that compress or buffer would hold events back. */
const EVENT_STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** The page runs its own script alone, reads this room alone, and is shown in no other page. */
const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** What can be read of a room. None of it changes anything. */
export const READ_ROUTES: readonly Route[] = [
  route({
    method: 'GET',
    path: '/state',
    summary: 'The public state: everything that a visitor sees, but where to watch',
    access: 'anyone',
    answers: { 200: { description: 'The state as it is now.', schema: PublicStateSchema } },
    handle: ({ room }) => Response.json(publicState(room.view())),
  }),
  route({
    method: 'GET',
    path: '/events',
    summary: 'The state, and then what changes, as server-sent events',
    access: 'anyone',
    answers: {
      200: {
        description:
          'First `state`, then `delta` (sections of the state that changed; of reactions at most one a second) and `prompt` (one that settled); for moderators also `audit`. After a drop the state comes again.',
        type: ['text/event-stream'],
      },
    },
    refusals: [429],
    handle: ({ room, caller, address }) => {
      const endsAt = caller?.expiresAt ?? null;
      const now = room.now();
      if (!room.streams.hasPlace(now, endsAt, address)) {
        room.reschedule();
        const detail = `As many listen already as one room can tell, or ${BOUNDS.eventStreamsPerAddress.max} from your network. Try again in a few seconds.`;
        return problem(429, 'too-many-listeners', detail, { 'Retry-After': '5' });
      }
      const stream = room.streams.open(room.view(), mayModerate(caller), now, endsAt, address);
      room.reschedule();
      return new Response(stream, { headers: EVENT_STREAM_HEADERS });
    },
  }),
  route({
    method: 'POST',
    path: '/offer',
    summary: 'Passes an offer on to the stream, so that a page has its picture before its socket',
    access: 'anyone',
    body: OfferSchema,
    isPlain: true,
    answers: {
      200: { description: 'The answer of the stream.', schema: PassedOfferSchema },
      204: {
        description:
          'There is none: nothing is to be watched, or not by the caller, or not this way.',
        type: [],
      },
    },
    handle: async ({ room, caller, body }) => {
      const passed = await room.pass(caller, body);
      return passed === null ? new Response(null, { status: 204 }) : Response.json(passed);
    },
  }),
  route({
    method: 'GET',
    path: '/rules',
    summary: 'The rules of the room; what words are blocked is for moderators',
    access: 'anyone',
    answers: { 200: { description: 'The rules.', schema: RulesSchema } },
    handle: ({ room, caller }) =>
      Response.json(mayModerate(caller) ? room.state().rules.values : room.view().rules),
  }),
  route({
    method: 'GET',
    path: '/bans',
    summary: 'Who is kept out, until when and why',
    access: MODERATORS,
    answers: {
      200: { description: 'All bans.', schema: v.object({ bans: v.array(BanSchema) }) },
    },
    handle: ({ room }) => Response.json({ bans: room.state().moderation.bans.map(banView) }),
  }),
  route({
    method: 'GET',
    path: '/invites',
    summary: 'The invitations that are still good',
    access: HOSTS,
    answers: {
      200: {
        description: 'All invitations.',
        schema: v.object({ invites: v.array(InviteSchema) }),
      },
    },
    handle: ({ room }) => {
      const { invites } = room.state().moderation;
      return Response.json({ invites: invites.map(inviteView) });
    },
  }),
  route({
    method: 'GET',
    path: '/cues',
    summary: 'The prompts that hosts have prepared',
    access: MODERATORS,
    answers: {
      200: { description: 'All cues.', schema: v.object({ cues: v.array(CueSchema) }) },
    },
    handle: ({ room }) => Response.json({ cues: cuesOf(room.state()) }),
  }),
  route({
    method: 'GET',
    path: '/audit',
    summary: 'What moderators, hosts and the room itself did, with their reasons',
    access: MODERATORS,
    query: v.object(PAGE),
    answers: {
      200: {
        description: 'A page of the log; `Link` leads to the next.',
        schema: v.object({ entries: v.array(AuditEntrySchema), next: v.nullable(v.number()) }),
      },
    },
    handle: async ({ room, query, request }) => {
      const { entries, next } = await room.records.read('audit', pageOf(query));
      return Response.json({ entries, next }, { headers: nextPage(request, next) });
    },
  }),
  route({
    method: 'GET',
    path: '/stats',
    summary:
      'How many prompts ended in which way, how long the room was live, and for moderators what all rooms together have used',
    access: 'anyone',
    answers: {
      200: {
        description:
          'Counts since the room began; `reactions` how many counted and were refused since the room server started; `viewers` what pages told of their pictures since the room server started, null where the rule `viewer-stats` is `no`; `budget` is null where nobody keeps it, and for all but moderators and hosts.',
        schema: StatsSchema,
      },
    },
    handle: async ({ room, caller }) => {
      // What the owner's account has used concerns no visitor of one room.
      const budget = mayModerate(caller) ? await room.budget() : null;
      const { records, life, prompts, audience, refusals } = room.state();
      const { liveMs, ...ended }: Tally = { ...NOTHING_YET, ...records.tally };
      const running = life.phase === 'live' ? Math.max(0, room.now() - life.startedAt) : 0;
      const waiting = prompts.filter(({ status }) => status === 'waiting').length;
      return Response.json({
        prompts: { ...ended, refused: ended.refused + refusals.count + room.slowed(), waiting },
        liveSeconds: Math.floor((liveMs + running) / 1000),
        watching: audience.watching,
        reactions: room.reactions(),
        viewers: viewersOf(room.viewers()),
        budget,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/stats.html',
    summary: 'The same counts as pictures: a page that asks for a token of a host or moderator',
    access: 'anyone',
    answers: { 200: { description: 'The page; it has no data of its own.', type: ['text/html'] } },
    handle: () => new Response(STATS_PAGE, { headers: PAGE_HEADERS }),
  }),
  route({
    method: 'GET',
    path: '/metrics',
    summary: 'The same counts for Prometheus; for moderators, hosts, and by `METRICS_TOKEN`',
    access: 'metrics',
    answers: {
      200: { description: 'Prometheus text format.', type: ['text/plain'] },
    },
    handle: ({ room }) =>
      new Response(metricsText(room), {
        headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
      }),
  }),
  route({
    method: 'GET',
    path: '/refusals',
    summary: 'The last prompts that were refused before they were accepted; they are not stored',
    access: MODERATORS,
    answers: {
      200: {
        description: 'At most a hundred since the room server started, the newest first.',
        schema: v.object({ refusals: v.array(RefusedPromptSchema) }),
      },
    },
    handle: ({ room }) => Response.json({ refusals: room.refusals.latest }),
  }),
  route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description, made from the very table that answers',
    access: 'anyone',
    answers: {
      200: {
        description: 'OpenAPI 3.1.',
        schema: v.looseObject({ openapi: v.string(), paths: v.looseObject({}) }),
      },
    },
    handle: ({ routes, base }) => Response.json(openApi(routes, base)),
  }),
];

/** The buckets by their limit (s), as their counts alone say nothing. */
function viewersOf(sums: ViewerSums | null) {
  if (sums === null) return null;
  const within = FIRST_FRAME_BUCKETS.map((limit, at) => [limit, sums.firstFrameWithin[at] ?? 0]);
  return { ...sums, firstFrameWithin: Object.fromEntries(within) };
}
