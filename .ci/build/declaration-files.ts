import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';

/**
 * The compiler writes declarations for every file of the sources. The package has those that its entries lead to,
 * statement by statement. What an entry exports keeps its comments; the rest no editor shows.
 */

/** A statement at the top of a file, with the comment before it. */
interface Statement {
  readonly text: string;
  readonly code: string;
  /** What it declares; null for lists and for what it adds to other modules. */
  readonly name: string | null;
}

/** A name of another file, or of the same one. */
interface Origin {
  readonly path: string;
  readonly name: string;
}

interface File {
  readonly statements: readonly Statement[];
  readonly imports: ReadonlyMap<string, Origin>;
  readonly exports: ReadonlyMap<string, Origin>;
}

const COMMENT = /\/\*[\s\S]*?\*\//g;
/** A statement begins where a line begins with one of these, or with the comments above it. */
const BEGINNING =
  /^(?=(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)*^(?:(?:export|import|declare|interface)\b|type \w+[ <=]+(?!as )))/m;
/** A private member with its comment. One of them says that nothing else is of this class. */
const PRIVATE = /^ *(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?private .*;\n/gm;
const DECLARED =
  /^(?:export )?(?:declare )?(?:abstract )?(?:const|let|function|class|interface|type) ([\w$]+)/;
const LIST = /^((?:import|export) (?:type )?)\{([^}]+)\}( from ['"]([^'"]+)['"])?/;
const LISTED = /(?:type )?(\w+)(?: as (\w+))?/g;
const WORD = /[A-Za-z_$][\w$]*/g;
const BASE = /\b(?:extends|implements) (\w+)/g;
const INLINE = /\bimport\(["'](\.[^"']+)["']\)\.(\w+)/g;

/** The text of every file of declarations that the entries need, by its path in the folder. */
export async function neededDeclarations(
  folder: string,
  entries: readonly string[],
  rewritten: (path: string, text: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, File>();
  const load = async (path: string): Promise<void> => {
    if (files.has(path)) return;
    files.set(path, { statements: [], imports: new Map(), exports: new Map() });
    const text = rewritten(path, await readFile(join(folder, path), 'utf8'));
    files.set(path, parsed(path, text));
    // An example in a comment imports nothing.
    const others = text.replace(COMMENT, '').matchAll(/(?:\bfrom |\bimport\()(['"])(\.[^'"]+)\1/g);
    await Promise.all([...others].map(([, , to = '']) => load(pathOf(path, to))));
  };
  await Promise.all(entries.map(load));
  return new Needs(files).of(entries);
}

function pathOf(from: string, to: string): string {
  return normalize(join(from, '..', to.replace(/\.js$/, '.d.ts')));
}

function withOnePrivate(text: string): string {
  const [first] = text.match(PRIVATE) ?? [];
  return text.replace(PRIVATE, (member) => (member === first ? member : ''));
}

function parsed(path: string, text: string): File {
  const imports = new Map<string, Origin>();
  const exports = new Map<string, Origin>();
  const statements: Statement[] = [];
  let comment = '';
  for (const part of text.split(BEGINNING)) {
    const code = part
      .replace(COMMENT, '')
      .replace(/\n\s*(?=\n)/g, '')
      .trim();
    if (code === '') {
      comment += part;
      continue;
    }
    statements.push({ text: comment + part, code, name: DECLARED.exec(code)?.[1] ?? null });
    comment = '';
    const [, kind, list = '', , to] = LIST.exec(code) ?? [];
    if (kind === undefined || !(to ?? '.').startsWith('.')) continue;
    for (const [, name = '', as = name] of list.matchAll(LISTED)) {
      const origin = { path: to === undefined ? path : pathOf(path, to), name };
      (kind.startsWith('import') ? imports : exports).set(as, origin);
    }
  }
  return { statements, imports, exports };
}

/** What is needed for a start, and for that in turn. */
class Needs {
  private readonly files: ReadonlyMap<string, File>;
  private readonly kept = new Map<Statement, 'public' | 'needed'>();
  /** By path: what other files take from it. */
  private readonly asked = new Map<string, Set<string>>();

  constructor(files: ReadonlyMap<string, File>) {
    this.files = files;
  }

  of(entries: readonly string[]): ReadonlyMap<string, string> {
    for (const path of entries) {
      const { statements, exports } = this.file(path);
      for (const statement of statements) this.keep(path, statement, 'public');
      for (const name of exports.keys()) this.find(path, name, 'public');
    }
    const texts = [...this.asked.keys()].map((path) => [path, this.textOf(path)] as const);
    return new Map(texts);
  }

  private file(path: string): File {
    const file = this.files.get(path);
    if (file === undefined) throw new Error(`Nothing is declared in ${path}.`);
    return file;
  }

  private find(path: string, name: string, as: 'public' | 'needed'): void {
    const { statements, imports, exports } = this.file(path);
    const asked = this.asked.get(path) ?? new Set();
    this.asked.set(path, asked.add(name));
    const origin = imports.get(name) ?? exports.get(name);
    if (origin !== undefined && (origin.path !== path || origin.name !== name)) {
      this.find(origin.path, origin.name, as);
    }
    for (const one of statements) {
      if (one.name === name || one.code.startsWith('declare global')) this.keep(path, one, as);
    }
  }

  private keep(path: string, statement: Statement, as: 'public' | 'needed'): void {
    const was = this.kept.get(statement);
    if (was === 'public' || was === as) return;
    this.kept.set(statement, as);
    const { imports, statements } = this.file(path);
    const isOfFile = (name: string) =>
      imports.has(name) || statements.some((one) => one.name === name);
    // Members that are inherited are shown like those of the class itself.
    const bases = [...statement.code.matchAll(BASE)].map(([, name]) => name);
    for (const [name] of statement.code.matchAll(WORD)) {
      if (isOfFile(name)) this.find(path, name, bases.includes(name) ? as : 'needed');
    }
    for (const [, to = '', name = ''] of statement.code.matchAll(INLINE)) {
      this.find(pathOf(path, to), name, 'needed');
    }
  }

  private textOf(path: string): string {
    const { statements } = this.file(path);
    const kept = statements.filter((one) => this.kept.has(one) && !LIST.test(one.code));
    const used = new Set(kept.flatMap(({ code }) => code.match(WORD) ?? []));
    const asked = this.asked.get(path) ?? new Set();
    return statements
      .map((statement) => {
        const as = this.kept.get(statement);
        if (as === 'public') return withOnePrivate(statement.text);
        const [all, kind = '', list = '', from = ''] = LIST.exec(statement.code) ?? [];
        if (all !== undefined) {
          const names = [...list.matchAll(LISTED)].filter(([, name = '', as = name]) =>
            kind.startsWith('import') ? used.has(as) : asked.has(as),
          );
          const written = names.map(([name]) => name).join(', ');
          return names.length === 0 ? '' : `${kind}{ ${written} }${from};\n`;
        }
        if (as === 'needed') return `${withOnePrivate(statement.code)}\n`;
        const [, space] = /^import (?:type )?\* as (\w+)/.exec(statement.code) ?? [];
        const isKept = space === undefined ? /^export \{\}/.test(statement.code) : used.has(space);
        return isKept ? `${statement.code}\n` : '';
      })
      .join('');
  }
}
