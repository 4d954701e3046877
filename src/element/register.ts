import { OdysseyBroadcast } from './odyssey-broadcast.js';
import { tellAuthor } from './setup.js';

export const TAG = 'odyssey-broadcast';

/** Registers the tag. A page may load the element twice: the version that came first stays. */
export function register(): void {
  const present = customElements.get(TAG);
  if (present === undefined) return customElements.define(TAG, OdysseyBroadcast);
  const version = 'version' in present ? String(present.version) : 'unknown';
  if (version !== OdysseyBroadcast.version) {
    tellAuthor(
      `version ${version} is on this page already; version ${OdysseyBroadcast.version} is not used.`,
    );
  }
}
