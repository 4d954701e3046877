import { sayOnce, scriptsIn } from './page.js';
import type { Copy } from './register.js';

/** So long a page's other scripts may take before the element does without them. */
const SCRIPTS_LIMIT_MS = 1_500;

/** Registers the newest of a page's copies once its scripts have run, and says when they differ. */
export async function registerNewest(copies: readonly Copy[]): Promise<void> {
  await scriptsRan();
  const [newest] = [...copies].sort((one, other) => compare(other.version, one.version));
  const present = customElements.get('odyssey-broadcast');
  if (present === undefined) newest?.define();
  const used = present === undefined ? newest?.version : versionOf(present);
  const others = [...new Set(copies.map(({ version }) => version))].filter((one) => one !== used);
  if (others.length === 0) return;
  const servers = [...new Set(scriptsIn(document).map(({ src }) => new URL(src).host))];
  sayOnce(
    `this page loads versions ${[used, ...others].join(' and ')} of the element (${servers.join(', ')}); ` +
      `${used} is used for all, and each element keeps the room server of its own script. ` +
      'Update the older server. See docs/embedding.md#several-scripts.',
  );
}

/** Resolves once the document's own scripts have run, as far as can be waited for. */
function scriptsRan(): Promise<unknown> {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (document.readyState === 'complete' || (page?.domContentLoadedEventEnd ?? 0) > 0) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', resolve, { once: true });
    setTimeout(resolve, SCRIPTS_LIMIT_MS);
  });
}

function versionOf(present: CustomElementConstructor): string {
  return 'version' in present ? String(present.version) : 'unknown';
}

/** By numbers, part by part; what comes after a hyphen is older than the release. */
function compare(one: string, other: string): number {
  const parts = (version: string) => version.split(/[.-]/).map((part) => Number(part));
  const [a, b] = [parts(one), parts(other)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (a[at] || 0) - (b[at] || 0);
    if (difference !== 0) return difference;
  }
  return Number(other.includes('-')) - Number(one.includes('-'));
}
