import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

/** What a page notes of itself: when its first picture was on the screen, ms since it was asked for. */
declare global {
  /** Only in a benchmark's page. */
  var firstFrameMs: number | undefined;
}

const NOTE_FRAMES = `
  const note = (video) => video.requestVideoFrameCallback(() => { globalThis.firstFrameMs ??= performance.now(); });
`;

/** Two sites that show the same stream: one with our script tag, one with the SDK and its own video. */
export async function startSites(): Promise<{
  readonly origin: string;
  ours(host: string, room: string): string;
  bare(webrtcUrl: string, token: string): string;
  close(): void;
}> {
  const sdk = await sdkScript();
  const ours = `<!doctype html><title>ours</title>
    <script type="module" src="SCRIPT"></script>
    <odyssey-broadcast room="ROOM" conduct="never" load="eager"></odyssey-broadcast>
    <script type="module">${NOTE_FRAMES}
      const element = document.querySelector('odyssey-broadcast');
      const seen = new WeakSet();
      const look = () => {
        for (const video of element.shadowRoot?.querySelectorAll('video') ?? []) {
          if (!seen.has(video)) { seen.add(video); note(video); }
        }
        if (globalThis.firstFrameMs === undefined) requestAnimationFrame(look);
      };
      look();
    </script>`;
  const bare = `<!doctype html><title>bare</title><video muted playsinline></video>
    <script type="module">${NOTE_FRAMES}
      import { Odyssey } from '/sdk.js';
      const video = document.querySelector('video');
      note(video);
      const { searchParams } = new URL(location);
      const watch = Odyssey.connectToStream(searchParams.get('url'), searchParams.get('token'));
      video.srcObject = (await watch).stream;
      await video.play();
    </script>`;
  const server = createServer(({ url = '/' }, response) => {
    const isScript = url === '/sdk.js';
    response.writeHead(200, {
      'Content-Type': isScript ? 'text/javascript' : 'text/html',
      'Cache-Control': 'no-store',
    });
    const { searchParams } = new URL(url, 'http://localhost');
    const script = `http://${searchParams.get('host')}/cdn/odyssey-broadcast.js`;
    const page = ours.replace('SCRIPT', script).replace('ROOM', searchParams.get('room') ?? '');
    response.end(isScript ? sdk : url.startsWith('/bare') ? bare : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    ours: (host, room) => `${origin}/ours?${new URLSearchParams({ host, room })}`,
    bare: (url, token) => `${origin}/bare?${new URLSearchParams({ url, token })}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function sdkScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { Odyssey } from '@odysseyml/odyssey';",
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
