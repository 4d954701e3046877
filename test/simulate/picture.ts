import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Result } from './results.js';

const COLOURS = [
  ...['#2563eb', '#ea580c', '#16a34a', '#9333ea', '#dc2626'],
  ...['#0891b2', '#ca8a04', '#6b7280', '#db2777'],
];
const SIZE = { width: 1500, height: 560, panel: 420, top: 70, left: 70, gap: 70 };

/** One panel: a square of its own, with axes from 0 to what is given. */
interface Axes {
  readonly x: number;
  readonly xMax: number;
  readonly yMax: number;
}

/** Three panels: announced and actual waits, who got how much, and prompts over time. */
export async function drawResults(results: readonly Result[]): Promise<Buffer> {
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, SIZE.width, SIZE.height);
  pen.font = '15px sans-serif';
  drawWaits(pen, results);
  drawShares(pen, results);
  drawPrompts(pen, results);
  return canvas.encode('png');
}

function drawWaits(pen: SKRSContext2D, results: readonly Result[]): void {
  const axes = { x: SIZE.left, xMax: 400, yMax: 400 };
  frame(pen, axes, 'Waits: announced (across) and actual (up), s');
  line(pen, axes, '#9ca3af', [
    [0, 0],
    [400, 400],
  ]);
  const shown = results.filter(({ waits }) => waits.length > 0);
  for (const { name, waits } of shown) {
    pen.fillStyle = `${colourOf(results, name)}88`;
    for (const { expected, actual } of waits) {
      if (expected > 400_000 || actual > 400_000) continue;
      const [x, y] = place(axes, expected / 1000, actual / 1000);
      pen.fillRect(x - 2, y - 2, 4, 4);
    }
  }
  legend(pen, axes, results, shown);
}

function drawShares(pen: SKRSContext2D, results: readonly Result[]): void {
  const axes = { x: SIZE.left + SIZE.panel + SIZE.gap, xMax: 1, yMax: 2 };
  frame(pen, axes, 'Turns got per fair share, by person (1 is fair)');
  line(pen, axes, '#9ca3af', [
    [0, 1],
    [1, 1],
  ]);
  const shown = results.filter(({ fairness }) => fairness !== null);
  for (const { name, shares } of shown) {
    const sorted = [...shares].sort((a, b) => a - b);
    const points = sorted.map((share, index): [number, number] => [
      index / Math.max(1, sorted.length - 1),
      Math.min(2, share),
    ]);
    line(pen, axes, colourOf(results, name), points);
  }
  legend(pen, axes, results, shown);
}

function drawPrompts(pen: SKRSContext2D, results: readonly Result[]): void {
  const most = Math.max(...results.flatMap(({ appliedPerTenMinutes }) => appliedPerTenMinutes));
  // The names have the upper part to themselves.
  const yMax = Math.ceil((most * 1.9) / 20) * 20;
  const axes = { x: SIZE.left + 2 * (SIZE.panel + SIZE.gap), xMax: 120, yMax };
  frame(pen, axes, 'Prompts applied in ten minutes, over two hours');
  for (const { name, appliedPerTenMinutes } of results) {
    const points = appliedPerTenMinutes.map((count, index): [number, number] => [
      5 + 10 * index,
      count,
    ]);
    line(pen, axes, colourOf(results, name), points);
  }
  legend(pen, axes, results, results);
}

function frame(pen: SKRSContext2D, axes: Axes, title: string): void {
  pen.strokeStyle = '#d1d5db';
  pen.lineWidth = 1;
  pen.strokeRect(axes.x, SIZE.top, SIZE.panel, SIZE.panel);
  pen.fillStyle = '#111827';
  pen.fillText(title, axes.x, SIZE.top - 16);
  pen.fillStyle = '#6b7280';
  for (const part of [0, 0.5, 1]) {
    const [x, y] = place(axes, part * axes.xMax, part * axes.yMax);
    pen.fillText(String(part * axes.xMax), x - 8, SIZE.top + SIZE.panel + 20);
    pen.fillText(String(part * axes.yMax), axes.x - 40, y + 5);
  }
}

function legend(
  pen: SKRSContext2D,
  { x }: Axes,
  results: readonly Result[],
  shown: readonly Result[],
): void {
  for (const [index, { name }] of shown.entries()) {
    pen.fillStyle = colourOf(results, name);
    pen.fillText(name, x + 12, SIZE.top + 24 + 20 * index);
  }
}

function line(
  pen: SKRSContext2D,
  axes: Axes,
  colour: string,
  points: readonly (readonly [number, number])[],
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(...place(axes, x, y));
  pen.stroke();
}

function place({ x: left, xMax, yMax }: Axes, x: number, y: number): [number, number] {
  return [left + (x / xMax) * SIZE.panel, SIZE.top + SIZE.panel * (1 - y / yMax)];
}

function colourOf(results: readonly Result[], name: string): string {
  return COLOURS[results.findIndex((result) => result.name === name)] ?? '#000000';
}
