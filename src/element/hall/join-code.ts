import { html, svg, type TemplateResult } from 'lit';
import { type Language, tableOf } from '../words/language.js';
import { QR_BYTES_MAX, qrModules } from './qr.js';

/** What is said on a screen in a hall. */
const english = {
  /** Above the code. */
  join: 'Join in',
  code: (address: string) => `QR code of ${address}`,
  tooLong: (bytes: number) =>
    `This address is too long for a QR code: ${bytes} characters at most. Use a short link.`,
  noAddress: 'This is no web address, so there is no QR code of it.',
};

export type HallWords = typeof english;

/** The same in a language. */
export function hallWordsFor(language: Language): HallWords {
  return tableOf(language, 'hall', english);
}

/** Light modules around a code, without which it is not found. */
const QUIET = 4;

/** The way to the room for those in the hall: a code and the address under it, or why there is none. */
export function joinCode(written: string, language: Language): TemplateResult {
  const words = hallWordsFor(language);
  const url = webAddress(written);
  if (url === null) return html`<p class="join problem">${words.noAddress}</p>`;
  const rows = qrModules(url.href);
  if (rows === null) return html`<p class="join problem">${words.tooLong(QR_BYTES_MAX)}</p>`;
  const shown = shortened(url);
  const side = rows.length + 2 * QUIET;
  return html`<div class="join">
    <p class="call">${words.join}</p>
    <svg class="code" role="img" aria-label=${words.code(shown)} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">
      ${svg`<path fill="#fff" d="M0 0h${side}v${side}H0z" /><path fill="#000" d=${pathOf(rows)} />`}
    </svg>
    <bdi class="address" dir="ltr">${shown}</bdi>
  </div>`;
}

function webAddress(written: string): URL | null {
  try {
    const url = new URL(written, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** As somebody types it. */
function shortened({ host, pathname, search, hash }: URL): string {
  return `${host}${pathname}${search}${hash}`.replace(/\/$/, '');
}

/** A run of dark modules is one stroke, so that no seam shows between two of them. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      [
        ...row
          .map((isDark) => (isDark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ].map(
        ({ index, 0: run }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');
}
