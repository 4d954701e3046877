import { ACT_ROUTES } from './act-routes.js';
import { PROMPT_ROUTES } from './prompt-routes.js';
import { READ_ROUTES } from './read-routes.js';
import { RECORDING_ROUTES } from './recording-routes.js';
import type { Route } from './route.js';

/** Everything that can be asked for over HTTP; the description is made from the same table. */
export const ROUTES: readonly Route[] = [
  ...READ_ROUTES,
  ...PROMPT_ROUTES,
  ...RECORDING_ROUTES,
  ...ACT_ROUTES,
];
