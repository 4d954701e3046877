import * as v from 'valibot';
import {
  ACT_ROLES,
  type Act,
  type ActName,
  ActSchema,
  BanSchema,
  CueSchema,
  InviteSchema,
} from '../../src/protocol/moderation.js';
import { RulesPatchSchema, RulesSchema } from '../../src/protocol/rules.js';
import { cueView } from '../room/prompts/cues.js';
import type { RoomState } from '../room/state.js';
import { deadEntries, unmatchable } from '../room/text/word-list.js';
import { banView, inviteView } from '../room/view/moderator-view.js';
import { problem, refusal } from './problem.js';
import { type Call, newMessageId, type Route, route } from './route.js';

/** What moderators and hosts do: each act is a message to the room's core, which decides on it. */

export const MODERATORS = ACT_ROLES.skip;
export const HOSTS = ACT_ROLES.start;

const DoneSchema = v.object({ ok: v.literal(true) });

/** Acts whose route is their name, and whose body has the act's other fields. */
const PLAIN = {
  start: 'Starts the broadcast, or lets it start again',
  stop: 'Ends the broadcast until a host starts it again',
  pause: 'Ends the broadcast at no cost; the world, the line and the turn’s time stay',
  resume: 'Goes on with the same world after a pause',
  skip: 'Ends the present turn',
  lock: 'Closes the world to prompts, the line to newcomers, or the room',
  unlock: 'Opens it again',
  panic: 'Locks prompts and has the safe one performed at once',
  undo: 'Takes the world back to what it was before its last change',
  announce: 'Says something to everybody; no text takes it away',
  approve: 'Lets a held prompt go on',
  refuse: 'Refuses a held prompt',
  remove: 'Puts somebody out of the line and out of the room, for now',
  mute: 'Lets somebody only watch',
  unmute: 'Lets somebody prompt again',
} as const satisfies Partial<Record<ActName, string>>;

export const ACT_ROUTES: readonly Route[] = [
  ...Object.entries(PLAIN).map(([name, summary]) => plain(name as keyof typeof PLAIN, summary)),
  route({
    method: 'PATCH',
    path: '/rules',
    summary: 'Changes some of the rules while the room goes on',
    access: ACT_ROLES.rules,
    body: RulesPatchSchema,
    answers: { 200: { description: 'All rules, as they are now.', schema: RulesSchema } },
    refusals: [409],
    handle: (call) => {
      const [dead] = deadEntries(call.body.blockedWords ?? '');
      if (dead !== undefined)
        return problem(422, 'unmatchable-word', `The body has ${unmatchable(dead)}.`);
      return done(call, { act: 'rules', rules: call.body, reset: false }, () =>
        Response.json(call.room.state().rules.values),
      );
    },
  }),
  route({
    method: 'DELETE',
    path: '/rules',
    summary: 'Makes the rules what they are in a new room, in which the next embed may set them',
    access: ACT_ROLES.rules,
    answers: { 200: { description: 'All rules, as they are now.', schema: RulesSchema } },
    handle: (call) =>
      done(call, { act: 'rules', rules: {}, reset: true }, () =>
        Response.json(call.room.state().rules.values),
      ),
  }),
  route({
    method: 'POST',
    path: '/bans',
    summary: 'Keeps somebody out',
    access: ACT_ROLES.ban,
    body: bodyOf('ban'),
    answers: { 201: { description: 'The ban.', schema: BanSchema } },
    refusals: [404, 409],
    handle: (call) =>
      made(call, asAct('ban', call.body), ({ moderation }) => moderation.bans.map(banView)),
  }),
  route({
    method: 'DELETE',
    path: '/bans/{id}',
    summary: 'Lets somebody in again',
    access: ACT_ROLES.unban,
    answers: { 200: { description: 'It is done.', schema: DoneSchema } },
    refusals: [404, 409],
    handle: (call) => done(call, { act: 'unban', banId: call.id }),
  }),
  route({
    method: 'POST',
    path: '/invites',
    summary: 'Makes an invitation',
    access: ACT_ROLES.invite,
    body: bodyOf('invite'),
    answers: { 201: { description: 'The invitation.', schema: InviteSchema } },
    refusals: [409],
    handle: (call) =>
      made(call, asAct('invite', call.body), ({ moderation }) =>
        moderation.invites.map(inviteView),
      ),
  }),
  route({
    method: 'DELETE',
    path: '/invites/{id}',
    summary: 'Takes an invitation back',
    access: ACT_ROLES.revoke,
    answers: { 200: { description: 'It is done.', schema: DoneSchema } },
    refusals: [404, 409],
    handle: (call) => done(call, { act: 'revoke', inviteId: call.id }),
  }),
  route({
    method: 'POST',
    path: '/cues',
    summary: 'Prepares a prompt: for a tap, for a time, or for when nobody prompts',
    access: ACT_ROLES['cue-add'],
    body: bodyOf('cue-add'),
    answers: { 201: { description: 'The cue.', schema: CueSchema } },
    refusals: [409],
    handle: (call) => made(call, asAct('cue-add', call.body), cuesOf),
  }),
  route({
    method: 'PATCH',
    path: '/cues/{id}',
    summary: 'Changes a cue; what is left out stays',
    access: ACT_ROLES['cue-change'],
    body: bodyOf('cue-change', 'cueId'),
    answers: { 200: { description: 'The cue, as it is now.', schema: CueSchema } },
    refusals: [404, 409],
    handle: (call) =>
      done(call, asAct('cue-change', { ...call.body, cueId: call.id }), () =>
        Response.json(cuesOf(call.room.state()).find(({ id }) => id === call.id)),
      ),
  }),
  route({
    method: 'DELETE',
    path: '/cues/{id}',
    summary: 'Takes a cue off the list, and back where it still waits for the world',
    access: ACT_ROLES['cue-remove'],
    answers: { 200: { description: 'It is done.', schema: DoneSchema } },
    refusals: [404, 409],
    handle: (call) => done(call, { act: 'cue-remove', cueId: call.id }),
  }),
  route({
    method: 'POST',
    path: '/cues/{id}/run',
    summary: 'Runs a cue, which takes nobody’s turn',
    access: ACT_ROLES['cue-run'],
    answers: { 200: { description: 'It waits for its place.', schema: DoneSchema } },
    refusals: [404, 409, 429],
    handle: (call) => done(call, { act: 'cue-run', cueId: call.id }),
  }),
];

