/** As much of React's types as `react.ts` uses: the package has React as an optional peer. */
declare module 'react' {
  export interface HTMLAttributes<_Element> {
    readonly className?: string | undefined;
  }
  export type Ref<Instance> =
    | ((instance: Instance | null) => unknown)
    | { current: Instance | null }
    | null;
  export interface ReactElement {
    readonly type: unknown;
  }
  export function createElement(type: string, props: object): ReactElement;
  export function useImperativeHandle<Instance>(
    ref: Ref<Instance> | undefined,
    create: () => Instance,
  ): void;
  export function useLayoutEffect(effect: () => (() => void) | undefined): void;
  export function useRef<Value>(value: Value | null): { current: Value | null };
}
