import type { ReactiveControllerHost } from 'lit';

/** Where a part comes from. */
interface ChunkSource<Part, Module> {
  /** Loads the script. */
  fetch(): Promise<Module>;
  create(module: Module): Part;
  /** Called after every attempt that failed. */
  failed(): void;
}

/**
 * A part of the interface whose script is loaded when it is first needed, and then once. The host is
 * drawn again after every attempt.
 *
 * @example
 * const fetch = () => import('./panel.js');
 * const panel = new LazyChunk(host, { fetch, create: ({ Panel }) => new Panel(host), failed });
 * panel.load().then((loaded) => loaded?.open());
 */
export class LazyChunk<Part, Module = unknown> {
  status: 'idle' | 'loading' | 'loaded' | 'failed' = 'idle';
  /** Null until it is loaded. */
  part: Part | null = null;
  private loading: Promise<Part | null> = Promise.resolve(null);
  private readonly host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  private readonly source: ChunkSource<Part, Module>;

  constructor(
    host: Pick<ReactiveControllerHost, 'requestUpdate'>,
    source: ChunkSource<Part, Module>,
  ) {
    this.host = host;
    this.source = source;
  }

  /** Resolves to the part, loaded now unless it is there or on its way; to null when that failed. */
  load(): Promise<Part | null> {
    if (this.status === 'idle' || this.status === 'failed') this.loading = this.attempt();
    return this.loading;
  }

  /** Loads it unless that was tried already: for what comes by itself. */
  loadOnce(): void {
    if (this.status === 'idle') void this.load();
  }

  private async attempt(): Promise<Part | null> {
    this.status = 'loading';
    try {
      this.part = this.source.create(await this.source.fetch());
      this.status = 'loaded';
    } catch {
      this.status = 'failed';
      this.source.failed();
    }
    this.host.requestUpdate();
    return this.part;
  }
}
