import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
import { CHROMIUM_FLAGS, needChromium } from '../support/chromium.js';
import { pageScript } from '../support/page-script.js';
import { WIDTHS, type Width } from './states.js';

const HERE = import.meta.dirname;

/** What stands beside each other on a sheet. */
const FRAMES = [
  { theme: 'light', lang: 'en' },
  { theme: 'dark', lang: 'ar' },
  { theme: 'dark', lang: 'en' },
  { theme: 'light', lang: 'ar' },
] as const;

/** Of a phone all four; elsewhere each theme and each direction once. */
const framesOf = (width: Width) => (width === 'phone' ? FRAMES : FRAMES.slice(0, 2));

const FLAGS = [...CHROMIUM_FLAGS, '--force-color-profile=srgb', '--hide-scrollbars', '--lang=en'];
/** Letters, by the fonts beside this file, are drawn alike on every machine, or nearly. */
const DRAWING = ['--font-render-hinting=none', '--disable-lcd-text'] as const;

/** How well a sheet is kept (WebP, of 100): one can read it, and the comparison does not see the loss. */
const QUALITY = 32;

const FACES = [
  ['Shots', 'vazirmatn-latin-wght-normal.woff2', 'U+0000-05FF, U+2000-2BFF'],
  ['Shots', 'vazirmatn-arabic-wght-normal.woff2', 'U+0600-06FF, U+FB50-FDFF, U+FE70-FEFF'],
  ['Noto Color Emoji', 'noto-color-emoji-few.woff2', 'U+2764, U+FE0F, U+1F000-1FAFF'],
] as const;

/** The world in these pictures: a bay in the evening, the same wherever it is drawn. */
const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 832 480" preserveAspectRatio="xMidYMid slice"><path fill="#28406b" d="M0 0h832v480H0z"/><path fill="#e08a5b" d="M0 192h832v96H0z"/><circle cx="560" cy="224" r="40" fill="#fbe6bd"/><path fill="#17355a" d="M0 288h832v192H0z"/></svg>`;

const FRAME_PAGE = ({ theme, lang }: (typeof FRAMES)[number]) => `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><meta charset="utf-8"><style>
${FACES.map(([family, file, range]) => `@font-face { font-family: '${family}'; src: url(/fonts/${file}); font-weight: 100 900; unicode-range: ${range} }`).join('\n')}
:root { color-scheme: ${theme} }
body { margin: 0 }
odyssey-broadcast { --odyssey-font: Shots, 'Noto Color Emoji'; border-radius: 0 }
.pictured { --odyssey-poster: url('data:image/svg+xml,${encodeURIComponent(SCENE)}') center / cover }
</style><body><script src="/shots.js"></script>`;

const SHEET_PAGE = (width: Width) => {
  const [wide, high] = WIDTHS[width];
  return `<!doctype html><style>
body { margin: 0; display: grid; grid-template-columns: ${wide}px ${wide}px }
iframe { display: block; border: 0; width: ${wide}px; height: ${high}px }
</style>${framesOf(width)
    .map((_, index) => `<iframe src="/frame/${index}"></iframe>`)
    .join('')}`;
};

/** The element before a camera: each sheet shows one state by day and night, in both directions. */
export class Studio {
  private readonly server: Server;
  private readonly browser: Browser;
  private readonly pages = new Map<Width, Promise<Page>>();

  private constructor(server: Server, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  /** With flags in place of those that make all machines draw letters alike. */
  static async open(drawing: readonly string[] = DRAWING): Promise<Studio> {
    const script = await pageScript(join(HERE, 'shots-page.ts'));
    const server = createServer(({ url = '/' }, response) => {
      const answer = (type: string, body: string | Buffer) =>
        response.writeHead(200, { 'Content-Type': type }).end(body);
      const [, kind = '', name = ''] = url.split('/');
      if (kind === 'shots.js') return answer('text/javascript', script);
      if (kind === 'fonts') return answer('font/woff2', readFileSync(join(HERE, 'fonts', name)));
      const frame = FRAMES[Number(name)];
      if (kind === 'frame' && frame) return answer('text/html; charset=utf-8', FRAME_PAGE(frame));
      // What the room has of a moment.
      if (kind === 'parties') return answer('image/svg+xml', SCENE);
      if (kind === 'sheet' && name in WIDTHS) return answer('text/html', SHEET_PAGE(name as Width));
      return response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await puppeteer.launch({
      executablePath: needChromium(),
      args: [...FLAGS, ...drawing],
    });
    return new Studio(server, browser);
  }

  /** A sheet of a state, in this width. */
  async photograph(state: string, width: Width, style = ''): Promise<Buffer> {
    const page = await this.page(width);
    const frames = page.frames().filter((frame) => frame.parentFrame() !== null);
    await Promise.all(frames.map((frame) => frame.evaluate(`pose(${JSON.stringify(state)})`)));
    if (style !== '') await Promise.all(frames.map((frame) => restyle(frame, style)));
    return Buffer.from(
      await page.screenshot({ type: 'webp', quality: QUALITY, captureBeyondViewport: false }),
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    this.server.close();
  }

  private page(width: Width): Promise<Page> {
    const known = this.pages.get(width) ?? this.openPage(width);
    this.pages.set(width, known);
    return known;
  }

  private async openPage(width: Width): Promise<Page> {
    // Pages that share a context take the focus from each other, and one of them counts as hidden.
    const page = await (await this.browser.createBrowserContext()).newPage();
    const [wide, high] = WIDTHS[width];
    const rows = framesOf(width).length / 2;
    await page.setViewport({ width: 2 * wide, height: rows * high, deviceScaleFactor: 1 });
    await page.emulateTimezone('UTC');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    const { port } = this.server.address() as AddressInfo;
    page.on('pageerror', (error) => console.error(String(error)));
    await page.goto(`http://127.0.0.1:${port}/sheet/${width}`);
    return page;
  }
}

/** Styles one frame's element on top of its own. */
async function restyle(frame: Frame, style: string): Promise<void> {
  await frame.evaluate(async (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const root = document.querySelector('odyssey-broadcast')?.shadowRoot;
    root?.adoptedStyleSheets.push(sheet);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }, style);
}
