import { parseSync } from 'vite';

/** One small change to a file of the pure zones. Offsets are of the file's text. */
export interface Candidate {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Null where the statement is left out. */
  readonly mutated: string | null;
  /** How often the same change could be made before this one on its line. */
  readonly before: number;
}

type Node = { type: string; start: number; end: number } & Readonly<Record<string, unknown>>;

const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '+=': ['-='],
  '-=': ['+='],
  '++': ['--'],
  '--': ['++'],
};

/** Everything that can be changed in a file; types, imports, words and comments are left alone. */
export function candidatesIn(file: string, text: string): Candidate[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`);
  const found: Omit<Candidate, 'before'>[] = [];
  visit(program as unknown as Node);
  const seen = new Map<string, number>();
  return found.map((one) => {
    const line = text.slice(0, one.start).split('\n').length;
    const key = `${line} ${text.slice(one.start, one.end)} ${one.mutated}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return { ...one, before };
  });

  function visit(node: Node): void {
    if (/^(TS(?!(As|Satisfies|NonNull)Expression)|Import|ExportAll)/.test(node.type)) return;
    const note = ({ start, end }: Node, changes: readonly (string | null)[]) =>
      found.push(...changes.map((mutated) => ({ file, start, end, mutated })));
    note(node, changesOf(node, text));
    const { test } = node;
    if (node.type === 'IfStatement' && isNode(test)) note(test, changesOfCondition(node, text));
    for (const [key, value] of Object.entries(node)) {
      // A number as a key is no value.
      if (key === 'key' && node['computed'] !== true) continue;
      for (const child of [value].flat()) if (isNode(child)) visit(child);
    }
  }
}

function changesOf(node: Node, text: string): (string | null)[] {
  const say = (part: unknown) => (isNode(part) ? text.slice(part.start, part.end) : '');
  const { left, right, operator, test, consequent, alternate, argument, value } = node;
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return othersOf(operator).map((other) => `${say(left)} ${other} ${say(right)}`);
    case 'UpdateExpression':
      return othersOf(operator).map((other) => say(node).replace(String(operator), other));
    case 'UnaryExpression':
      return operator === '!' ? [say(argument)] : [];
    case 'ConditionalExpression':
      return [`${say(test)} ? ${say(alternate)} : ${say(consequent)}`];
    case 'Literal':
      if (typeof value === 'boolean') return [String(!value)];
      return typeof value === 'number' ? otherNumbers(value) : [];
    case 'ExpressionStatement':
      return isCall(node['expression']) ? [null] : [];
    default:
      return [];
  }
}

/** One more or less; where there are many that would be next to nothing, so twice as many. */
function otherNumbers(value: number): string[] {
  return value > 10 ? [String(2 * value)] : [String(value + 1), String(value - 1)];
}

/** Its condition turned round, and never true where it would leave the function. */
function changesOfCondition(node: Node, text: string): string[] {
  const { test, consequent } = node;
  if (!isNode(test)) return [];
  // What is a change of its own already, in other words.
  const isOwn = test.type === 'BinaryExpression' || test.type === 'UnaryExpression';
  const turned = isOwn ? [] : [`!(${text.slice(test.start, test.end)})`];
  return leaves(consequent) ? [...turned, 'false'] : turned;
}

function leaves(statement: unknown): boolean {
  if (!isNode(statement)) return false;
  const { type, body } = statement;
  return type === 'BlockStatement' ? leaves([body].flat().at(-1)) : type === 'ReturnStatement';
}

function isCall(expression: unknown): boolean {
  if (!isNode(expression)) return false;
  const { type, argument, expression: inner } = expression;
  if (type === 'ChainExpression') return isCall(inner);
  return type === 'CallExpression' || (/^(Await|Unary)/.test(type) && isCall(argument));
}

function othersOf(operator: unknown): readonly string[] {
  return OTHERWISE[String(operator)] ?? [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
