import type { LinkPort } from '../audience/party-link.js';
import { isVia } from '../audience/places.js';
import type { RelayPort } from '../audience/relay.js';
import type { Input } from '../room/input.js';
import { keptOut } from '../room/moderation/restrictions.js';
import type { RoomState } from '../room/state.js';
import { policyOf, turnContext } from '../room/turns.js';
import { watcherStandings } from '../room/view/view.js';
import type { Policies } from '../turns/policies.js';
import type { AudienceCount } from './audience-count.js';
import { errorText } from './log.js';
import type { ReactionTally } from './reactions.js';
import type { Guests } from './sockets.js';
import type { KeyValue } from './storage.js';
import type { ViewerStats } from './viewer-stats.js';

/** How many audience parties a room had. */
const PARTIES_KEY = 'audience-parties';

/** What audience parties need of the platform. */
export interface AudiencePlatform {
  readonly storage: KeyValue;
  now(): number;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Opens a link to an audience party; null where the platform has none. */
  readonly dial?: LinkPort['dial'];
}

/** The room at work, as the relay gets it. */
interface RoomAtWork {
  state(): RoomState;
  policies(): Policies;
  guests(): Guests;
  audience(): AudienceCount;
  apply(input: Input): void;
  reactions(): ReactionTally;
  viewerStats(): ViewerStats;
  counted(): void;
  rescheduled(): void;
}

/** Connects the relay of audience parties with the room that it speaks for. */
export function relayPort(platform: AudiencePlatform, room: RoomAtWork): RelayPort {
  const now = () => platform.now();
  const people = () => {
    const { participants, watchers } = room.state();
    return { participants, watchers };
  };
  const find = (who: string) => {
    const { participants, watchers } = people();
    return participants[who] ?? watchers[who];
  };
  return {
    now,
    dial: async (name, proof, on) => {
      if (platform.dial === undefined) throw new Error('there is no party "audience"');
      return platform.dial(name, proof, on);
    },
    boot: () => room.state().clock.boot,
    standings: () => watcherStandings(room.state(), now(), room.policies()),
    ballot() {
      const step = { state: room.state(), now: now(), effects: [], policies: room.policies() };
      return policyOf(step).ballot?.(step.state.turns, turnContext(step)) ?? null;
    },
    audienceFrom: () => room.state().rules.values.audienceFrom,
    barred: () => keptOut(room.state().moderation),
    atRoom: () => room.audience().here,
    isAtRoom(who) {
      const state = room.state();
      if (find(who)?.connections.some((id) => !isVia(id)) === true) return true;
      const policy = policyOf({ state, policies: room.policies() });
      return policy.votesOf(state.turns, who).vote !== null;
    },
    takesPart: (who) => room.state().participants[who] !== undefined,
    joined: (id, socket, visitor, hello) => room.guests().through(id, socket, visitor, hello),
    said: (id, text) => void room.guests().said(id, text),
    closed: (id) => room.guests().closed(id),
    tallied: (tallies) => room.apply({ type: 'tallied', tallies }),
    votesMoved: (round, votes) => room.apply({ type: 'votes-moved', round, votes }),
    reacted(reactions) {
      room.reactions().add(reactions, now());
      room.rescheduled();
    },
    viewed: (sums) => room.viewerStats().addAll(sums),
    counted: () => room.counted(),
    rescheduled: () => room.rescheduled(),
    keep(parties) {
      platform.storage.put({ [PARTIES_KEY]: String(parties) }).catch((error: unknown) => {
        platform.log('storage-failed', { error: errorText(error) });
      });
    },
    log: platform.log,
  };
}

/** How many audience parties the room had when it was last here. */
export async function storedParties(storage: KeyValue): Promise<number> {
  return Number((await storage.get(PARTIES_KEY)) ?? 0);
}
