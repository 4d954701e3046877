import { html, type TemplateResult } from 'lit';
import type { ReplayWords } from './replay-words.js';
import type { RoomHttp } from './room-http.js';

const PATH = '/recordings?format=json';
const NAME = 'recordings.json';

/** The link to the whole chain as a file; where a token is needed, a click fetches it first. */
export function downloadLink(http: RoomHttp, say: ReplayWords, failed: () => void): TemplateResult {
  const address = http.openAddress(PATH);
  const fetchFirst = (event: Event) => {
    if (address !== null) return;
    event.preventDefault();
    void download(http, failed);
  };
  return html`<a
    href=${address ?? '#'}
    download=${NAME}
    target="_blank"
    rel="noopener"
    @click=${fetchFirst}
    >${say.download}</a
  >`;
}

async function download(http: RoomHttp, failed: () => void): Promise<void> {
  const address = await http.readFile(PATH);
  if (address === null) return failed();
  Object.assign(document.createElement('a'), { href: address, download: NAME }).click();
  URL.revokeObjectURL(address);
}
