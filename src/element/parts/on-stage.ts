import { html, nothing, type TemplateResult } from 'lit';
import type { RoomPlayback } from '../ports.js';
import { type Actions, type Frame, isHeld, streamOf } from '../render-context.js';
import { clockFace } from '../words/durations.js';
import { explain } from '../words/words.js';
import { ring } from './turn-bar.js';

export type Sound = 'none' | 'on' | 'off';

/** Every stream has an audio track; one that is muted carries nothing, and needs no button. */
export function soundOf(
  videos: Iterable<HTMLVideoElement>,
  picture: RoomPlayback | null,
  forbidden: boolean,
): Sound {
  if (picture === null || forbidden) return 'none';
  for (const { srcObject } of videos) {
    if (!(srcObject instanceof MediaStream)) continue;
    if (srcObject.getAudioTracks().some((track) => !track.muted)) {
      return picture.muted ? 'off' : 'on';
    }
  }
  return 'none';
}

/** How long a break between two streams usually is: what its ring begins with. */
const BREAK_MS = 3000;

/** What the room has to say on the picture: who asks for what, how it stands, who watches. */
export function onStage(frame: Frame, sound: Sound, actions: Actions): TemplateResult {
  return html`
    ${caption(frame)} ${breath(frame)}
    <div class="top">${pills(frame)} ${soundButton(sound, frame, actions)}</div>
  `;
}

/** The prompt on its way to the world, for everyone to see. */
function caption({ view, words }: Frame): TemplateResult | typeof nothing {
  const performing = view.room?.performing ?? null;
  if (performing === null) return nothing;
  return html`<div class="caption">
    <span class="who">${words.onItsWay(performing.name)}</span>
    <span class="said">${performing.text}</span>
  </div>`;
}

/** The picture stands still between two streams: why, and for how long. */
function breath(frame: Frame): TemplateResult | typeof nothing {
  const { view, words, time } = frame;
  const life = view.room?.life;
  if (life?.phase !== 'renewing' || !isHeld(life)) return nothing;
  const left = time.until(life.expectedAt);
  return html`<div part="overlay" class="breath">
    ${
      left > 0
        ? ring({ endsAt: life.expectedAt }, BREAK_MS, frame)
        : html`<span class="spinner"></span>`
    }
    <div>
      <p class="what">${words.breath}</p>
      <p class="why">${left > 0 ? words.backSoon : words.anyMoment}</p>
    </div>
  </div>`;
}

function pills(frame: Frame): TemplateResult | typeof nothing {
  const { room, connection } = frame.view;
  const { words } = frame;
  if (room === null) return nothing;
  const lost = connection.status !== 'connected';
  const live = streamOf(room.life) !== null && !lost;
  return html`
    ${live ? html`<span part="status" class="pill on"><i class="dot"></i>${words.live}</span>` : nothing}
    ${lost ? html`<span part="status" class="pill"><i class="dot"></i>${words.reconnecting}</span>` : nothing}
    <span class="pill number">${words.watching(room.audience.watching)}</span>
    ${lastCall(frame)}
  `;
}

/** The broadcast has to close, whoever is here: when, and why. */
function lastCall({ view, time, words }: Frame): TemplateResult | typeof nothing {
  const life = view.room?.life;
  const call = life !== undefined && 'lastCall' in life ? life.lastCall : null;
  if (call === null) return nothing;
  return html`<span part="status" class="pill closes"
    ><b class="number">${words.closesIn(clockFace(time.until(call.at)))}</b>
    ${explain(words, call, null)}</span
  >`;
}

function soundButton(sound: Sound, { words }: Frame, actions: Actions) {
  if (sound === 'none') return nothing;
  const label = sound === 'on' ? words.soundOff : words.soundOn;
  return html`<button class="sound" aria-label=${label} @click=${actions.toggleSound}>
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path fill="currentColor" d="M4 9v6h4l5 4V5L8 9z" />
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        d=${sound === 'on' ? 'M16.500 8.500a5 5 0 0 1 0 7M19 6a8.500 8.500 0 0 1 0 12' : 'M17 9l5 6M22 9l-5 6'}
      />
    </svg>
  </button>`;
}
