/** Keeps the screen awake while the visitor waits for a turn or has it; a refusal is as good. */
export class AwakeScreen {
  private state: 'free' | 'asking' | 'refused' | WakeLockSentinel = 'free';
  private isWanted = false;

  want(isWanted: boolean): void {
    if (isWanted && !this.isWanted && this.state === 'refused') this.state = 'free';
    this.isWanted = isWanted;
    void this.apply();
  }

  /** Browsers take it from a hidden page. */
  pageShown(): void {
    if (this.state === 'refused') this.state = 'free';
    void this.apply();
  }

  private async apply(): Promise<void> {
    const { state } = this;
    if (typeof state === 'object') {
      if (this.isWanted) return;
      this.state = 'free';
      return state.release().catch(() => undefined);
    }
    if (!this.isWanted || state !== 'free' || document.hidden || !('wakeLock' in navigator)) return;
    this.state = 'asking';
    try {
      const lock = await navigator.wakeLock.request('screen');
      this.state = lock;
      lock.addEventListener('release', () => {
        if (this.state === lock) this.state = 'free';
      });
      if (!this.isWanted) await this.apply();
    } catch {
      this.state = 'refused';
    }
  }
}
