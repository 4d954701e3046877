import { html, nothing, type TemplateResult } from 'lit';
import type { ClientOptions, TokenSource } from '../client/client-options.js';
import { storedIdentity } from '../client/identity.js';
import { lackOf } from '../playback/early-offer.js';
import type { ConductOffer } from '../protocol/messages.js';
import { LOADINGS } from './load-gate.js';
import type { FirstWords } from './words/first-words.js';

/** Invitations are in the fragment of an address, which no server sees: `#odyssey-invite=…`. */
const INVITE = 'odyssey-invite';
const ROOM = 'odyssey-room';

/** The invitations that were taken out of the address, by the element that they are for. */
const taken = new WeakMap<object, { readonly room: string; readonly invite: string }>();

/**
 * The invitation that the visitor followed, if it is one for this room; a link that names no room is
 * for the first one on the page. It is taken out of the address bar, which others may see.
 */
function takeInvite(element: object, room: string): string | null {
  const before = taken.get(element);
  if (before?.room === room) return before.invite;
  const hash = location.hash.slice(1);
  const named = new URLSearchParams(hash);
  const invite = named.get(INVITE);
  if (invite === null || (named.get(ROOM) ?? room) !== room) return null;
  const rest = hash.split('&').filter((part) => !/^odyssey-(invite|room)=/.test(part));
  const { pathname, search } = location;
  try {
    const address = `${pathname}${search}${rest.length === 0 ? '' : `#${rest.join('&')}`}`;
    history.replaceState(history.state, '', address);
  } catch {
    // A sandboxed page may not change its address.
  }
  if (!/^[\w-]{1,64}$/.test(invite)) return null;
  taken.set(element, { room, invite });
  return invite;
}

export const CONDUCTS = ['auto', 'never', 'always'] as const;
export const PLAYBACKS = ['auto', 'webrtc', 'hls'] as const;
export const LAYOUTS = ['auto', 'side', 'below', 'theatre', 'overlay', 'screen', 'remote'] as const;
export const ALERTS = ['auto', 'none'] as const;
export const THEMES = ['auto', 'light', 'dark', 'transparent'] as const;

export const CHOICES = {
  conduct: CONDUCTS,
  playback: PLAYBACKS,
  layout: LAYOUTS,
  theme: THEMES,
  load: LOADINGS,
  alerts: ALERTS,
} as const;

/** The attributes and properties that an embed's author set. */
interface Written {
  readonly room: string | null;
  readonly host: string | null;
  readonly party: string | null;
  readonly token: TokenSource;
  readonly invite: string | null;
  readonly name: string | null;
  readonly conduct: string;
  readonly layout: string;
  getAttribute(name: string): string | null;
}

/** The result: options for the client but its rules, or what is missing; and notes for the author. */
export interface Setup {
  readonly options: ClientOptions | null;
  readonly missing: {
    readonly reason: 'missing-room' | 'missing-host';
    readonly message: string;
  } | null;
  readonly notes: readonly string[];
}

export function readSetup(written: Written, defaultHost: string | null, words: FirstWords): Setup {
  const notes = unknownValues(written, words);

  const room = written.room?.trim() ?? '';
  const host = written.host?.trim() || defaultHost;
  if (room === '') {
    return {
      options: null,
      missing: { reason: 'missing-room', message: words.missingRoom },
      notes,
    };
  }
  if (host === null) {
    return {
      options: null,
      missing: { reason: 'missing-host', message: words.missingHost },
      notes,
    };
  }
  const party = written.party?.trim() || 'main';
  const options: ClientOptions = {
    host,
    room,
    party,
    token: typeof written.token === 'string' ? written.token.trim() || null : written.token,
    invite: written.invite?.trim() || takeInvite(written, room),
    name: written.name?.trim() || null,
    conduct: conductOffer(written),
    identity: storedIdentity({ host, party, room }),
  };
  return { options, missing: null, notes };
}

/** A browser without WebRTC cannot hold a session, whatever the attribute says; without H.264 only few can. */
function conductOffer({ conduct, layout }: Pick<Written, 'conduct' | 'layout'>): ConductOffer {
  const lack = lackOf();
  if (conduct === 'never' || lack === 'WebRTC') return 'no';
  // A phone that came for the buttons alone is no place for the session.
  if (conduct === 'auto' && (layout === 'remote' || lack !== null)) return 'no';
  return conduct === 'always' ? 'prefer' : 'can';
}

function unknownValues(written: Written, words: FirstWords): string[] {
  return Object.entries(CHOICES).flatMap(([attribute, choices]) => {
    const value = written.getAttribute(attribute);
    const known = value === null || choices.some((choice) => choice === value);
    return known ? [] : [words.unknownValue(attribute, value.slice(0, 40), choices.join(', '))];
  });
}

/** What an embed's author should fix, folded up so that it does not disturb visitors. */
export function authorNotes(
  notes: readonly string[],
  words: FirstWords,
): TemplateResult | typeof nothing {
  if (notes.length === 0) return nothing;
  return html`<details part="status" class="note">
    <summary>${words.authorNote}</summary>
    <ul>
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>
  </details>`;
}
