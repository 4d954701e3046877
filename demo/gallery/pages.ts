import { RULE_ATTRIBUTES, type RuleAttribute } from '../../.ci/build/rules.js';
import { LOADINGS } from '../../src/element/load-gate.js';
import { LAYOUTS, THEMES } from '../../src/element/setup.js';
import { isFromPage, TURN_MODES } from '../../src/protocol/rules.js';
import { TURN_MODE_DISPLAY } from '../../src/protocol/turn-modes.js';
import { OWN_LOOKS, ruleOf } from './own-looks.js';

/**
 * The gallery, as static files by their path: the element in every mode, layout, theme and use, each with
 * its HTML; a panel that writes the tag; and recipes. Made from the tables that the element itself has.
 */

interface Example {
  readonly path: string;
  readonly title: string;
  readonly lead: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands below the HTML. */
  readonly more?: string;
}

interface Chapter {
  readonly title: string;
  readonly examples: readonly Example[];
}

const MODES: Chapter = {
  title: 'Turn modes',
  examples: TURN_MODES.map((mode) => ({
    path: `mode-${mode}`,
    title: TURN_MODE_DISPLAY[mode].name,
    lead: TURN_MODE_DISPLAY[mode].sentence,
    attributes: { room: `gallery-${mode}`, turns: mode },
    more: rulesTable(
      RULE_ATTRIBUTES.filter(({ rule }) => TURN_MODE_DISPLAY[mode].rules.includes(rule)),
    ),
  })),
};

/** The rooms in which `gallery.js` shows the element with the pass that its address carries. */
export const HOSTED_ROOMS = ['gallery-stage', 'gallery-curated', 'gallery-settings'] as const;

/** What a room server sets for the gallery's rooms: a mode in which staff choose is never a page's to set. */
export const GALLERY_RULES = Object.fromEntries(
  TURN_MODES.filter((mode) => !isFromPage('turns', mode)).map((mode) => [
    `gallery-${mode}`,
    { turns: mode },
  ]),
);

const LAYOUT_LEADS: Readonly<Record<string, string>> = {
  auto: 'Beside the picture where there is room, else below it.',
  side: 'People, ballots and the story beside the picture.',
  below: 'People, ballots and the story below the picture.',
  theatre: 'The picture as wide as the page.',
  overlay: 'Everything over the picture, for streaming software.',
  screen: 'For the big screen of a hall: watching, with the way to join.',
  remote: 'For the phone in the hall: the controls without the picture.',
};

const ARRANGED: Chapter = {
  title: 'Layouts',
  examples: LAYOUTS.map((layout) => ({
    path: `layout-${layout}`,
    title: `Layout ${layout}`,
    lead: LAYOUT_LEADS[layout] ?? '',
    attributes: {
      room: 'gallery',
      layout,
      ...(layout === 'screen' && { 'join-url': './layout-remote.html' }),
    },
  })),
};

const LOOKS: Chapter = {
  title: 'Themes and looks of a site’s own',
  examples: [
    ...THEMES.map((theme) => ({
      path: `theme-${theme}`,
      title: `Theme ${theme}`,
      lead:
        theme === 'auto'
          ? 'As the page has it.'
          : `${theme[0]?.toUpperCase()}${theme.slice(1)}, whatever the page has.`,
      attributes: { room: 'gallery', theme },
    })),
    ...OWN_LOOKS.map((look) => ({
      path: `look-${look.name}`,
      title: look.title,
      lead: look.lead,
      attributes: { class: look.name, room: 'gallery', theme: look.theme },
      more: `<h2>Its variables</h2>${code(ruleOf(look))}`,
    })),
  ],
};

const LOADED: Chapter = {
  title: 'When it loads',
  examples: LOADINGS.map((load) => ({
    path: `load-${load}`,
    title: `Loads ${load}`,
    lead: {
      visible: 'Joins the room once it comes near the viewport.',
      eager: 'Joins at once, seen or not.',
      click: 'Makes no request at all before a click.',
    }[load],
    attributes: { room: 'gallery', load },
  })),
};

