/** What is embedded by a tag, and how its documents say to do that in each framework. */

export const FRAMEWORKS = ['react', 'vue', 'svelte', 'solid'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** The tag of a framework, with the line that makes it known, and an attribute with a right and a wrong value. */
interface Usage {
  readonly line: string;
  readonly tag: string;
  readonly right: string;
  readonly wrong: string;
  /** What it has to have within it. */
  readonly inner?: string;
}

export interface Product {
  readonly name: string;
  /** Null for the element itself. */
  readonly version: string | null;
  /** What its documents say to install besides. */
  readonly others: readonly string[];
  readonly tag: string;
  /** Registers the tag. */
  readonly script: string;
  readonly usages: Readonly<Record<Framework, Usage>>;
  /** The handler of its React component, and the event that it is for; null where it has none. */
  readonly event: { readonly handler: string; readonly type: string } | null;
  /** Attributes that are numbers or one of a few words. */
  readonly attributes: readonly string[];
}

/** The same tag and attribute everywhere, where only the import differs. */
function everywhere(
  line: (framework: Framework) => string,
  usage: Omit<Usage, 'line'>,
  own: Partial<Record<Framework, Partial<Usage>>> = {},
): Readonly<Record<Framework, Usage>> {
  const of = (framework: Framework) => ({ ...usage, line: line(framework), ...own[framework] });
  return { react: of('react'), vue: of('vue'), svelte: of('svelte'), solid: of('solid') };
}

const GISCUS = 'id="comments" repo="a/b" repoId="c"';

export const PRODUCTS: readonly Product[] = [
  {
    name: 'media-chrome',
    version: '4.19.4',
    others: [],
    tag: 'media-controller',
    script: 'media-chrome',
    usages: everywhere(
      () => `import 'media-chrome';`,
      { tag: 'media-controller', right: 'autohide="2"', wrong: 'autohide={() => 2}' },
      {
        react: {
          line: `import { MediaController } from 'media-chrome/react';`,
          tag: 'MediaController',
        },
        vue: { wrong: ':autohide="() => 2"' },
      },
    ),
    event: { handler: 'onUserInactiveChange', type: 'userinactivechange' },
    attributes: [
      ...['autohide', 'defaultduration', 'defaultstreamtype', 'keyboardforwardseekoffset'],
      ...['keyboardbackwardseekoffset', 'liveedgeoffset', 'breakpoints', 'gesturesdisabled'],
      ...['hotkeys', 'novolumepref'],
    ],
  },
  {
    name: '@mux/mux-player',
    version: '3.14.0',
    others: ['@mux/mux-player-react@3.14.0'],
    tag: 'mux-player',
    script: '@mux/mux-player',
    usages: everywhere(
      () => `import '@mux/mux-player';`,
      { tag: 'mux-player', right: 'stream-type="live"', wrong: 'stream-type="sideways"' },
      {
        react: {
          line: `import MuxPlayer from '@mux/mux-player-react';`,
          tag: 'MuxPlayer',
          right: 'streamType="live"',
          wrong: 'streamType="sideways"',
        },
      },
    ),
    event: { handler: 'onPlay', type: 'play' },
    attributes: [
      ...['stream-type', 'max-resolution', 'min-resolution', 'rendition-order', 'preload'],
      ...['start-time', 'volume', 'forward-seek-offset', 'backward-seek-offset'],
      'target-live-window',
    ],
  },
  {
    name: 'vidstack',
    version: '1.15.6',
    others: ['@vidstack/react@1.15.6'],
    tag: 'media-player',
    script: 'vidstack/player',
    usages: everywhere(
      (framework) => `import 'vidstack/${framework}';`,
      { tag: 'media-player', right: 'stream-type="live"', wrong: 'stream-type="sideways"' },
      {
        react: {
          line: `import { MediaPlayer } from '@vidstack/react';`,
          tag: 'MediaPlayer',
          inner: '<p></p>',
          right: 'streamType="live"',
          wrong: 'streamType="sideways"',
        },
      },
    ),
    event: { handler: 'onPlay', type: 'play' },
    attributes: [
      ...['stream-type', 'view-type', 'load', 'poster-load', 'log-level', 'key-target'],
      ...['volume', 'playback-rate', 'current-time', 'min-live-dvr-window'],
    ],
  },
  {
    name: 'giscus',
    version: '1.6.0',
    others: ['react', 'vue', 'svelte', 'solid'].map((framework) => `@giscus/${framework}@3`),
    tag: 'giscus-widget',
    script: 'giscus',
    usages: everywhere((framework) => `import Giscus from '@giscus/${framework}';`, {
      tag: 'Giscus',
      right: `${GISCUS} mapping="title"`,
      wrong: `${GISCUS} mapping="sideways"`,
    }),
    event: null,
    attributes: [
      ...['mapping', 'strict', 'reactionsenabled', 'emitmetadata', 'inputposition', 'loading'],
      ...['theme', 'lang', 'repo', 'repoid'],
    ],
  },
  {
    name: 'odyssey-broadcast',
    version: null,
    others: [],
    tag: 'odyssey-broadcast',
    script: 'odyssey-broadcast/define',
    usages: everywhere((framework) => `import 'odyssey-broadcast/types/${framework}';`, {
      tag: 'odyssey-broadcast',
      right: 'layout="side"',
      wrong: 'layout="sideways"',
    }),
    event: { handler: 'onOdysseyTurn', type: 'odyssey-turn' },
    attributes: [
      ...['turn-seconds', 'gap-seconds', 'vote-seconds', 'max-queue', 'max-length'],
      ...['layout', 'theme', 'conduct', 'playback', 'order'],
    ],
  },
];
