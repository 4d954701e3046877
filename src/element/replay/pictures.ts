import type { RoomHttp } from './room-http.js';

/** The addresses of prompts' pictures: the room's own, or copies where a token is needed for them. */
export class Pictures {
  private readonly http: RoomHttp;
  private readonly came: () => void;
  private readonly copies = new Map<string, string | null>();

  constructor(http: RoomHttp, came: () => void) {
    this.http = http;
    this.came = came;
  }

  address(promptId: string): string | null {
    const path = `/frames/${encodeURIComponent(promptId)}`;
    const open = this.http.openAddress(path);
    if (open !== null) return open;
    if (!this.copies.has(promptId)) void this.copy(promptId, path);
    return this.copies.get(promptId) ?? null;
  }

  close(): void {
    for (const address of this.copies.values()) if (address !== null) URL.revokeObjectURL(address);
    this.copies.clear();
  }

  private async copy(promptId: string, path: string): Promise<void> {
    this.copies.set(promptId, null);
    const address = await this.http.readFile(path);
    if (address === null) return;
    if (!this.copies.has(promptId)) return URL.revokeObjectURL(address);
    this.copies.set(promptId, address);
    this.came();
  }
}
