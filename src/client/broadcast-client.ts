import type { ConductorCommand, ConductorReport } from '../protocol/conducting.js';
import { NAME_UNITS_MAX } from '../protocol/limits.js';
import {
  type Answer,
  CLOSE_CODE,
  type ClientMessage,
  type ConductOffer,
  type Hello,
  type Welcome,
} from '../protocol/messages.js';
import type { Outcome, Reason, Receipt } from '../protocol/reasons.js';
import { isInLine } from '../protocol/view.js';
import {
  type ClientOptions,
  type ClientProblem,
  type ClientView,
  type Clock,
  type ConnectionStatus,
  type IdentityStore,
  type Log,
  roomUrl,
  type SettledReceipt,
  silent,
  systemClock,
  type TokenSource,
} from './client-options.js';
import { Listeners, type RoomMessage, ViewKeeper } from './client-view.js';
import { Connection } from './connection.js';
import { memoryIdentity } from './identity.js';
import { Introduction, rulesNotTaken } from './introduction.js';
import { PendingPrompts } from './pending-prompts.js';
import { newId, type Request, Requests, VisitorRequests } from './requests.js';
import { partySocket } from './room-socket.js';
import { TokenKeeper } from './token-keeper.js';

/**
 * A visitor's connection to one room: what the room says comes down as `view`, what the visitor wants
 * goes up as requests. Nothing is assumed to have happened because it was asked for. Works without a DOM.
 *
 * @example
 * const client = new BroadcastClient({ host: 'rooms.example.com', room: 'lobby' });
 * client.subscribe(({ room }) => console.log(room?.life.phase));
 * client.connect();
 * const { status, appliedText } = await client.prompt('Let it snow');
 */
export class BroadcastClient extends VisitorRequests {
  /** The leases that this client's conductor serves, by epoch; named in every hello, so that they survive a reconnect. */
  readonly leases = new Set<number>();
  /** Whether this client offers to hold the Odyssey session; takes effect with its next hello. */
  conduct: ConductOffer;

  private readonly options: ClientOptions;
  private readonly clock: Clock;
  private readonly identity: IdentityStore;
  private readonly log: Log;
  private readonly connection: Connection;
  private readonly kept: ViewKeeper;
  private readonly requests: Requests;
  private readonly prompts: PendingPrompts;
  private readonly tokens: TokenKeeper;
  private readonly visitor: Introduction;
  private readonly receipts = new Listeners<Receipt>();
  private readonly commands = new Listeners<ConductorCommand>();
  private readonly captures = new Listeners<string>();
  private readonly problems = new Listeners<ClientProblem>();
  private invite: string | null;
  private toldOfRules = false;
  private share: number | null = null;

  /**
   * Does not connect yet.
   *
   * @param options - Where the room is, who the visitor is, and what replaces the browser's own parts.
   */
  constructor(options: ClientOptions) {
    super();
    this.options = options;
    this.conduct = options.conduct ?? 'no';
    this.invite = options.invite ?? null;
    this.clock = options.clock ?? systemClock;
    this.identity = options.identity ?? memoryIdentity();
    this.log = options.log ?? silent;
    this.kept = new ViewKeeper(this.clock);
    const { clock } = this;
    const now = () => this.now();
    const say = (message: ClientMessage) => this.connection.say(message);
    const refused = (receipt: Receipt) => this.receipts.tell(receipt);
    const wanted = () => this.connection.wanted();
    this.requests = new Requests({ clock, say, wanted });
    this.prompts = new PendingPrompts({ clock, now, say, wanted, refused });
    this.visitor = new Introduction({
      ...{ client: options, clock, names: this.identity, say },
      inLine: () => isInLine(this.view.you?.standing),
    });
    this.tokens = new TokenKeeper(options.token ?? null, {
      clock,
      now,
      refresh: (token) => this.ask({ type: 'renew', token }),
      rejoin: () => this.connection.startOver(),
    });
    this.connection = new Connection({
      url: roomUrl(options.host, options.party ?? 'main', options.room),
      urlOf: (party, room) => roomUrl(options.host, party, room),
      openSocket: options.openSocket ?? partySocket(),
      clock,
      random: options.random ?? Math.random,
      hello: () => this.hello(),
      mayReturn: (code) => code === CLOSE_CODE.tokenExpired && this.tokens.mayAskAgain(),
      isUrgent: () => this.leases.size > 0,
      on: {
        status: (next) => this.transition(next),
        welcome: (...heard) => this.welcomed(...heard),
        identified: (identity) => this.identity.save(identity),
        said: (message, askedAt) => this.said(message, askedAt),
        problem: (reason, message) => this.problem(reason, message),
      },
    });
  }

