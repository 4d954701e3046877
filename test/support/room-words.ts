import { PROTOCOL_VERSION } from '../../src/protocol/limits.js';
import type { Welcome } from '../../src/protocol/messages.js';
import type { Receipt } from '../../src/protocol/reasons.js';
import { DEFAULT_RULES } from '../../src/protocol/rules.js';
import type { RoomView, You } from '../../src/protocol/view.js';

/** What rooms say, as tests need it. */
export const ROOM: RoomView = {
  rules: DEFAULT_RULES,
  life: { phase: 'dark', reason: null, until: null },
  turns: {
    mode: 'queue',
    holder: null,
    next: [],
    waiting: 0,
    forecast: null,
    skip: null,
    last: null,
    switching: null,
  },
  audience: { watching: 1 },
  typing: [],
  performing: null,
  changes: [],
  reactions: { of: null, sums: {} },
  locks: { prompts: null, queue: null, joins: null },
  unattended: false,
  announcement: null,
  moderation: [],
};

export const YOU: You = {
  id: 'me',
  name: 'Ada',
  role: 'viewer',
  standing: { state: 'none' },
  skipVoted: false,
  vote: null,
  muted: null,
};

export function welcome(change: Partial<Welcome> & { receipts?: Receipt[] } = {}): Welcome {
  const { receipts = [], ...rest } = change;
  return {
    type: 'welcome',
    version: PROTOCOL_VERSION,
    boot: 1,
    seq: 7,
    now: 1_000_000,
    identity: 'id-1',
    rulesTaken: true,
    rulesNotTaken: [],
    snapshot: { room: ROOM, you: YOU, receipts },
    ...rest,
  };
}

export function receipt(change: Partial<Receipt> & Pick<Receipt, 'id' | 'status'>): Receipt {
  return {
    text: 'a red kite',
    appliedText: null,
    reason: null,
    retryAt: null,
    limit: null,
    at: 1_000_000,
    ...change,
  };
}
