type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hexOf([red, green, blue]: Rgb): string {
  const value = (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue);
  return `#${value.toString(16).padStart(6, '0')}`;
}

/** From `one` (amount 0) to `other` (amount 1). */
export function mix(one: string, other: string, amount: number): string {
  const share = Math.min(1, Math.max(0, amount));
  const [r1, g1, b1] = rgbOf(one);
  const [r2, g2, b2] = rgbOf(other);
  return hexOf([r1 + (r2 - r1) * share, g1 + (g2 - g1) * share, b1 + (b2 - b1) * share]);
}

export function fade(hex: string, alpha: number): string {
  const [red, green, blue] = rgbOf(hex);
  return `rgba(${red}, ${green}, ${blue}, ${Math.min(1, Math.max(0, alpha)).toFixed(3)})`;
}

export function lighter(hex: string, amount: number): string {
  return mix(hex, '#fff6e6', amount);
}

/** Shadows lean to blue, as painters have them. */
export function darker(hex: string, amount: number): string {
  return mix(hex, '#141a38', amount);
}

/** `hue` in turns. */
export function fromHue(hue: number, saturation: number, lightness: number): string {
  const channel = (shift: number): number => {
    const at = (shift + hue * 12) % 12;
    const swing = saturation * Math.min(lightness, 1 - lightness);
    return 255 * (lightness - swing * Math.max(-1, Math.min(at - 3, 9 - at, 1)));
  };
  return hexOf([channel(0), channel(8), channel(4)]);
}

/** The same colour, with its brightness kept and its hue taken away by `amount`. */
export function duller(hex: string, amount: number): string {
  const [red, green, blue] = rgbOf(hex);
  const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
  return mix(hex, hexOf([grey * 0.96, grey, Math.min(255, grey * 1.06)]), amount);
}