const USES: Chapter = {
  title: 'Uses',
  examples: [
    {
      path: 'for-watching',
      title: 'Only watching',
      lead: 'The picture and the turns of others: no composer, no buttons.',
      attributes: { room: 'gallery', 'watch-only': '' },
    },
    {
      path: 'for-a-host',
      title: 'A host',
      lead: 'With a token of the role host the element has the panel for moderators and hosts.',
      attributes: { room: 'gallery-stage', turns: 'stage', token: 'the token of your site' },
      more: code(
        'ROOM_SECRET=… npx odyssey-broadcast token --room gallery-stage --sub ada --role host',
      ),
    },
    {
      path: 'for-a-moderator',
      title: 'A moderator',
      lead: 'With a token of the role moderator prompts are approved, skipped and refused.',
      attributes: { room: 'gallery-curated', turns: 'curated', token: 'the token of your site' },
      more: code(
        'ROOM_SECRET=… npx odyssey-broadcast token --room gallery-curated --sub ada --role moderator',
      ),
    },
    {
      path: 'for-a-program',
      title: 'A program',
      lead: 'Programs prompt the same room over HTTP and see every change as it happens.',
      attributes: { room: 'gallery-open', turns: 'open' },
      more: code(`curl {origin}/parties/main/gallery-open/state
curl -N {origin}/parties/main/gallery-open/events
curl -X POST {origin}/parties/main/gallery-open/prompts \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"text": "a red balloon"}'`),
    },
  ],
};

const CHAPTERS = [MODES, ARRANGED, LOOKS, LOADED, USES] as const;

const RECIPES: readonly (readonly [name: string, lead: string, text: string])[] = [
  [
    'Plain HTML',
    'Two lines, anywhere in the page.',
    '<script type="module" src="{origin}/cdn/odyssey-broadcast.js"></script>\n<odyssey-broadcast room="lobby"></odyssey-broadcast>',
  ],
  [
    'WordPress',
    'A block “Custom HTML”. Where a plugin makes module scripts classic, take the classic file.',
    '<script src="{origin}/cdn/odyssey-broadcast-classic.js"></script>\n<odyssey-broadcast room="lobby"></odyssey-broadcast>',
  ],
  [
    'Next',
    'npm install odyssey-broadcast, and a component of the client; it is rendered on the server as well.',
    '\'use client\';\nimport { OdysseyBroadcast } from \'odyssey-broadcast/react\';\n\nexport function World() {\n  return <OdysseyBroadcast room="lobby" host="{origin}" />;\n}',
  ],
  [
    'Astro',
    'In a page or a layout; the script is bundled with the site.',
    '<odyssey-broadcast room="lobby" host="{origin}"></odyssey-broadcast>\n<script>\n  import \'odyssey-broadcast/define\';\n</script>',
  ],
  [
    'OBS and other streaming software',
    'A browser source with this address.',
    '{origin}/embed?room=lobby&layout=overlay&watch-only=&theme=dark',
  ],
  [
    'Notion, and wherever only an address is taken',
    'An embed block with this address, or an iframe.',
    '<iframe src="{origin}/embed?room=lobby" width="100%" height="640"\n  allow="fullscreen; picture-in-picture; autoplay"></iframe>',
  ],
];

export function galleryPages(): Readonly<Record<string, string>> {
  return {
    'looks.css': OWN_LOOKS.map(ruleOf).join('\n'),
    'index.html': page('Gallery', 'The element in every mode, layout and use, live.', index()),
    'recipes.html': page('Recipes', 'How it gets onto a page.', recipes()),
    'settings.html': page(
      'Settings',
      'Choose, and copy the tag; the element shows it at once.',
      settings(),
    ),
    ...Object.fromEntries(
      CHAPTERS.flatMap(({ examples }) =>
        examples.map((one) => [`${one.path}.html`, page(one.title, one.lead, example(one))]),
      ),
    ),
  };
}

function index(): string {
  const list = ({ title, examples }: Chapter) => `<section>
  <h2>${escaped(title)}</h2>
  <ul class="cards">
${examples.map((one) => `    <li><a href="./${one.path}.html">${escaped(one.title)}</a><p>${escaped(one.lead)}</p></li>`).join('\n')}
  </ul>
</section>`;
  return CHAPTERS.map(list).join('\n');
}

