import { PictureWatch } from './picture-watch.js';
import { Prompter } from './prompter.js';

/** What the benchmarks bring into the page of somebody who watches and prompts. */
const measurePage = {
  /** Begins to note what the videos show of the first element that fits. */
  watch(selector: string): PictureWatch {
    const host = document.querySelector(selector);
    return new PictureWatch(host?.shadowRoot ?? document);
  },
  prompting: (everyMs: number, label: string) => new Prompter(everyMs, label),
};

declare global {
  /** Only in a benchmark's page. */
  var measure: typeof measurePage;
  var picture: PictureWatch;
  var prompter: Prompter;
}
Object.assign(window, { measure: measurePage });
