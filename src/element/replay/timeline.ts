import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { reactionsText, totalOf } from '../../protocol/reactions.js';
import type { ReplayPrompt, ReplayStream } from '../../protocol/replay.js';
import { BEFORE_MS, type Moment } from '../replay-entry.js';
import type { Stop, StreamSequence } from './player.js';
import type { ReplayWords } from './replay-words.js';
import type { RoomHttp } from './room-http.js';

/** "Previous" so soon after a prompt's beginning is the one before it. */
const JUST_BEGUN_MS = 2_000;

/** The moment at which to begin, to see a prompt take effect. */
export function startOf({ no }: ReplayStream, { atMs }: ReplayPrompt): Moment {
  return { no, ms: Math.max(0, atMs - BEFORE_MS) };
}

/** The last prompt that has begun by this moment. */
export function promptAt(stream: ReplayStream | null, { ms }: Moment): ReplayPrompt | null {
  return stream?.prompts.filter(({ atMs }) => atMs - BEFORE_MS <= ms).at(-1) ?? null;
}

/** Where the prompt before or after this moment begins, in whichever part. */
export function momentBeside(
  streams: readonly ReplayStream[],
  here: Moment,
  by: 1 | -1,
): Moment | null {
  const starts = streams.flatMap((stream) =>
    stream.prompts.map((prompt) => startOf(stream, prompt)),
  );
  const isBefore = ({ no, ms }: Moment, slackMs: number) =>
    no < here.no || (no === here.no && ms < here.ms - slackMs);
  const found =
    by === 1
      ? starts.find((start) => !isBefore(start, -1))
      : starts.filter((start) => isBefore(start, JUST_BEGUN_MS)).at(-1);
  return found ?? null;
}

/** How many of a replay's prompts are its chapters. */
const LOVED_MAX = 5;

/** How many reactions a prompt had. */
function lovedBy({ reactions }: ReplayPrompt): number {
  return totalOf(reactions ?? {});
}

/** The prompts that most people reacted to, in the order in which they happened. */
export function mostLoved(streams: readonly ReplayStream[]): readonly ReplayPrompt[] {
  const all = streams.flatMap(({ prompts }) => prompts);
  const loved = all.filter((prompt) => lovedBy(prompt) > 0);
  const most = new Set([...loved].sort((a, b) => lovedBy(b) - lovedBy(a)).slice(0, LOVED_MAX));
  return loved.filter((prompt) => most.has(prompt));
}

/** The chapters: what was loved most, each with a tap to it. */
export function chapters({ streams, say, go }: TimelineModel): TemplateResult | typeof nothing {
  const loved = mostLoved(streams);
  if (loved.length === 0) return nothing;
  return html`<div class="chapters" role="group" aria-label=${say.mostLoved}>
    <p class="quiet">${say.mostLoved}</p>
    ${loved.map((prompt) => {
      const stream = streams.find(({ prompts }) => prompts.includes(prompt));
      return html`<button @click=${() => stream && go(startOf(stream, prompt))}>
        <span class="number">${reactionsText(prompt.reactions ?? {})}</span>
        <span class="chapter" dir="auto">${prompt.text}</span>
      </button>`;
    })}
  </div>`;
}

/** After a gap of this length the next stream is shown with its opening prompt. */
const PAUSE_MS = 60_000;

interface TimelineModel {
  readonly say: ReplayWords;
  readonly streams: readonly ReplayStream[];
  readonly gone: ReadonlySet<number>;
  /** What is shown now. */
  readonly moment: Moment | null;
  /** The address of a prompt's picture, as soon as it is known. */
  picture(promptId: string): string | null;
  go(moment: Moment): void;
}

/** The parts of the sequence, each with its prompts: all of it leads to its moment. */
export function timeline(model: TimelineModel): TemplateResult {
  const { streams } = model;
  return html`<ol class="parts">
    ${repeat(
      streams,
      ({ no }) => no,
      (stream, index) => part(stream, streams[index - 1] ?? null, model),
    )}
  </ol>`;
}

function part(
  stream: ReplayStream,
  before: ReplayStream | null,
  model: TimelineModel,
): TemplateResult {
  const { say, moment, gone, go } = model;
  const { no, startedAt, endedAt, prompt, prompts } = stream;
  const isHere = moment?.no === no;
  const current = isHere && moment !== null ? promptAt(stream, moment) : null;
  const begins = before === null || startedAt - (before.endedAt ?? startedAt) > PAUSE_MS;
  const hint = endedAt === null ? say.liveHint : gone.has(no) ? say.goneHint : '';
  const time = whenOf(startedAt, say.locale);
  return html`<li class=${isHere ? 'part here' : 'part'}>
    <button
      class="plain head"
      aria-current=${isHere && current === null ? 'true' : nothing}
      @click=${() => go({ no, ms: 0 })}
    >
      ${endedAt === null ? say.live : time}
    </button>
    ${hint === '' ? nothing : html`<p class="quiet">${hint}</p>`}
    ${begins && prompt !== null ? html`<p class="quiet begins">${say.begins(prompt)}</p>` : nothing}
    <ol>
      ${prompts.map((one) => html`<li>${entry(stream, one, one === current, model)}</li>`)}
    </ol>
  </li>`;
}

