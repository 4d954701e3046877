/** A cell holds one line, and a bar in it would end it. */
function cell(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** A page that nobody edits: its first line says so. */
export function page(title: string, source: string, ...parts: readonly string[]): string {
  const note = `<!-- Generated from ${source}: do not edit, run \`npm run docs\`. -->`;
  return `${[note, `# ${title}`, ...parts].join('\n\n')}\n`;
}
