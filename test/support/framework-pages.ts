import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPacked, pack } from './packed.js';

/** The pages of `test/frameworks`, with their libraries from the registry and the packed package. */
export class FrameworkPages {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static install(): FrameworkPages {
    const folder = mkdtempSync(join(tmpdir(), 'odyssey-frameworks-'));
    const isOurs = (path: string) => !path.includes('node_modules');
    cpSync('test/frameworks', folder, { recursive: true, filter: isOurs });
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
    const packed = mkdtempSync(join(tmpdir(), 'odyssey-packed-'));
    installPacked(folder, pack(packed), []);
    rmSync(packed, { recursive: true, force: true });
    return new FrameworkPages(folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a program of an installed package; what it printed, and how it ended. */
  run(program: string, ...parameters: string[]): { status: number | null; printed: string } {
    const path = join(this.folder, 'node_modules', program);
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...parameters], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return { status, printed: `${stdout}${stderr}` };
  }
}
