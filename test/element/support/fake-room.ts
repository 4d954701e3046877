import {
  type ClientOptions,
  type ClientProblem,
  type ClientView,
  EMPTY_VIEW,
  type SettledReceipt,
  type TokenSource,
} from '../../../src/client/index.js';
import { settledReceipt } from '../../../src/client/pending-prompts.js';
import type { RoomPorts } from '../../../src/element/controller.js';
import { readRules } from '../../../src/element/line.js';
import type { RoomClient, RoomPlayback } from '../../../src/element/ports.js';
import type { PlaybackOptions } from '../../../src/playback/playback.js';
import {
  type PlaybackState,
  sameState,
  type Visibility,
} from '../../../src/playback/playback-state.js';
import type { ConductorCommand, ConductorReport } from '../../../src/protocol/conducting.js';
import type { ActInput } from '../../../src/protocol/moderation.js';
import { ACCEPTED, isSettled, type Outcome, type Receipt } from '../../../src/protocol/reasons.js';
import type { RulesPatch } from '../../../src/protocol/rules.js';
import type { Watch } from '../../../src/protocol/view.js';
import { NOW } from './views.js';

type Listener<Value> = (value: Value) => void;

class Listeners<Value> {
  readonly all = new Set<Listener<Value>>();

  add(listener: Listener<Value>): () => void {
    this.all.add(listener);
    return () => this.all.delete(listener);
  }

  tell(value: Value): void {
    for (const listener of this.all) listener(value);
  }
}

/** A client whose room is the test: it says what it is told to, and remembers what it was asked. */
export class FakeClient implements RoomClient {
  readonly leases = new Set<number>();
  joinShare: number | null = null;
  conduct = 'no' as const;
  view: ClientView = EMPTY_VIEW;
  readonly options: ClientOptions;
  readonly asked: string[] = [];
  /** What the next requests are answered with. */
  answer: Outcome = ACCEPTED;
  /** Instant of the room's clock; it moves only when a test moves it. */
  time = NOW;
  /** Whether the page said last that it is in front. */
  visible: boolean | null = null;
  open = false;
  left = false;
  readonly views = new Listeners<ClientView>();
  readonly receipts = new Listeners<Receipt>();
  readonly problems = new Listeners<ClientProblem>();
  private readonly settling = new Map<string, (receipt: SettledReceipt) => void>();

  constructor(options: ClientOptions) {
    this.options = options;
  }

  show(view: ClientView): void {
    this.view = view;
    this.views.tell(view);
  }

  /** A step in the life of a prompt, as the room would tell it. */
  step(receipt: Receipt): void {
    const others = this.view.receipts.filter(({ id }) => id !== receipt.id);
    this.show({ ...this.view, receipts: [...others, receipt] });
    this.receipts.tell(receipt);
    if (!isSettled(receipt.status)) return;
    const { id, text } = receipt;
    this.settling.get(id)?.(settledReceipt(id, text, receipt));
  }

  readonly behind: number[] = [];
  setBehind(ms: number): void {
    this.behind.push(ms);
  }
  setVisible(visible: boolean): void {
    this.visible = visible;
  }

  subscribe(listener: Listener<ClientView>): () => void {
    return this.views.add(listener);
  }
  onReceipt(listener: Listener<Receipt>): () => void {
    return this.receipts.add(listener);
  }
  readonly captures = new Listeners<string>();
  readonly frames: { promptId: string; jpeg: string | null }[] = [];
  onCapture(listener: Listener<string>): () => void {
    return this.captures.add(listener);
  }
  sendThumbnail(promptId: string, jpeg: string | null): boolean {
    this.frames.push({ promptId, jpeg });
    return true;
  }
  onProblem(listener: Listener<ClientProblem>): () => void {
    return this.problems.add(listener);
  }
  readonly commands = new Listeners<ConductorCommand>();
  onCommand(listener: Listener<ConductorCommand>): () => void {
    return this.commands.add(listener);
  }
  connect(): void {
    this.open = true;
  }
  close(): void {
    this.open = false;
  }
  check(): void {
    this.asked.push('check');
  }
  now(): number {
    return this.time;
  }
  readonly reports: ConductorReport[] = [];
  report(report: ConductorReport): boolean {
    this.reports.push(report);
    return true;
  }
  /** What it was told to be shown. */
  readonly moves: (string | null)[] = [];
  moved(to: string | null): boolean {
    this.moves.push(to);
    return true;
  }
  readonly told: unknown[] = [];
  tellViewing(report: unknown): boolean {
    this.told.push(report);
    return true;
  }
  typing(): void {
    this.asked.push('typing');
  }
  renew(token: TokenSource): Promise<Outcome> {
    return this.ask(`renew ${typeof token === 'string' ? token : 'by asking'}`);
  }
  chooseName(name: string): Promise<Outcome> {
    this.asked.push(`chooseName ${name}`);
    return Promise.resolve(this.answer);
  }
  rename(name: string | null): void {
    this.asked.push(`rename ${name}`);
  }
  prompt(text: string): Promise<SettledReceipt> {
    return this.promptWithId(`prompt-${this.asked.length}`, text);
  }
  promptWithId(id: string, text: string): Promise<SettledReceipt> {
    this.asked.push(`prompt ${text}`);
    this.lastPromptId = id;
    return new Promise((resolve) => this.settling.set(id, resolve));
  }
  lastPromptId = '';
  withdraw(id: string): Promise<Outcome> {
    return this.ask(`withdraw ${id}`);
  }
  undo(id: string): Promise<Outcome> {
    return this.ask(`undo ${id}`);
  }
  react(emoji: string): Promise<Outcome> {
    return this.ask(`react ${emoji}`);
  }
  requestTurn(): Promise<Outcome> {
    return this.ask('request-turn');
  }
  claimTurn(): Promise<Outcome> {
    return this.ask('claim-turn');
  }
  releaseTurn(): Promise<Outcome> {
    return this.ask('release-turn');
  }
  passTurn(to: string | null = null): Promise<Outcome> {
    return this.ask(to === null ? 'pass-turn' : `pass-turn ${to}`);
  }
  extendTurn(): Promise<Outcome> {
    return this.ask('extend-turn');
  }
  skipVote(): Promise<Outcome> {
    return this.ask('skip-vote');
  }
  vote(choice: string): Promise<Outcome> {
    return this.ask(`vote ${choice}`);
  }
  takeTurn(): Promise<Outcome> {
    return this.ask('take-turn');
  }
  keepTurn(): Promise<Outcome> {
    return this.ask('keep-turn');
  }
  choose(promptId: string): Promise<Outcome> {
    return this.ask(`choose ${promptId}`);
  }
  dismiss(promptId: string): Promise<Outcome> {
    return this.ask(`dismiss ${promptId}`);
  }
  switchVote(mode: string): Promise<Outcome> {
    return this.ask(`switch-vote ${mode}`);
  }
  act(act: ActInput): Promise<Outcome> {
    return this.ask(`act ${JSON.stringify(act)}`);
  }
  openDesk(open: boolean): Promise<Outcome> {
    return this.ask(`openDesk ${open}`);
  }
  setRules(rules: RulesPatch): Promise<Outcome> {
    return this.ask(`set-rules ${JSON.stringify(rules)}`);
  }
  start(): Promise<Outcome> {
    return this.ask('start');
  }
  stop(): Promise<Outcome> {
    return this.ask('stop');
  }
  pause(): Promise<Outcome> {
    return this.ask('pause');
  }
  resume(): Promise<Outcome> {
    return this.ask('resume');
  }

