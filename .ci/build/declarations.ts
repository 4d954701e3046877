/**
 * The compiler writes the type of a schema out wherever it is used, with all its actions, and that is what an editor
 * shows. The package has what it is of instead. What comes more than once in a file gets a name there.
 */

/** What may be put into a schema, or what comes out of it. */
type Side = 'Input' | 'Output';

/** What is shorter costs less than its name. */
const WORTH_A_NAME = 40;
const INFERRED = /\bv\.Infer(Input|Output)<((?:[^<>]|<[^<>]*>)+)>/g;
const KIND = /^v\.(\w+?)(?:Schema|Action)?<([\s\S]*)>$/;
const PROPERTY = /^((?:\/\*\*[\s\S]*?\*\/\s*)?)(?:readonly )?(\w+): ([\s\S]+)$/;
/** Where a shape stands until all are known, and where it is all that a type is. */
const MARK = /⟦\d+⟧/g;
const ALIAS = /^(export type (\w+) = )(⟦\d+⟧);$/gm;
const TOKEN = /\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|=>|[<>{}[\]();,&|]/g;

/** A file of declarations, with what its schemas are of in their place. */
export function withoutSchemas(file: string): string {
  const shapes = new Shapes();
  const text = file.replace(INFERRED, (all, side: Side, of: string) =>
    of.replace(/\(?typeof (\w+)\)?/, (_typeof, name: string) => {
      const [, after] = file.split(`declare const ${name}: `);
      if (after === undefined) throw new Error(`${all}: it is no schema of its file.`);
      return shapes.of((split(after, ';')[0] ?? '').replace(/^ +/gm, ''), side);
    }),
  );
  return shapes.written(text);
}

/** What is between brackets, or all of a text, in the parts between one sign. */
function split(text: string, by: ',' | ';' | '&' | '|'): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ('<{[('.includes(token)) depth += 1;
    else if ('>}])'.includes(token)) depth -= 1;
    else if (depth === 0 && token === by) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}

class Shapes {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** The type of a schema; what is none stays as it is. */
  of(schema: string, side: Side): string {
    if (/^\{/.test(schema)) return this.object(schema, side);
    const [, kind, inside = ''] = KIND.exec(schema) ?? [];
    if (kind === undefined) return schema;
    const [first = '', second = ''] = split(inside, ',');
    const items = () => split(first.replace(/^readonly /, '').slice(1, -1), ',');
    switch (kind) {
      case 'String':
      case 'Number':
      case 'Boolean':
        return kind.toLowerCase();
      case 'Literal':
        return first;
      case 'Picklist':
        return this.shape(items().join(' | '));
      case 'Array':
        return `Array<${this.of(first, side)}>`;
      case 'Tuple':
        return `[${items()
          .map((one) => this.of(one, side))
          .join()}]`;
      case 'Record':
        return `{ [name: string]: ${this.of(second, side)} }`;
      case 'Nullable':
        return `${this.of(first, side)} | null`;
      case 'Optional':
      case 'SchemaWithFallback':
        return this.of(first, side);
      case 'Union':
        return this.either(first, side);
      case 'Variant':
        return this.either(second, side);
      case 'Generic':
        return side === 'Input' ? first : second;
      case 'Object':
      case 'StrictObject':
        return this.object(first, side);
      case 'SchemaWithPipe':
        return this.piped(items(), side);
      default:
        throw new Error(`The build does not know what ${kind} is of.`);
    }
  }

  /** The same with names for what comes more than once. */
  written(text: string): string {
    // Some have a name already, by which others know them.
    const names = new Map<string, string>();
    const whole = text.replace(ALIAS, (all, start: string, name: string, mark: string) => {
      if (names.has(mark)) return all;
      names.set(mark, name);
      return `${start}${this.texts[Number(mark.slice(1, -1))]};`;
    });
    const uses = [whole, ...this.texts].flatMap((one) => one.match(MARK) ?? []);
    const added: [name: string, shape: string][] = [];
    this.texts.forEach((shape, at) => {
      const mark = `⟦${at}⟧`;
      if (names.has(mark) || uses.indexOf(mark) === uses.lastIndexOf(mark)) return;
      names.set(mark, `Shape${at}`);
      added.push([`Shape${at}`, shape]);
    });
    const named = (part: string): string =>
      part.replace(
        MARK,
        (mark) => names.get(mark) ?? named(this.texts[Number(mark.slice(1, -1))] ?? ''),
      );
    if (added.length === 0) return named(whole);
    // Without an export list of its own, a file of declarations exports whatever is in it.
    const list = /^export \{\};$/m.test(text) ? '' : 'export {};\n';
    return `${named(whole)}${list}${added.map(([name, shape]) => `type ${name} = ${named(shape)};\n`).join('')}`;
  }

  private either(list: string, side: Side): string {
    const options = split(list.replace(/^readonly /, '').slice(1, -1), ',').flatMap((one) => {
      const [, several] = /^\.\.\.\(([\s\S]*)\)\[\]$/.exec(one) ?? [];
      return several === undefined ? one : split(several, '|');
    });
    return this.shape(options.map((one) => this.of(one, side)).join(' | '));
  }

  private piped(items: readonly string[], side: Side): string {
    const [first = '', ...after] = items;
    if (side === 'Input') return this.of(first, side);
    // An action tells of what it makes only where that is something else.
    const last = after.findLast((one) => /^v\.(?:TransformAction|\w+Schema)</.test(one)) ?? first;
    const [, made] = /^v\.TransformAction<([\s\S]+)>$/.exec(last) ?? [];
    return made === undefined ? this.of(last, side) : (split(made, ',')[1] ?? '');
  }

  private object(entries: string, side: Side): string {
    const properties = split(entries, '&').flatMap((part) => split(part.slice(1, -1), ';'));
    const lines = properties.map((property) => {
      const [all, comment = '', name = '', schema = ''] = PROPERTY.exec(property) ?? [];
      if (all === undefined) throw new Error(`The build cannot read ${property}.`);
      const [, inside] = /^v\.OptionalSchema<([\s\S]*)>$/.exec(schema) ?? [];
      const mayLack =
        inside !== undefined && (side === 'Input' || split(inside, ',')[1] === 'undefined');
      const type = this.of(schema, side);
      return `${comment}${name}${mayLack ? `?: ${type} | undefined` : `: ${type}`};\n`;
    });
    return this.shape(`{\n${lines.join('')}}`);
  }

  private shape(text: string): string {
    const number = this.numbers.get(text) ?? this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return text.length > WORTH_A_NAME || text.includes('⟦') ? `⟦${number}⟧` : text;
  }
}
