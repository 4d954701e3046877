/** What only moderators and hosts need: a chunk of its own, loaded for them alone. */
export { Moderation } from './moderation/moderation.js';
export { moderationStyles } from './moderation/styles.js';
