import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Packs the package as it is published; returns where the tarball is. */
export function pack(folder: string): string {
  const flags = ['--ignore-scripts', '--json', '--pack-destination', folder];
  const packed = execFileSync('npm', ['pack', ...flags], { encoding: 'utf8' });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return join(folder, filename);
}

/** Installs the tarball into a project, and of other packages what it declares and these alone. */
export function installPacked(project: string, tarball: string, others: readonly string[]): void {
  const ours = join(project, 'node_modules/odyssey-broadcast');
  mkdirSync(ours, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', ours]);
  for (const name of new Set([...dependenciesOf(ours), ...others])) {
    if (name === 'odyssey-broadcast') continue;
    const link = join(project, 'node_modules', name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
}

export function dependenciesOf(project: string): string[] {
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return Object.keys(manifest.dependencies);
}
