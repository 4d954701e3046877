import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ReplayStream } from '../../protocol/replay.js';
import { hueOf } from '../parts/faces.js';
import type { Moment } from '../replay-entry.js';
import { clockFace } from '../words/language.js';
import type { ReplayWords } from './replay-words.js';

interface TransportModel {
  readonly say: ReplayWords;
  readonly video: HTMLVideoElement;
  /** Oldest first. */
  readonly streams: readonly ReplayStream[];
  /** What is shown now. */
  readonly moment: Moment | null;
  /** Whether it plays, or will as soon as it can. */
  readonly plays: boolean;
  /** The prompts that are marked. */
  readonly loved: ReadonlySet<string>;
  toggle(): void;
  go(moment: Moment): void;
  redraw(): void;
}

/** Play, pause, time and place over all parts, as if they were one recording. */
export function transport(model: TransportModel): TemplateResult {
  const { say, video, moment, plays, toggle, go, redraw } = model;
  const line = new TimeLine(model.streams);
  const at = moment === null ? 0 : line.placeOf(moment);
  const [now, all] = [clockFace(at), clockFace(line.lengthMs)];
  const seek = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const target = line.momentAt(Number(currentTarget.value));
    if (target !== null) go(target);
  };
  const silence = () => {
    video.muted = !video.muted;
    redraw();
  };
  const enlarge = () => void video.parentElement?.requestFullscreen().catch(() => undefined);
  return html`<div class="transport">
    ${control(plays ? say.pause : say.play, plays ? PAUSE : PLAY, toggle)}
    <span class="number">${now} / ${all}</span>
    <span class="seek">
      <svg aria-hidden="true">
        ${marks(model).map(
          ({ place, isLoved, by }) => svg`<rect
            class=${isLoved ? 'loved' : `h${hueOf(by)}`}
            x=${`${((100 * place) / Math.max(1, line.lengthMs)).toFixed(2)}%`}
            width=${isLoved ? 4 : 2}
            height="100%"
          ></rect>`,
        )}
      </svg>
      <input
        type="range"
        min="0"
        max=${line.lengthMs}
        step="1000"
        aria-label=${say.position}
        aria-valuetext=${say.positionOf(now, all)}
        .value=${String(at)}
        @change=${seek}
      />
    </span>
    ${control(video.muted ? say.soundOn : say.soundOff, video.muted ? SILENT : SOUND, silence)}
    ${document.fullscreenEnabled ? control(say.fullScreen, CORNERS, enlarge) : nothing}
  </div>`;
}

function marks({ streams, loved }: TransportModel) {
  const line = new TimeLine(streams);
  return streams.flatMap(({ no, prompts }) =>
    prompts.map(({ id, by, atMs }) => ({
      by,
      place: line.placeOf({ no, ms: atMs }),
      isLoved: loved.has(id),
    })),
  );
}

/** The parts that have ended, one after the other without what lay between them. */
export class TimeLine {
  readonly lengthMs: number;
  private readonly parts: readonly { no: number; from: number; ms: number }[];

  constructor(streams: readonly ReplayStream[]) {
    let from = 0;
    this.parts = streams.flatMap(({ no, startedAt, endedAt }) => {
      if (endedAt === null) return [];
      const part = { no, from, ms: Math.max(0, endedAt - startedAt) };
      from += part.ms;
      return [part];
    });
    this.lengthMs = from;
  }

  placeOf({ no, ms }: Moment): number {
    const part = this.parts.find((one) => one.no === no);
    return part === undefined ? this.lengthMs : part.from + Math.min(ms, part.ms);
  }

  momentAt(place: number): Moment | null {
    const part = this.parts.filter(({ from }) => from <= place).at(-1);
    return part === undefined ? null : { no: part.no, ms: Math.min(place - part.from, part.ms) };
  }
}

const PLAY = 'M8 5l11 7-11 7z';
const PAUSE = 'M9 6v12M15 6v12';
const SOUND = 'M4 9v6h4l5 4V5L8 9zM16.500 8.500a5 5 0 0 1 0 7';
const SILENT = 'M4 9v6h4l5 4V5L8 9zM17 9l5 6M22 9l-5 6';
const CORNERS = 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5';

function control(label: string, lines: string, press: () => void): TemplateResult {
  return html`<button class="plain control" aria-label=${label} title=${label} @click=${press}>
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round" d=${lines} />
    </svg>
  </button>`;
}
