import type { ClientMessage, ServerMessage } from '../../src/protocol/messages.js';
import { type Outcome, refuse } from '../../src/protocol/reasons.js';
import type { You } from '../../src/protocol/view.js';
import type { Uplink } from './uplink.js';
import type { Viewer } from './viewers.js';

/** So many may take part through one party at a time; beyond, they are told to try again. */
const RELAYED_MAX = 300;

/** So many of those who took part are known here when they come back. */
const REMEMBERED_MAX = 1_000;

interface RelayedPort {
  readonly uplink: Uplink;
  roomNow(): number;
  /** How somebody votes in the round that this party counts. */
  voteOf(who: string): string | null;
  store(texts: Readonly<Record<string, string>>): void;
}

/**
 * Those viewers who take part: the room serves them through the party. It hears what they say, and what it
 * says to one of them alone is passed on.
 */
export class Relayed {
  private readonly port: RelayedPort;
  private readonly ids = new Set<string>();
  private remembered = new Set<string>();

  constructor(port: RelayedPort) {
    this.port = port;
  }

  restore(remembered: string): void {
    this.remembered = new Set(JSON.parse(remembered) as string[]);
  }

  /** A line that outlived the sleep of this object. */
  restoreViewer({ id, kept }: Viewer): void {
    if (kept.isRelayed) this.ids.add(id);
  }

  /** Whether somebody took part here before, be it before a restart. */
  knows(who: string): boolean {
    return this.remembered.has(who);
  }

  /** What only the room can answer. */
  passOn(viewer: Viewer, message: ClientMessage): void {
    const { uplink } = this.port;
    const id = 'id' in message ? message.id : null;
    // A prompt is sent once more by its page; nothing else waits.
    if (!uplink.isOpen) {
      return message.type === 'prompt' ? undefined : answer(viewer, id, refuse('connection-lost'));
    }
    if (!viewer.kept.isRelayed && this.ids.size >= RELAYED_MAX) {
      return answer(viewer, id, refuse('too-fast'));
    }
    if (!viewer.kept.isRelayed) this.begin(viewer);
    uplink.say({ type: 'said', viewer: viewer.id, text: JSON.stringify(message) });
  }

  /** From now on the room knows this one; said once more after one of the two was started again. */
  begin({ id, kept, socket }: Viewer): void {
    kept.isRelayed = true;
    this.ids.add(id);
    socket.keep?.(kept);
    this.remember(kept.ticket.who);
    this.port.uplink.say({ type: 'join', viewer: id, ticket: kept.ticket, hidden: kept.isHidden });
  }

  end({ id, kept }: Viewer): void {
    this.ids.delete(id);
    if (kept.isRelayed) this.port.uplink.say({ type: 'gone', viewer: id });
  }

  /** The room's word to one viewer; that they are welcome they know already, unless they wait for it. */
  pass(viewer: Viewer, text: string): void {
    const isWelcome = text.startsWith('{"type":"welcome"');
    if (!isWelcome && !text.startsWith('{"type":"you"')) return viewer.socket.send(text);
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'you') return this.tell(viewer, message.you);
    if (message.type !== 'welcome') return;
    const { now, seq, snapshot } = message;
    if (viewer.awaitsWelcome) {
      viewer.socket.send(text);
      viewer.seq = seq;
    } else {
      for (const receipt of snapshot.receipts) {
        viewer.socket.send(JSON.stringify({ type: 'receipt', now, receipt }));
      }
    }
    viewer.awaitsWelcome = false;
    this.tell(viewer, snapshot.you);
  }

  /** How somebody stands says the room, and how they vote this party. */
  tell(viewer: Viewer, you: You): void {
    viewer.you = you;
    const vote = this.port.voteOf(viewer.kept.ticket.who) ?? you.vote;
    const told = { type: 'you', now: this.port.roomNow(), you: { ...you, vote } };
    viewer.socket.send(JSON.stringify(told));
  }

  private remember(who: string): void {
    if (this.remembered.has(who)) return;
    this.remembered.add(who);
    const [first] = this.remembered;
    if (this.remembered.size > REMEMBERED_MAX && first !== undefined) this.remembered.delete(first);
    this.port.store({ partakers: JSON.stringify([...this.remembered]) });
  }
}

export function answer({ socket }: Viewer, id: string | null, outcome: Outcome): void {
  const { ok, ...why } = outcome.ok ? ACCEPTED_FULLY : outcome;
  socket.send(JSON.stringify({ type: 'answer', id, ok, ...why }));
}

const ACCEPTED_FULLY = { ok: true, reason: null, retryAt: null, limit: null } as const;
