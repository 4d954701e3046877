import type { SKRSContext2D } from '@napi-rs/canvas';
import { fontStack } from './font.js';

const mostLines = 2;
/** More than two lines can ever hold; bounds the measuring. */
const longestCaption = 320;

/** What would break or reorder the line; joiners stay, emoji need them. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\s]+/gu;

interface Caption {
  paint(context: SKRSContext2D): void;
}

type Measure = (line: string) => number;

/** The prompt as a subtitle: at most two lines, on a soft dark pill. */
export function captionOf(text: string, width: number, height: number, unit: number): Caption {
  const clean = [
    ...text
      .slice(0, longestCaption * 2)
      .replace(unprintable, ' ')
      .trim(),
  ]
    .slice(0, longestCaption)
    .join('');
  const size = Math.round(17 * unit);
  const font = `500 ${size}px ${fontStack}`;
  const lineHeight = size * 1.36;
  let layout: { lines: readonly string[]; wide: number } | undefined;

  return {
    paint(context) {
      if (clean === '') return;
      context.font = font;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      const measure = (line: string): number => context.measureText(line).width;
      if (layout === undefined) {
        const lines = balanced(clean, width * 0.86 - 36 * unit, measure);
        layout = { lines, wide: Math.max(...lines.map(measure)) + 36 * unit };
      }
      const { lines, wide } = layout;
      const tall = lines.length * lineHeight + 13 * unit;
      const top = height - 14 * unit - tall;
      context.fillStyle = 'rgba(10, 13, 26, 0.56)';
      context.beginPath();
      context.roundRect((width - wide) / 2, top, wide, tall, Math.min(tall / 2, 19 * unit));
      context.fill();
      context.fillStyle = '#fbf8f0';
      for (const [index, line] of lines.entries()) {
        context.fillText(line, width / 2, top + 6.5 * unit + (index + 0.52) * lineHeight);
      }
    },
  };
}

/** Two lines of about one length read better than a full one and an orphan. */
function balanced(text: string, room: number, measure: Measure): readonly string[] {
  const greedy = wrapped(text, room, measure);
  if (greedy.length < mostLines || measure(text) > room * 1.9) return greedy;
  const even = wrapped(text, Math.min(room, measure(text) * 0.56), measure);
  return even.at(-1)?.endsWith('…') ? greedy : even;
}

/** Greedy lines, breaking inside a word only if it is wider than a line. */
function wrapped(text: string, room: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (line !== '' && measure(line + letter) > room) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
    if (lines.length >= mostLines) break;
  }
  if (lines.length < mostLines) return line === '' ? lines : [...lines, line];
  const kept = lines.slice(0, mostLines);
  if (lines.length === mostLines && line === '') return kept;
  return [...kept.slice(0, -1), shortened(kept.at(-1) ?? '', room, measure)];
}

function shortened(line: string, room: number, measure: Measure): string {
  const letters = [...line];
  while (letters.length > 0 && measure(`${letters.join('').trimEnd()}…`) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
