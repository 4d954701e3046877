import * as analyzer from '@custom-elements-manifest/analyzer';
import type TS from '../../node_modules/@custom-elements-manifest/analyzer/node_modules/typescript/lib/typescript.js';

/** TypeScript 7 has no API yet. The analyzer has the one before with it, and declares it to nobody. */
const { ts } = analyzer as unknown as { readonly ts: typeof TS };

/**
 * What the element is to its users, read from its class, the doc comment over it, and the types behind.
 * The manifest, the editors' data, the types for frameworks and docs/reference are all made from this.
 */

const ENTRY = 'src/index.ts';
const CLASS = 'OdysseyBroadcast';

/** A union of more values is better known by its name. */
const VALUES_MAX = 12;

interface Named {
  readonly name: string;
  readonly description: string;
}

export interface Typed extends Named {
  /** As TypeScript writes it; aliases of plain values are resolved, names are exports of the package. */
  readonly type: string;
}

interface Property extends Typed {
  readonly usual: string | null;
  readonly isReadonly: boolean;
  readonly isStatic: boolean;
  readonly attribute: { readonly name: string; readonly reflects: boolean } | null;
}

interface Method extends Named {
  readonly parameters: readonly (Typed & { readonly isOptional: boolean })[];
  readonly returns: Omit<Typed, 'name'>;
}

interface EventKind extends Named {
  /** Its class, an export of the package. */
  readonly type: string;
  readonly fields: readonly Typed[];
  readonly about: string;
}

export interface Element {
  readonly tag: string;
  readonly className: string;
  readonly summary: string;
  readonly description: string;
  readonly properties: readonly Property[];
  readonly methods: readonly Method[];
  readonly events: readonly EventKind[];
  readonly slots: readonly Named[];
  readonly parts: readonly Named[];
  readonly states: readonly Named[];
  readonly variables: readonly (Named & { readonly usual: string | null })[];
}

export function readElement(): Element {
  const program = ts.createProgram([ENTRY], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  });
  return new Reader(program.getTypeChecker(), program).element();
}

class Reader {
  private readonly checker: TS.TypeChecker;
  private readonly exported: ReadonlyMap<string, TS.Symbol>;

