import { type Attribute, attributesOf } from './attributes.js';
import type { Element } from './element.js';

/**
 * Declarations with which the templates of four frameworks know the tag: `dist/types`, by the name of
 * the framework. Each imports its framework's own types, and none is loaded unless a project asks for it.
 */
export function frameworkTypes(element: Element): Readonly<Record<string, string>> {
  return {
    attributes: attributesFile(element),
    react: REACT,
    vue: VUE,
    svelte: SVELTE,
    solid: SOLID,
  };
}

const NOTE =
  '// Made by the build from src/element/odyssey-broadcast.ts and src/protocol/rules.ts.\n';
const IMPORTS = `import type { OdysseyBroadcast } from '../index.js';
import type { Attributes, Events, Properties } from './attributes.js';
`;

function attributesFile(element: Element): string {
  const { className, events, properties } = element;
  const attributes = attributesOf(element);
  const names = new Set(attributes.map(({ name }) => name));
  const settable = properties.filter(
    (one) => one.attribute !== null && !one.isReadonly && !names.has(one.name),
  );
  return `${NOTE}import type { ${[className, ...events.map(({ type }) => type)].sort().join(', ')} } from '../index.js';

/** The attributes of \`<${element.tag}>\`, with what a template may set them to. */
export interface Attributes {
${attributes.map(attributeLine).join('\n')}
}

/** The properties whose attributes have another name. */
export type Properties = Partial<Pick<${className}, ${settable.map(({ name }) => `'${name}'`).join(' | ')}>>;

/** The events by their names. */
export interface Events {
${events.map(({ name, type, description }) => `${comment(description)}  '${name}': ${type};`).join('\n')}
}
`;
}

function attributeLine({ name, description, type, usual }: Attribute): string {
  const text = usual === null ? description : `${description} Default: \`${usual}\`.`;
  const key = /^[a-z]+$/.test(name) ? name : `'${name}'`;
  return `${comment(text)}  ${key}?: ${type} | undefined;`;
}

function comment(text: string): string {
  return `  /** ${text.replaceAll('*/', '*\\/')} */\n`;
}

const REACT = `${NOTE}import type { DetailedHTMLProps, HTMLAttributes } from 'react';
${IMPORTS}
/** React 19 listens to an event by \`on\` and its name. After hydration use \`odyssey-broadcast/react\`. */
type Handlers = {
  [Name in keyof Events as \`on\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
type Own = Attributes & Properties & Handlers;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'odyssey-broadcast': Own &
        Omit<DetailedHTMLProps<HTMLAttributes<OdysseyBroadcast>, OdysseyBroadcast>, keyof Own>;
    }
  }
}
`;

const VUE = `${NOTE}import type { HTMLAttributes, PublicProps } from 'vue';
${IMPORTS}
/** \`@odyssey-status\` in a template, \`onOdysseyStatus\` in JSX. */
type Handlers = {
  [Name in keyof Events as \`on\${Pascal<Name>}\`]?: ((event: Events[Name]) => void) | undefined;
};
type Pascal<Name extends string> = Name extends \`\${infer First}-\${infer Rest}\`
  ? \`\${Capitalize<First>}\${Pascal<Rest>}\`
  : Capitalize<Name>;
type Camel<Name extends string> = Uncapitalize<Pascal<Name>>;
/** What a template writes as \`turn-seconds\` is checked as \`turnSeconds\`. */
type Checked = { [Name in keyof Attributes as Camel<Name>]?: Attributes[Name] };
type Own = Attributes & Checked & Properties & Handlers;

interface Component {
  new (): {
    $props: Own & Omit<HTMLAttributes, keyof Own> & PublicProps;
    $slots: Record<string, () => unknown>;
    $el: OdysseyBroadcast;
  };
}

declare module 'vue' {
  interface GlobalComponents {
    'odyssey-broadcast': Component;
  }
}
`;

const SVELTE = `${NOTE}import type { HTMLAttributes } from 'svelte/elements';
${IMPORTS}
/** \`onodyssey-status\` as an attribute. */
type Handlers = {
  [Name in keyof Events as \`on\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
type Own = Attributes & Properties & Handlers;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'odyssey-broadcast': Own & Omit<HTMLAttributes<OdysseyBroadcast>, keyof Own>;
  }
}
`;

const SOLID = `${NOTE}import type { JSX } from 'solid-js';
${IMPORTS}
/** \`on:odyssey-status\`, and \`prop:\` or \`attr:\` to say how something is set. */
type Handlers = {
  [Name in keyof Events as \`on:\${Name}\`]?: ((event: Events[Name]) => void) | undefined;
};
type Explicit = { [Name in keyof Attributes as \`attr:\${Name}\`]?: Attributes[Name] } & {
  [Name in keyof Attributes as \`prop:\${Name}\`]?: Attributes[Name];
};
type Own = Attributes & Properties & Handlers & Explicit;

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'odyssey-broadcast': Own & Omit<JSX.HTMLAttributes<OdysseyBroadcast>, keyof Own>;
    }
  }
}
`;
