/** When each step of a cold start was done on its page, ms since the page was asked for. */
export interface ColdNotes {
  readonly script: number;
  readonly line: number;
  readonly welcome: number;
  readonly open: number;
  readonly connected: number;
  readonly start: number;
  readonly broadcasting: number;
  readonly told: number;
  readonly offer: number;
  readonly answer: number;
  readonly frame: number;
}

declare global {
  /** Only in a benchmark's page. */
  var cold: Partial<Record<keyof ColdNotes, number>>;
}

/** Runs in a new page before all else, so that it can use nothing from outside itself. */
export function noteColdStart(): void {
  const cold: Partial<Record<keyof ColdNotes, number>> = {};
  globalThis.cold = cold;
  const note = (name: keyof ColdNotes) => {
    cold[name] ??= performance.now();
  };
  void customElements.whenDefined('odyssey-broadcast').then(() => note('script'));
  const heard: readonly (readonly [RegExp, keyof ColdNotes])[] = [
    [/^{"type":"welcome"/, 'welcome'],
    [/"command":"open"/, 'open'],
    [/"command":"start"/, 'start'],
  ];
  const said: readonly (readonly [RegExp, keyof ColdNotes])[] = [
    [/^{"type":"hello"/, 'line'],
    [/"report":"connected"/, 'connected'],
    [/"report":"broadcasting"/, 'broadcasting'],
  ];
  const noteOf = (table: typeof heard, data: unknown) => {
    for (const [pattern, name] of table) if (pattern.test(String(data))) note(name);
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (this: WebSocket, data) {
    noteOf(said, data);
    send.call(this, data);
  };
  const Socket = globalThis.WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        noteOf(heard, data);
        // Changes are packed: what the room says next is the change that this report made.
        if (cold.broadcasting !== undefined) note('told');
      });
    }
  };
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const isOffer = init?.method === 'POST' && String(input).includes('/whep');
    if (isOffer) note('offer');
    const response = await fetch(input, init);
    if (isOffer) note('answer');
    return response;
  };
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (this: HTMLVideoElement) {
    this.requestVideoFrameCallback(() => note('frame'));
    return play.call(this);
  };
}
