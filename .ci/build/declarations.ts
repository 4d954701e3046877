/**
 * The compiler writes the type of a schema out wherever it is used, so that one message is in a file a hundred
 * times. Here each that comes more than once gets a name.
 */

/** What is shorter costs less than its name. */
const WORTH_A_NAME = 60;
/** Where one begins, and within it also where the shape of an object does. */
const SCHEMA = /\bv\.\w+</g;
const PART = /\bv\.\w+<|\{/g;

interface Shape {
  readonly text: string;
  count: number;
}

/** A file of declarations, with names for the schemas that are in it more than once. */
export function nameShapes(file: string): string {
  const shapes: Shape[] = [];
  const numbers = new Map<string, number>();
  /** Each schema by its number; those within it first. */
  const numbered = (text: string, pattern: RegExp): string => {
    let out = '';
    let from = 0;
    const part = new RegExp(pattern);
    for (let match = part.exec(text); match !== null; match = part.exec(text)) {
      const inner = match.index + match[0].length;
      const end = endOfGroup(text, inner);
      const within = numbered(text.slice(inner, end - 1), PART);
      const shape = `${match[0]}${within}${text.charAt(end - 1)}`;
      const key = shape.replace(/^ +/gm, '');
      const number = numbers.get(key) ?? shapes.push({ text: key, count: 0 }) - 1;
      numbers.set(key, number);
      out += `${text.slice(from, match.index)}⟦${number}⟧`;
      from = end;
      part.lastIndex = end;
    }
    return out + text.slice(from);
  };
  const whole = numbered(file, SCHEMA);
  const uses = (text: string) => [...text.matchAll(/⟦(\d+)⟧/g)].map(([, at]) => Number(at));
  for (const text of [whole, ...shapes.map((shape) => shape.text)]) {
    for (const at of uses(text)) (shapes[at] as Shape).count += 1;
  }
  const written = (text: string): string =>
    text.replace(/⟦(\d+)⟧/g, (_all, at: string) => {
      const shape = shapes[Number(at)] as Shape;
      return isNamed(shape) ? `Shape${at}` : written(shape.text);
    });
  const isNamed = ({ text, count }: Shape) => count > 1 && text.length > WORTH_A_NAME;
  const names = shapes.flatMap((shape, at) =>
    isNamed(shape) ? [`type Shape${at} = ${written(shape.text)};\n`] : [],
  );
  if (names.length === 0) return file;
  // Without an export list of its own, a file of declarations exports whatever is in it.
  const list = /^export \{\};$/m.test(file) ? '' : 'export {};\n';
  return `${written(whole)}${list}${names.join('')}`;
}

/** Where the group ends whose bracket is just before `from`; those in texts and comments are none. */
function endOfGroup(text: string, from: number): number {
  const token = /\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|=>|[<>{}]/g;
  token.lastIndex = from;
  let depth = 1;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '<' || match[0] === '{') depth += 1;
    if (match[0] === '>' || match[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  throw new Error('A declaration has a bracket without an end.');
}