export function cuesOf(state: RoomState) {
  return state.cues.list.map((cue) => cueView(state, cue));
}

function plain(name: keyof typeof PLAIN, summary: string): Route {
  return route({
    method: 'POST',
    path: `/${name}`,
    summary,
    access: ACT_ROLES[name],
    body: bodyOf(name),
    answers: { 200: { description: 'It is done.', schema: DoneSchema } },
    refusals: [404, 409, 429],
    handle: (call) => done(call, asAct(name, call.body)),
  });
}

/** The schema of an act without its name, and without what the path says. */
function bodyOf(name: ActName, inPath = ''): v.GenericSchema<unknown, object> {
  const option = ActSchema.options.find(({ entries }) => entries.act.literal === name);
  if (option === undefined) throw new Error(`There is no act "${name}".`);
  const { act: _act, [inPath]: _id, ...entries } = option.entries as v.ObjectEntries;
  return v.strictObject(entries);
}

function asAct(name: ActName, body: object): Act {
  return v.parse(ActSchema, { act: name, ...body });
}

type AnyCall = Pick<Call<unknown, unknown>, 'room' | 'caller'>;

function done(
  { room, caller }: AnyCall,
  act: Act,
  answer: () => Response = () => Response.json({ ok: true }),
): Response {
  if (caller === null) return problem(403, 'not-allowed', 'Your token does not allow this.');
  const said = room.ask(caller, { type: 'act', id: newMessageId(), act });
  const outcome = said.find((message) => message.type === 'answer');
  if (outcome?.ok === true) return answer();
  const { reason, retryAt = null, limit = null } = outcome ?? {};
  return refusal({ reason: reason ?? 'not-allowed', retryAt, limit }, room.now());
}

/** Acts, and answers with the entry that this adds to one of the moderators' lists. */
function made(
  call: AnyCall,
  act: Act,
  list: (state: RoomState) => readonly { readonly id: string }[],
): Response {
  const entriesNow = () => list(call.room.state());
  const before = new Set(entriesNow().map(({ id }) => id));
  return done(call, act, () => {
    const entries = entriesNow();
    const entry = entries.filter(({ id }) => !before.has(id)).at(-1) ?? entries.at(-1);
    return Response.json(entry, { status: 201 });
  });
}