function example({ attributes, more = '' }: Example): string {
  // A token is the reader's own: shown in the HTML, and not sent.
  const { token: _ofSite, ...live } = attributes;
  return `<odyssey-broadcast ${inHtml(live)}></odyssey-broadcast>
<h2>Its HTML</h2>
${code(`<script type="module" src="{origin}/cdn/odyssey-broadcast.js"></script>\n<odyssey-broadcast ${inHtml(attributes)}></odyssey-broadcast>`)}
${more}`;
}

function recipes(): string {
  return RECIPES.map(
    ([name, lead, text]) =>
      `<section><h2>${escaped(name)}</h2><p>${escaped(lead)}</p>${code(text)}</section>`,
  ).join('\n');
}

/** The panel; `gallery.js` writes the tag from it. */
function settings(): string {
  const own: readonly (readonly [string, readonly string[]])[] = [
    ['layout', LAYOUTS],
    ['theme', THEMES],
    ['load', LOADINGS],
  ];
  return `<div class="panel">
<div class="result">
<div id="shown"></div>
<h2>Its HTML</h2>
${code('', 'written')}
</div>
<form id="settings">
  <p>A new room takes the rules of its first page, and later those of a host: choose another name for the room, or
  open this page as a host, at the address that <code>npm start</code> prints.</p>
  <fieldset><legend>The element</legend>
    <label>room <input name="room" value="gallery-settings"></label>
${own.map(([name, choices]) => select(name, choices, choices[0] ?? '')).join('\n')}
    <label><input type="checkbox" name="watch-only"> watch-only</label>
    <label><input type="checkbox" name="muted"> muted</label>
  </fieldset>
  <fieldset><legend>Rules of the room</legend>
${RULE_ATTRIBUTES.map(field).join('\n')}
  </fieldset>
</form>
</div>`;
}

function field({ name, values, usual }: RuleAttribute): string {
  if (values.kind === 'choice') return select(name, values.choices, usual);
  const input =
    values.kind === 'number'
      ? `type="number" min="${values.min}" max="${values.max}" step="${values.fraction ? 'any' : 1}"`
      : `type="text"${values.longest === null ? '' : ` maxlength="${values.longest}"`}`;
  return `    <label>${name} <input name="${name}" ${input} placeholder="${escaped(usual)}"></label>`;
}

function select(name: string, choices: readonly string[], usual: string): string {
  const options = choices.map(
    (one) => `<option${one === usual ? ' selected data-usual' : ''}>${escaped(one)}</option>`,
  );
  return `    <label>${name} <select name="${name}">${options.join('')}</select></label>`;
}

function rulesTable(rules: readonly RuleAttribute[]): string {
  const rows = rules.map(
    ({ name, usual, meaning }) =>
      `<tr><th scope="row"><code>${name}</code></th><td>${escaped(usual || 'empty')}</td><td>${escaped(meaning.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll('`', ''))}</td></tr>`,
  );
  return `<h2>Its rules</h2><div class="wide"><table><thead><tr><th scope="col">attribute</th><th scope="col">usually</th><th scope="col">meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function page(title: string, lead: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)} · Odyssey Broadcast</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escaped(lead)}">
<meta property="og:title" content="${escaped(title)} · Odyssey Broadcast">
<meta property="og:description" content="${escaped(lead)}">
<link rel="icon" href="../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../page.css">
<link rel="stylesheet" href="./gallery.css">
<link rel="stylesheet" href="./looks.css">
<script type="module" src="../cdn/odyssey-broadcast.js"></script>
<script type="module" src="./gallery.js"></script>
</head>
<body>
<header class="top">
<nav aria-label="Gallery"><a href="../">Odyssey Broadcast</a> <a href="./">Gallery</a> <a href="./settings.html">Settings</a> <a href="./recipes.html">Recipes</a></nav>
<h1>${escaped(title)}</h1>
<p class="lead">${escaped(lead)}</p>
</header>
<main>
${body}
</main>
</body>
</html>
`;
}

function inHtml(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === '' ? name : `${name}="${escaped(value)}"`))
    .join(' ');
}

/** `{origin}` in it becomes the address of this server. */
function code(text: string, id = ''): string {
  return `<figure class="code"><pre tabindex="0"${id === '' ? '' : ` id="${id}"`}><code>${escaped(text)}</code></pre><button type="button">Copy</button></figure>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
