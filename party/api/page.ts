import * as v from 'valibot';
import type { Page } from '../shell/records.js';

/** How a long list is read: page by page, from either end. */
export const PAGE = {
  after: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.description('The number to go on after.')),
  ),
  limit: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100), v.description('How many.')),
  ),
  order: v.optional(v.picklist(['newest', 'oldest'])),
};

const PAGE_LENGTH = 50;

export function pageOf({
  after,
  limit,
  order,
}: {
  after?: number | undefined;
  limit?: number | undefined;
  order?: 'newest' | 'oldest' | undefined;
}): Page {
  return { after: after ?? null, limit: limit ?? PAGE_LENGTH, newestFirst: order !== 'oldest' };
}

/** The header that leads to the next page, if there is one. */
export function nextPage(request: Request, next: number | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(request.url);
  url.searchParams.set('after', String(next));
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}
