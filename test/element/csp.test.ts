import { expect } from '@open-wc/testing';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";

describe('a strict content security policy', () => {
  it('[EL28] [MP12] [RP9] it works, and breaks nothing of it', async () => {
    const frame = document.createElement('iframe');
    const script = new URL('./support/csp-page.ts', import.meta.url).href;
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">
      <body><script type="module" src="${script}"></script>`;
    const report = new Promise<{ breaches: string[]; height: number; panicked: boolean }>(
      (resolve) => {
        window.addEventListener('message', ({ data, source }) => {
          if (source === frame.contentWindow) resolve(data);
        });
      },
    );
    document.body.append(frame);
    const { breaches, height, panicked } = await report;
    frame.remove();
    expect(breaches).to.deep.equal([]);
    expect(panicked).to.equal(true);
    expect(height).to.be.at.least(44);
  });
});
