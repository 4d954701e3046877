/** Whatever the machine has; the text engine falls back glyph by glyph. */
export const fontStack = '"Inter", "Noto Sans", "DejaVu Sans", "Liberation Sans", sans-serif';
