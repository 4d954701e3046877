import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What makes Chromium run as root, without a display, and without asking the internet anything. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser to test with, or null when there is none. */
export function findChromium(): string | null {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && existsSync(chosen)) return chosen;
  for (const name of NAMES) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {}
  }
  return existsSync(MAC) ? MAC : null;
}

/** The same; on Debian as root it is installed when missing, from Debian's own packages. */
export function needChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Error('No Chromium was found. Install one, or set CHROME_PATH to its program.');
  }
  console.log('No browser here: installing Debian’s chromium …');
  const options = {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const;
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  const installed = findChromium();
  if (installed === null) throw new Error('Debian’s chromium was installed and cannot be found.');
  return installed;
}
