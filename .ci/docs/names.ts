import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Checks the names in the documents: what a guide sends a reader to has to exist. */

const FOLDERS = '(?:src|party|test|demo|docs|\\.ci|\\.github)';
const PATH = new RegExp(`(?<![\\w/.@-])${FOLDERS}/[\\w./*{},-]*[\\w/*}]`, 'g');
const LINK = /\]\(([^)\s]+)\)/g;
const FILE_NAME = /`([\w-]+(?:\.[\w-]+)*\.(?:ts|js|jsonc?|md|mjs|html|css|Dockerfile))`/g;
const SCRIPT = /npm run ([\w:-]+)/g;

/** Sentences about what a document names that is not there. */
export function missingNames(documents: readonly string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => file !== '' && existsSync(file));
  const names = new Set(files.map((file) => basename(file)));
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  return documents.flatMap((document) => {
    const text = readFileSync(document, 'utf8');
    const found = (pattern: RegExp) =>
      [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
    return [
      ...found(PATH).filter((path) => !isThere(path, files)),
      ...found(LINK).filter((target) => !leadsSomewhere(target, document)),
      ...found(FILE_NAME).filter((name) => !names.has(name) && !existsSync(name) && !isBuilt(name)),
      ...found(SCRIPT).filter((name) => scripts[name] === undefined),
    ].map((name) => `${document}: "${name}" does not exist.`);
  });
}

/** Whether a path, which may have `*` and `{a,b}` in it, is a file or a folder of the project. */
function isThere(path: string, files: readonly string[]): boolean {
  return spelledOut(path).every((one) => {
    const pattern = one
      .replace(/\/$/, '')
      .replace(/[.+?^$()[\]\\]/g, '\\$&')
      .replace(/\*\*\/?|\*/g, (star) => (star === '*' ? '[^/]*' : '.*'));
    const wanted = new RegExp(`^${pattern}(/|$)`);
    return files.some((file) => wanted.test(file));
  });
}

function spelledOut(path: string): string[] {
  const [whole = '', before = '', choices = '', after = ''] =
    /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (whole === '') return [path];
  return choices.split(',').flatMap((choice) => spelledOut(`${before}${choice}${after}`));
}

function leadsSomewhere(target: string, document: string): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document : normalize(join(dirname(document), path));
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).has(anchor);
}

/** The anchors that GitHub makes of a document's headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)];
  return new Set(
    headings.map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** What a build makes, or a site has. */
function isBuilt(name: string): boolean {
  return [
    'odyssey-broadcast.js',
    'custom-elements.json',
    'integrity.json',
    'openapi.json',
  ].includes(name);
}