  /** What the room last said, and the state of the connection; a new frozen object after every change. */
  get view(): ClientView {
    return this.kept.view;
  }

  /**
   * Calls back after every change of the view.
   *
   * @param listener - Gets the new view. One that throws does not keep others from being called.
   * @returns A function that ends it.
   * @example const stop = client.subscribe(({ you }) => console.log(you?.standing.state));
   */
  subscribe(listener: (view: ClientView) => void): () => void {
    return this.kept.listeners.add(listener);
  }

  /**
   * Calls back at each step of one of the visitor's own prompts.
   *
   * @param listener - Gets the receipt as it is now.
   * @returns A function that ends it.
   * @example client.onReceipt(({ text, status }) => console.log(text, status));
   */
  onReceipt(listener: (receipt: Receipt) => void): () => void {
    return this.receipts.add(listener);
  }

  /**
   * Calls back when the room wants something of this page's conductor; `attachConductor` listens here.
   *
   * @param listener - Gets the command with the epoch of its lease.
   * @returns A function that ends it.
   * @example client.onCommand(({ command, epoch }) => console.log(command, epoch));
   */
  onCommand(listener: (command: ConductorCommand) => void): () => void {
    return this.commands.add(listener);
  }

  /**
   * Calls back when the room asks for a thumbnail of what a prompt has become.
   *
   * @param listener - Gets the prompt's id; answer with `sendThumbnail`.
   * @returns A function that ends it.
   * @example client.onCapture((promptId) => client.sendThumbnail(promptId, null));
   */
  onCapture(listener: (promptId: string) => void): () => void {
    return this.captures.add(listener);
  }

  /**
   * Calls back with what the site's developer should know; visitors need not see it.
   *
   * @param listener - Gets the reason and an English sentence.
   * @returns A function that ends it.
   * @example client.onProblem(({ reason, message }) => console.warn(reason, message));
   */
  onProblem(listener: (problem: ClientProblem) => void): () => void {
    return this.problems.add(listener);
  }

  /**
   * Connects, and reconnects by itself until `close()` or a refusal that coming back cannot help.
   *
   * @example client.connect();
   */
  connect(): void {
    this.connection.open();
  }

  /**
   * Disconnects: no timer, socket or pending promise is left. Prompts under way settle as `unconfirmed`,
   * requests as `offline`. It may be connected again.
   *
   * @example client.close();
   */
  close(): void {
    if (this.view.connection.status === 'idle') return;
    this.connection.close();
    this.identity.release?.();
    this.transition({ status: 'closed' });
  }

  /**
   * Tests the connection at once, and makes another if it is dead; a wait before the next attempt ends.
   * For when the machine may have slept, or has another network.
   *
   * @example addEventListener('online', () => client.check());
   */
  check(): void {
    this.connection.check();
  }

  /**
   * Room time in ms since 1970: this machine's clock, corrected by what the room says.
   *
   * @example const leftMs = retryAt - client.now();
   */
  now(): number {
    return this.kept.now();
  }

  /**
   * Sends a prompt. A refusal is a result, not an error: the promise never rejects.
   *
   * @param text - What should happen in the world: 1 to `view.room.rules.maxLength` characters.
   * @returns The receipt once the prompt has settled, whichever way; steps before come to `onReceipt`.
   *   `unconfirmed` means that nobody can know whether it arrived; it is not sent again.
   * @example const { status, reason } = await client.prompt('A lighthouse in the fog');
   */
  prompt(text: string): Promise<SettledReceipt> {
    return this.promptWithId(newId(), text);
  }

  /**
   * Sends a prompt under an id of the caller's own: the room performs an id once, however often it is sent.
   *
   * @param id - 1 to 64 letters, digits, `-` or `_`, the same for every attempt.
   * @param text - As for `prompt`.
   * @returns As for `prompt`; an id that is under way gives the same promise again.
   * @example await client.promptWithId('order-17', 'Let it snow');
   */
  promptWithId(id: string, text: string): Promise<SettledReceipt> {
    return this.prompts.submit(id, text, this.view.room?.rules.maxLength ?? null);
  }

