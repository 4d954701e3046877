import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import 'odyssey-broadcast/define';

process.stdout.write(
  await collectResult(
    render(
      html`<odyssey-broadcast room="lobby" host=${process.argv[2] ?? 'http://127.0.0.1:9'} poster="/poster.svg"></odyssey-broadcast>`,
    ),
  ),
);
