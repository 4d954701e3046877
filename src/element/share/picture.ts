import { charactersOf } from '../../protocol/graphemes.js';
import { glyphOf, HUES, hueOf } from '../parts/faces.js';

/** What stands on a shared picture. */
interface PictureOf {
  /** The participant's id, which has a colour. */
  readonly by: string;
  readonly name: string;
  readonly text: string;
  readonly room: string;
  readonly portrait: boolean;
  /** What the world looked like; null where that is not to be had. */
  readonly frame: HTMLImageElement | HTMLVideoElement | null;
  readonly font: string;
}

const PADDING = 48;
const FACE = 40;
const LINE = 56;
const LINES_MAX = 5;

/** Scripts that are read from right to left. */
const RIGHT_TO_LEFT =
  /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Draws a moment as a picture to share: how it looked, the words, whose they are, and where it was. */
export function drawMoment(canvas: HTMLCanvasElement, picture: PictureOf): void {
  const { by, name, text, room, portrait, frame, font } = picture;
  const context = canvas.getContext('2d');
  if (context === null) return;
  canvas.width = portrait ? 720 : 1080;
  const inner = canvas.width - 2 * PADDING;
  const frameHeight = Math.round(canvas.width * (portrait ? 832 / 480 : 480 / 832));
  context.font = `600 44px ${font}`;
  const lines = wrapped(text, (line) => context.measureText(line).width <= inner);
  canvas.height = frameHeight + 2 * PADDING + 2 * FACE + 24 + lines.length * LINE + 52;
  context.fillStyle = '#15171c';
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawFrame(context, frame, canvas.width, frameHeight);
  const top = frameHeight + PADDING;
  drawFace(context, { by, name }, top, font);
  const isRtl = RIGHT_TO_LEFT.test(text);
  context.textBaseline = 'middle';
  say(context, [ellipsis(name, 28)], {
    font: `400 32px ${font}`,
    colour: '#c8ccd6',
    top: top + FACE,
    x: PADDING + 2 * FACE + 24,
    isRtl: false,
  });
  const x = isRtl ? canvas.width - PADDING : PADDING;
  const below = top + 2 * FACE + 24 + LINE / 2;
  say(context, lines, { font: `600 44px ${font}`, colour: '#ffffff', top: below, x, isRtl });
  const foot = canvas.height - PADDING;
  say(context, [room], {
    font: `400 26px ${font}`,
    colour: '#a6abb7',
    top: foot,
    x: PADDING,
    isRtl: false,
  });
}

interface Said {
  readonly font: string;
  readonly colour: string;
  readonly top: number;
  readonly x: number;
  readonly isRtl: boolean;
}

function say(context: CanvasRenderingContext2D, lines: readonly string[], said: Said): void {
  const { font, colour, top, x, isRtl } = said;
  context.font = font;
  context.fillStyle = colour;
  context.direction = isRtl ? 'rtl' : 'ltr';
  context.textAlign = 'start';
  for (const [index, line] of lines.entries()) context.fillText(line, x, top + index * LINE);
}

/** The middle of it, as large as the place; a dusk where there is none. */
function drawFrame(
  context: CanvasRenderingContext2D,
  frame: PictureOf['frame'],
  width: number,
  height: number,
): void {
  const [w, h] = frame === null ? [0, 0] : sizeOf(frame);
  if (frame === null || w === 0 || h === 0) {
    const dusk = context.createLinearGradient(0, 0, 0, height);
    for (const [at, colour] of [
      [0, '#10182c'],
      [0.5, '#2a2c4a'],
      [0.7, '#6b4a56'],
      [1, '#0c0e17'],
    ] as const) {
      dusk.addColorStop(at, colour);
    }
    context.fillStyle = dusk;
    context.fillRect(0, 0, width, height);
    return;
  }
  const scale = Math.max(width / w, height / h);
  context.imageSmoothingQuality = 'high';
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.drawImage(frame, (width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale);
  context.restore();
}

function sizeOf(frame: HTMLImageElement | HTMLVideoElement): [number, number] {
  return frame instanceof HTMLVideoElement
    ? [frame.videoWidth, frame.videoHeight]
    : [frame.naturalWidth, frame.naturalHeight];
}

/** The same face as the person has in the room. */
function drawFace(
  context: CanvasRenderingContext2D,
  { by, name }: Pick<PictureOf, 'by' | 'name'>,
  top: number,
  font: string,
) {
  const [x, y] = [PADDING + FACE, top + FACE];
  context.beginPath();
  context.arc(x, y, FACE, 0, 2 * Math.PI);
  context.fillStyle = '#f3a66a';
  // Where this is not understood, the colour before it stays.
  context.fillStyle = `oklch(0.83 0.09 ${(hueOf(by) * (360 / HUES) + 15) % 360})`;
  context.fill();
  context.font = `650 32px ${font}`;
  context.fillStyle = '#14161b';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(glyphOf(name), x, y + 2);
}

/** A text in lines that fit, broken between words of any script, within one only where it alone is too long. */
export function wrapped(text: string, fits: (line: string) => boolean): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const add = (piece: string): void => {
    if (fits((line + piece).trimEnd())) {
      line += piece;
      return;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
  };
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (fits(segment.trimEnd())) add(segment);
    else for (const character of charactersOf(segment)) add(character);
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= LINES_MAX) return lines;
  const shown = lines.slice(0, LINES_MAX);
  return [...shown.slice(0, -1), shortened(shown.at(-1) ?? '', fits)];
}

/** A line with an ellipsis at its end, shortened until that fits, too. */
function shortened(line: string, fits: (line: string) => boolean): string {
  const characters = [...charactersOf(line)];
  while (characters.length > 0 && !fits(`${characters.join('')}…`)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

function ellipsis(text: string, max: number): string {
  const characters = charactersOf(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