  /**
   * Opens the moderator view, which then comes as `view.desk`, or closes it.
   *
   * @param open - Whether it is wanted. A reconnect closes it: ask again then.
   * @returns Refused as `not-allowed` for anybody but hosts and moderators.
   * @example await client.openDesk(true);
   */
  async openDesk(open: boolean): Promise<Outcome> {
    const outcome = await this.ask({ type: 'desk', open });
    if (outcome.ok && !open) this.kept.change({ desk: null });
    return outcome;
  }

  /**
   * Tells the room that the visitor is typing, which keeps an idle turn alive. Call it at every key: it is
   * sent at most once in 3 s.
   *
   * @example input.addEventListener('input', () => client.typing());
   */
  typing(): void {
    this.visitor.typing();
  }

  /**
   * Says whether the page is in front of the visitor: one in the background has longer to claim a turn
   * (`claim-away-seconds`). Call it at every change; the room is told while it matters to it.
   *
   * @param visible - Whether the page can be seen; so it is taken to be until this is called.
   * @example document.addEventListener('visibilitychange', () => client.setVisible(!document.hidden));
   */
  setVisible(visible: boolean): void {
    this.visitor.setVisible(visible);
  }

  /**
   * Says how far behind the world the picture is: so much longer the visitor has for a turn, and their reactions
   * and votes to skip a turn count for what they saw. The room is told while it matters to it.
   *
   * @param ms - By HLS some seconds; 0, as it is taken to be until this is called, by WebRTC.
   * @example client.setBehind(6_000);
   */
  setBehind(ms: number): void {
    this.visitor.setBehind(ms);
  }

  /**
   * Gives the visitor another name, here and after every reconnect.
   *
   * @param name - At most 32 characters, the rest is cut off; null lets the room draw one. A name that the
   *   room does not take is told to `onProblem`.
   * @example client.rename('Ada');
   */
  rename(name: string | null): void {
    this.visitor.rename(name);
  }

  /**
   * Gives the visitor a name of their own choice, kept for their next visits: it then goes before `name`.
   *
   * @param name - At most 32 characters, the rest is cut off; somebody else's gets a number.
   * @returns Refused as `name-refused` when it cannot be theirs, as `not-allowed` where the site says their name.
   * @example const { ok } = await client.chooseName('🦊 Ada');
   */
  async chooseName(name: string): Promise<Outcome> {
    const wanted = name.slice(0, NAME_UNITS_MAX);
    const outcome = await this.ask({ type: 'choose-name', name: wanted });
    if (outcome.ok) this.visitor.chose(wanted);
    return outcome;
  }

  /**
   * Shows a fresh token of the same visitor, here and at every later hello.
   *
   * @param token - The token, or a function that fetches one; it is called again before a token expires.
   * @returns Refused as `not-allowed` for another visitor's token (they need a client of their own), as
   *   `bad-token` or `token-expired` for one that is no good.
   * @example await client.renew(await fetchToken());
   */
  renew(token: TokenSource): Promise<Outcome> {
    return this.tokens.change(token);
  }

  /**
   * Sends a conductor's report to the room; `attachConductor` does.
   *
   * @param report - What has become of a lease or a prompt. Ages (`agoMs`) are in ms.
   * @returns False without a connection: nothing was sent.
   * @example client.report({ report: 'heartbeat', epoch: 4 });
   */
  report(report: ConductorReport): boolean {
    return this.connection.say({ type: 'conductor', report });
  }

  /**
   * Answers a request of `onCapture`.
   *
   * @param promptId - The prompt that the room named.
   * @param jpeg - A JPEG in base64, at most 12,000 characters (9 KB); null when there is none.
   * @returns False without a connection: nothing was sent.
   * @example client.sendThumbnail(promptId, base64);
   */
  sendThumbnail(promptId: string, jpeg: string | null): boolean {
    return this.connection.say({ type: 'frame', promptId, jpeg });
  }