  constructor(checker: TS.TypeChecker, program: TS.Program) {
    this.checker = checker;
    const file = program.getSourceFile(ENTRY);
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${ENTRY} exports nothing.`);
    this.exported = new Map(
      checker
        .getExportsOfModule(module)
        .map((one) => [
          one.name,
          one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one,
        ]),
    );
  }

  element(): Element {
    const node = this.classOf(CLASS);
    const tags = ts.getJSDocTags(node).map((tag) => ({
      kind: tag.tagName.text,
      // TypeScript takes some of these for types: the source has it as it was written.
      text: tag
        .getText()
        .replace(/^@\w+\s*/, '')
        .replace(/\s*\n\s*\*?\s?/g, ' ')
        .replace(/[\s*]+$/, ''),
    }));
    const of = (kind: string) =>
      tags.flatMap((tag) => (tag.kind === kind ? [splitTag(tag.text)] : []));
    const members = this.membersOf(node);
    return {
      tag: of('tag')[0]?.name ?? '',
      className: CLASS,
      summary: tags.find(({ kind }) => kind === 'summary')?.text ?? '',
      description: this.described(node),
      properties: members.filter(isField).map((member) => this.property(member)),
      methods: members.filter(ts.isMethodDeclaration).map((member) => this.method(member)),
      events: tags.flatMap(({ kind, text }) => (kind === 'fires' ? [this.event(text)] : [])),
      slots: of('slot'),
      parts: of('csspart'),
      states: of('cssstate'),
      variables: tags.flatMap(({ kind, text }) => (kind === 'cssprop' ? [variable(text)] : [])),
    };
  }

  private classOf(name: string): TS.ClassDeclaration {
    const node = this.exported.get(name)?.declarations?.find(ts.isClassDeclaration);
    if (node === undefined) throw new Error(`${ENTRY} exports no class ${name}.`);
    return node;
  }

  /** Its own members and those of the classes of ours that it extends. */
  private membersOf(node: TS.ClassDeclaration): readonly TS.ClassElement[] {
    const own = node.members.filter(isPublic);
    const [base] =
      node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ??
      [];
    const symbol = base && this.checker.getTypeAtLocation(base).symbol;
    const ours = symbol?.declarations
      ?.filter(ts.isClassDeclaration)
      .find((one) => !one.getSourceFile().isDeclarationFile);
    return ours === undefined ? own : [...own, ...this.membersOf(ours)];
  }

  private property(member: Field): Property {
    const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
    const usual = ts.isPropertyDeclaration(member) ? (member.initializer?.getText() ?? null) : null;
    return {
      ...this.typed(member),
      usual: usual?.replace(/^'(.*)'$/, '$1') ?? null,
      isReadonly: ts.isGetAccessor(member) || hasModifier(member, ts.SyntaxKind.ReadonlyKeyword),
      isStatic,
      attribute: isStatic ? null : attributeOf(member),
    };
  }

  private method(member: TS.MethodDeclaration): Method {
    const signature = this.checker.getSignatureFromDeclaration(member);
    if (signature === undefined) throw new Error(`${member.name.getText()} cannot be called.`);
    return {
      name: member.name.getText(),
      description: this.described(member),
      parameters: member.parameters.map((parameter) => ({
        ...this.typed(parameter),
        description: ts
          .getJSDocParameterTags(parameter)
          .map(({ comment }) => textOf(comment).replace(/^- /, ''))
          .join(' '),
        isOptional: parameter.questionToken !== undefined || parameter.initializer !== undefined,
      })),
      returns: {
        type: this.typeText(signature.getReturnType(), member.type),
        description: textOf(ts.getJSDocReturnTag(member)?.comment),
      },
    };
  }

  private event(text: string): EventKind {
    const [, type = '', rest = ''] = /^{(\w+)}\s*(.*)$/.exec(text) ?? [];
    const node = this.classOf(type);
    return {
      ...splitTag(rest),
      type,
      about: this.described(node),
      fields: node.members
        .filter(isPublic)
        .filter(isField)
        .map((member) => this.typed(member)),
    };
  }

  private typed(node: Field | TS.ParameterDeclaration): Typed {
    return {
      name: node.name.getText(),
      description: ts.isParameter(node) ? '' : this.described(node),
      type: this.typeText(this.checker.getTypeAtLocation(node), node.type),
    };
  }

  private described(node: TS.Declaration): string {
    const symbol = this.checker.getSymbolAtLocation(ts.getNameOfDeclaration(node) ?? node);
    const comment = symbol?.getDocumentationComment(this.checker) ?? [];
    return ts.displayPartsToString(comment).replace(/\s*\n\s*/g, ' ');
  }

  /** Plain values are spelled out; other types go by the name that they have in the source. */
  private typeText(type: TS.Type, written: TS.TypeNode | undefined): string {
    if (written !== undefined && !this.isPlain(type)) return written.getText().replace(/\s+/g, ' ');
    const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
    return this.checker.typeToString(type, undefined, flags).replaceAll('"', "'");
  }

  /** Whether it is made of few values that a page can write, so that an alias' name says less than they do. */
  private isPlain(type: TS.Type): boolean {
    if (type.isUnion()) {
      return type.types.length <= VALUES_MAX && type.types.every((one) => this.isPlain(one));
    }
    const primitive =
      ts.TypeFlags.StringLike |
      ts.TypeFlags.NumberLike |
      ts.TypeFlags.BooleanLike |
      ts.TypeFlags.Null |
      ts.TypeFlags.Undefined;
    return (type.flags & primitive) !== 0 || type.getCallSignatures().length > 0;
  }
}

type Field = TS.PropertyDeclaration | TS.GetAccessorDeclaration;

function isField(member: TS.ClassElement): member is Field {
  return ts.isPropertyDeclaration(member) || ts.isGetAccessor(member);
}

/** What is documented, and neither for the class alone nor called by the browser or by Lit. */
function isPublic(member: TS.ClassElement): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  const tags = ts.getJSDocTags(member).map((tag) => tag.tagName.text);
  const isDocumented = ts.getJSDocCommentsAndTags(member).length > 0;
  const name = member.name?.getText() ?? '';
  return (
    isDocumented &&
    !tags.includes('internal') &&
    !hidden.some((kind) => hasModifier(member, kind)) &&
    !name.endsWith('Callback')
  );
}

function hasModifier(member: TS.ClassElement, kind: TS.SyntaxKind): boolean {
  return ts.canHaveModifiers(member) && (member.modifiers ?? []).some((one) => one.kind === kind);
}

/** What `@property({ … })` says. */
function attributeOf(member: Field): Property['attribute'] {
  const decorators = ts.canHaveDecorators(member) ? (ts.getDecorators(member) ?? []) : [];
  const written = decorators.find((one) => /^@property\(/.test(one.getText()))?.getText();
  if (written === undefined || /attribute: false/.test(written)) return null;
  const [, name = member.name.getText().toLowerCase()] =
    /attribute: '([\w-]+)'/.exec(written) ?? [];
  return { name, reflects: /reflect: true/.test(written) };
}

function textOf(comment: string | TS.NodeArray<TS.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s*\n\s*/g, ' ').trim();
}

function splitTag(text: string): Named {
  const [, name = '', description = ''] = /^(\S+)(?:\s+-\s+(.*))?$/.exec(text) ?? [];
  return { name, description };
}

function variable(text: string): Element['variables'][number] {
  const [, name = '', usual, description = ''] =
    /^\[(--[\w-]+)(?:=(.*?))?\](?:\s+-\s+(.*))?$/.exec(text) ?? [];
  return { name, usual: usual ?? null, description };
}
