/** How much lighter one is than the other, as WCAG counts it. */
export function contrast(one: string, other: string): number {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const lightness = (color: string) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const [first, second] = [lightness(one), lightness(other)];
  return Math.max(first, second) / Math.min(first, second);
}