function entry(
  stream: ReplayStream,
  prompt: ReplayPrompt,
  isCurrent: boolean,
  { say, picture, go }: TimelineModel,
): TemplateResult {
  const { id, name, text, appliedText, atMs, frame } = prompt;
  const source = frame ? picture(id) : null;
  return html`<button
    class="moment"
    title=${appliedText ?? ''}
    aria-current=${isCurrent ? 'true' : nothing}
    @click=${() => go(startOf(stream, prompt))}
  >
    <span class="frame-of">
      ${source === null ? nothing : html`<img src=${source} alt="" loading="lazy" decoding="async" />`}
    </span>
    <span class="tell">
      <span class="who"><span>${name}</span> <time>${clockOf(stream.startedAt + atMs, say.locale)}</time></span>
      <span class="words">${text}</span>
      ${lovedBy(prompt) > 0 ? html`<span class="loved number">${reactionsText(prompt.reactions ?? {})}</span>` : nothing}
    </span>
  </button>`;
}

/** When a part began: `Nov 22, 14:01`. */
export function whenOf(at: number, locale: string): string {
  const style = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, style).format(at);
}

function clockOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);
}

interface StatusModel {
  readonly say: ReplayWords;
  /** What is said once. */
  readonly notice: string;
  /** A link to be copied by hand, or nothing. */
  readonly link: string;
  /** What is on its way: the sequence, or a part's recording. */
  readonly doing: 'sequence' | 'part' | null;
  /** Why nothing plays, and at which part. */
  readonly stop: Stop | null;
  readonly stopped: ReplayStream | null;
  /** Nothing has ended yet. */
  readonly isEmpty: boolean;
  again(): void;
}

/** What may work when it is tried again. */
const CURABLE: ReadonlySet<Stop> = new Set(['coming', 'away', 'broken']);

/** What goes on, or why nothing does, below the picture. */
export function status(model: StatusModel): TemplateResult {
  const { say, notice, link, stop, again } = model;
  const words = [notice, standing(model)].filter((text) => text !== '').join(' ');
  const field = html`<input
    readonly
    aria-label=${say.linkLabel}
    .value=${link}
    @focus=${selectAll}
  />`;
  const retry = html`<button @click=${again}>${say.tryAgain}</button>`;
  return html`<div class="status">
    <p role="status">${words}</p>
    ${link === '' ? nothing : field} ${stop !== null && CURABLE.has(stop) ? retry : nothing}
  </div>`;
}

function standing({ say, doing, stop, stopped, isEmpty }: StatusModel): string {
  if (stop !== null) return stopInWords(stop, stopped, say);
  if (doing === 'sequence') return say.fetching;
  if (doing === 'part') return say.fetchingPart;
  return isEmpty ? say.nothing : '';
}

export function stopInWords(stop: Stop, stream: ReplayStream | null, say: ReplayWords): string {
  const words: Readonly<Record<Stop, string>> = {
    gone: say.goneAtEnd(whenOf(stream?.startedAt ?? 0, say.locale)),
    live: say.liveHint,
    coming: say.coming,
    off: say.off,
    away: say.away,
    broken: say.unplayable,
    end: say.end,
  };
  return words[stop];
}

/** The prompt that has made what is shown. */
export function nowShown(sequence: StreamSequence, moment: Moment | null, say: ReplayWords) {
  const prompt = moment === null ? null : promptAt(sequence.find(moment.no), moment);
  if (prompt === null) return nothing;
  return html`<div class="now">
    <p class="said">${say.wished(prompt.name, prompt.text)}</p>
    <p class="made">${prompt.appliedText}</p>
  </div>`;
}

function selectAll({ target }: Event): void {
  if (target instanceof HTMLInputElement) target.select();
}

const PATH = '/recordings?format=json';
const NAME = 'recordings.json';

/** The link to the whole sequence as a file; where a token is needed, a click fetches it first. */
export function downloadLink(http: RoomHttp, say: ReplayWords, failed: () => void): TemplateResult {
  const address = http.openAddress(PATH);
  const fetchFirst = (event: Event) => {
    if (address !== null) return;
    event.preventDefault();
    void download(http, failed);
  };
  return html`<a
    href=${address ?? '#'}
    download=${NAME}
    target="_blank"
    rel="noopener"
    @click=${fetchFirst}
    >${say.download}</a
  >`;
}

async function download(http: RoomHttp, failed: () => void): Promise<void> {
  const address = await http.readFile(PATH);
  if (address === null) return failed();
  Object.assign(document.createElement('a'), { href: address, download: NAME }).click();
  URL.revokeObjectURL(address);
}
