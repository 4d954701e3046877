/** A look of a site's own: a base theme, and the element's public variables by their names. */
interface OwnLook {
  readonly name: string;
  readonly title: string;
  readonly lead: string;
  readonly theme: 'light' | 'dark';
  readonly variables: Readonly<Record<string, string>>;
}

/** Three that have little in common, made with the variables alone. */
export const OWN_LOOKS: readonly OwnLook[] = [
  {
    name: 'paper',
    title: 'Paper',
    lead: 'A page of a book: warm paper, ink, and one red.',
    theme: 'light',
    variables: {
      accent: '#9b2d1f',
      'on-accent': '#fffaf2',
      surface: '#fdf8ee',
      raised: '#f4ebda',
      text: '#2b2117',
      quiet: '#66573f',
      line: '#2b211726',
      field: '#86745a',
      good: '#2c5e33',
      bad: '#9b2d1f',
      focus: '#1d4f91',
      radius: '0.25rem',
      font: "Georgia, 'Times New Roman', serif",
    },
  },
  {
    name: 'night-show',
    title: 'Night show',
    lead: 'A stage after dark: violet, round, with a warm light on whose turn it is.',
    theme: 'dark',
    variables: {
      accent: '#ffd166',
      'on-accent': '#1c1300',
      surface: '#160f29',
      raised: '#221842',
      text: '#f4efff',
      quiet: '#b9addb',
      line: '#f4efff26',
      field: '#8477ab',
      good: '#8ff0b5',
      bad: '#ffb0bd',
      focus: '#7de2ff',
      radius: '1.5rem',
    },
  },
  {
    name: 'terminal',
    title: 'Terminal',
    lead: 'Square, green on black, in letters of one width.',
    theme: 'dark',
    variables: {
      accent: '#5dff9b',
      'on-accent': '#03150a',
      surface: '#07110b',
      raised: '#0e1d14',
      text: '#d8ffe6',
      quiet: '#8fc7a4',
      line: '#d8ffe626',
      field: '#5f9478',
      good: '#5dff9b',
      bad: '#ffb199',
      focus: '#ffe66d',
      radius: '0',
      font: "ui-monospace, 'Cascadia Mono', Menlo, monospace",
    },
  },
];

/** The rule of a style sheet that gives an element this look. */
export function ruleOf({ name, variables }: OwnLook): string {
  const lines = Object.entries(variables).map(([key, value]) => `  --odyssey-${key}: ${value};`);
  return `odyssey-broadcast.${name} {\n${lines.join('\n')}\n}\n`;
}
