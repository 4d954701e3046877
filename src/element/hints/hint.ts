import { sayOnce } from '../page.js';
import type { Embed, Wrong } from './wrong.js';

/**
 * Puts what is wrong in words for the page's author, on the console. The words come as a chunk of their
 * own, which a page without mistakes never loads.
 */
export function hint(embed: Embed, wrong: Wrong): void {
  import('./hints.js').then(
    ({ tell }) => tell(embed, wrong),
    // Where not even that can be loaded, its name is all there is to say.
    () => sayOnce(wrong.is === 'refused' ? wrong.reason : wrong.is),
  );
}