  /**
   * Tells the room which stream this page shows: at a renewal the old one goes on until all have moved.
   *
   * @param to - The `streamId` that is shown, once no stream before it is needed; null for no picture.
   * @returns False without a connection: nothing was sent. Say it again after a reconnect.
   * @example client.moved(life.streamId);
   */
  moved(to: string | null): boolean {
    return this.connection.say({ type: 'moved', to });
  }

  /**
   * When this page joins the next stream, as a share of the time over which all spread their joins; null where
   * the page draws it. Audience parties tell each of their viewers, so that joins come at a flat rate.
   */
  get joinShare(): number | null {
    return this.share;
  }

  /**
   * Tells the room how the picture was; the element does. At most once a minute, without an answer.
   *
   * @param report - Times in ms, each at most 120,000.
   * @returns False where nothing was sent: without a connection, or in a room that does not want to know.
   * @example client.tellViewing({ transport: 'webrtc', watchedMs: 60_000, freezes: 0, frozenMs: 0, firstFrameMs: 210, delayMs: null });
   */
  tellViewing(report: Omit<Extract<ClientMessage, { type: 'viewing' }>, 'type'>): boolean {
    const isWanted = this.view.room?.rules.viewerStats === 'yes';
    return isWanted && this.connection.say({ type: 'viewing', ...report });
  }

  protected ask(request: Request): Promise<Outcome> {
    return this.requests.ask(this.visitor.dated(request));
  }

  private hello(): Hello | Promise<Hello> {
    const helloWith = (token: string | null) => {
      const { conduct, invite } = this;
      const ofNow = { token, identity: this.identity.load(), epochs: [...this.leases] };
      return this.visitor.hello({ ...ofNow, conduct, invite });
    };
    const token = this.tokens.forHello();
    return token instanceof Promise ? token.then(helloWith) : helloWith(token);
  }

  private welcomed(welcome: Welcome, askedAt: number, isEarlier: boolean): void {
    this.kept.observe(welcome.now, askedAt);
    if (welcome.identity !== null) this.identity.save(welcome.identity);
    const { room, you, receipts } = welcome.snapshot;
    const shared = isEarlier ? {} : { room };
    this.transition({ status: 'connected' }, { ...shared, you, receipts });
    this.share = welcome.joinShare ?? null;
    this.tokens.welcomed();
    this.prompts.welcomed(receipts);
    this.requests.welcomed();
    this.visitor.welcomed();
    const notTaken = rulesNotTaken(this.options.rules ?? {}, welcome, welcome.snapshot.you.role);
    if (notTaken === null || this.toldOfRules) return;
    this.toldOfRules = true;
    this.problem('not-allowed', notTaken.message, notTaken.rules);
  }

  private said(message: RoomMessage, askedAt: number | null): void {
    this.kept.heard(message, askedAt);
    if (message.type === 'receipt') {
      this.prompts.moved(message.receipt);
      this.receipts.tell(message.receipt);
    } else if (message.type === 'conduct') this.commands.tell(message.command);
    else if (message.type === 'capture') this.captures.tell(message.promptId);
    else if (message.type === 'answer') this.answered(message);
    else if (message.type === 'you') this.visitor.tellLooks();
  }

  private answered(answer: Answer): void {
    if (this.requests.answered(answer) || this.prompts.answered(answer) || answer.ok) return;
    const reason = answer.reason ?? 'malformed';
    if (reason === 'bad-invite') this.invite = null;
    this.problem(reason, `The room refused a message: ${reason}.`);
  }

  /** The one place where the connection's status changes, and what depends on it. */
  private transition(next: ConnectionStatus, heard: Partial<ClientView> = {}): void {
    const from = this.view.connection.status;
    if (next.status !== from) this.log('info', 'connection', { from, ...next });
    if (next.status !== 'connected') {
      this.requests.connectionLost();
      this.tokens.connectionLost();
    }
    if (next.status === 'closed' || next.status === 'refused') {
      this.requests.abandon();
      this.prompts.abandon(next.status === 'closed' ? 'closed' : next.reason);
    }
    const onLine = next.status === 'connected' ? {} : { desk: null };
    this.kept.change({ ...heard, ...onLine, connection: next });
  }

  private problem(reason: Reason, message: string, rules?: readonly string[]): void {
    this.log('warn', 'problem', { reason });
    this.problems.tell({ reason, message, ...(rules && { rules }) });
  }
}
