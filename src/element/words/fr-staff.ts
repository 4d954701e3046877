import type { UnfinishedStaff } from './translation.js';

export const moderation: UnfinishedStaff = () => {
  return {};
};