  private ask(what: string): Promise<Outcome> {
    this.asked.push(what);
    return Promise.resolve(this.answer);
  }
}

export class FakePlayback implements RoomPlayback {
  state: PlaybackState = { status: 'idle' };
  muted = true;
  closed = false;
  readonly watched: (Watch | null)[] = [];
  readonly seen: Visibility[] = [];
  resumed = 0;
  checked = 0;
  private readonly options: PlaybackOptions;

  constructor(options: PlaybackOptions) {
    this.options = options;
  }

  /** As the real one it tells no state twice. */
  become(state: PlaybackState): void {
    if (sameState(state, this.state)) return;
    this.state = state;
    this.options.onState(state);
  }
  /** Over how long each join was spread. */
  readonly spreads: (number | undefined)[] = [];
  readonly shares: (number | null | undefined)[] = [];
  /** As the real one it watches nothing twice. */
  watch(watch: Watch | null, spreadMs?: number, share?: number | null): void {
    const before = this.watched.at(-1);
    if (watch?.webrtcUrl === before?.webrtcUrl && watch?.token === before?.token) return;
    this.watched.push(watch);
    this.spreads.push(spreadMs);
    this.shares.push(share);
    this.become(watch === null ? { status: 'idle' } : { status: 'playing' });
  }
  setVisible(visibility: Visibility): void {
    this.seen.push(visibility);
  }
  resume(): void {
    this.resumed += 1;
  }
  check(): void {
    this.checked += 1;
  }
  setMuted(muted: boolean): void {
    this.muted = muted;
  }
  shown: Blob | null = null;
  captureFrame(): Promise<Blob | null> {
    return Promise.resolve(this.shown);
  }
  close(): void {
    this.closed = true;
  }
}

/** Ports that hand out fakes, and keep them in sight. */
export class FakePorts implements RoomPorts {
  readonly clients: FakeClient[] = [];
  readonly playbacks: FakePlayback[] = [];
  dial: RoomPorts['dial'] = () => null;
  offer: RoomPorts['offer'] = () => null;
  loadLine: RoomPorts['loadLine'] = async () => ({
    readRules,
    sendThumbnails: () => {},
    join: (options, lastFrame) => this.join(options, lastFrame),
  });
  loadPlay: RoomPorts['loadPlay'] = async () => ({
    play: (options) => ({ playback: this.play(options), tell: () => {} }),
  });
  /** The element asks first and so has them first: two imports of one module know no order. */
  loadRoom: RoomPorts['loadRoom'] = () => {
    this.loaded ??= import('../../../src/element/room-ui.js');
    return this.loaded;
  };
  private loaded: ReturnType<RoomPorts['loadRoom']> | null = null;

  get client(): FakeClient {
    return this.clients.at(-1)!;
  }

  get playback(): FakePlayback {
    return this.playbacks.at(-1)!;
  }

  /** Takes what the conductor begins its next stream with. */
  lastFrame: () => Promise<Blob | null> = async () => null;

  join(options: ClientOptions, lastFrame: () => Promise<Blob | null>) {
    this.lastFrame = lastFrame;
    const client = new FakeClient(options);
    this.clients.push(client);
    const leave = () => {
      client.close();
      client.left = true;
    };
    return { client, leave };
  }

  play(options: PlaybackOptions) {
    const playback = new FakePlayback(options);
    this.playbacks.push(playback);
    return playback;
  }
}
