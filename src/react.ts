/**
 * The element as a component of React 19: it registers the tag, renders on a server, and its events
 * and properties are set also after hydration, when React itself sets neither.
 *
 * @example
 * import { OdysseyBroadcast } from 'odyssey-broadcast/react';
 *
 * <OdysseyBroadcast room="lobby" turnSeconds={20} onOdysseyTurn={({ standing }) => show(standing)} />
 *
 * @packageDocumentation
 */
import type { LitElement } from 'lit';
import {
  createElement,
  type HTMLAttributes,
  type ReactElement,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import type { OdysseyEvents } from './element/events.js';
import { OdysseyBroadcast as Element } from './element/odyssey-broadcast.js';
import { register, TAG } from './element/register.js';
import { RULE_NAMES, type RulesPatch, toKebab } from './protocol/rules.js';

register();

type OwnName = Exclude<keyof Element, keyof LitElement | 'view' | 'client'>;
/** What a page may set: neither methods nor what is read only. */
type Settable = {
  [Name in OwnName as Element[Name] extends (...args: never[]) => unknown
    ? never
    : Name]?: Element[Name];
};

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;
type Handlers = {
  [Name in keyof OdysseyEvents as `on${Pascal<Name>}`]?: (event: OdysseyEvents[Name]) => void;
};

type Own = Settable & RulesPatch & Handlers;

/**
 * The element's properties, the room's rules in camelCase, and its events: `odyssey-turn` is
 * `onOdysseyTurn`. Besides, what every element of React takes.
 */
export type OdysseyBroadcastProps = Own &
  Omit<HTMLAttributes<Element>, keyof Own> & { readonly ref?: Ref<Element> };

/** What is written for a property: its attribute, or the rule's. */
const ATTRIBUTES = new Map<string, string>([
  ...[...Element.elementProperties].map(([name, { attribute }]): [string, string] => [
    String(name),
    typeof attribute === 'string' ? attribute : String(name).toLowerCase(),
  ]),
  ...RULE_NAMES.map((rule): [string, string] => [rule, toKebab(rule)]),
]);
const EVENT = /^onOdyssey[A-Z]/;

export function OdysseyBroadcast({ ref, ...props }: OdysseyBroadcastProps): ReactElement {
  const inner = useRef<Element>(null);
  useImperativeHandle(ref, () => inner.current as Element);
  // After every rendering: React sets nothing of this on an element that came from a server.
  useLayoutEffect(() => {
    const element = inner.current;
    if (element === null) return;
    setProperties(element, props);
    const listeners = Object.entries(props).flatMap(([name, listener]) =>
      EVENT.test(name) && typeof listener === 'function'
        ? [[toKebab(name).slice('on-'.length), listener as EventListener] as const]
        : [],
    );
    for (const [name, listener] of listeners) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener);
    };
  });
  return createElement(TAG, { ...written(props), ref: inner });
}

/** What the markup has, on a server too; what is no text is set later, as a property. */
function written(props: object): object {
  return Object.fromEntries(
    Object.entries(props).flatMap(([name, value]) => {
      const attribute = ATTRIBUTES.get(name);
      if (EVENT.test(name) || (attribute !== undefined && typeof value === 'function')) return [];
      return [[attribute ?? name, value ?? undefined]];
    }),
  );
}

function setProperties(element: Element, props: object): void {
  const settable = element as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(props)) {
    const isProperty = Element.elementProperties.has(name);
    if (isProperty && value !== undefined && settable[name] !== value) settable[name] = value;
  }
}
