import * as v from 'valibot';
import { type Faults, faultSchema } from '../faults.js';
import type { Journal } from '../journal.js';
import type { SessionStats } from '../session/sessions.js';
import type { StreamStats } from '../stream/stream.js';
import { failure, json, type Reply, type Request, type Route } from './router.js';

export interface WorldStats {
  sessions: SessionStats;
  streams: StreamStats[];
  usedHours: number;
}

export interface Controls {
  faults: Faults;
  journal: Journal;
  stats(): WorldStats;
  /** Arms a fault, or plays a sudden one; returns how many sessions it struck. */
  setFault(fault: v.InferOutput<typeof faultSchema>): number;
}

/** What tests and demos see and do behind the service's back. The real service has none of it. */
export function controlRoutes({ faults, journal, stats, setFault }: Controls): Route[] {
  async function set(request: Request): Promise<Reply> {
    const body = v.safeParse(faultSchema, await request.json());
    if (!body.success) return failure(422, v.flatten(body.issues));
    const struck = setFault(body.output);
    return json(200, { struck, armed: faults.list() });
  }

  function clear(): Reply {
    faults.clear();
    return json(200, { struck: 0, armed: [] });
  }

  return [
    { method: 'GET', path: '/_world/stats', answer: () => json(200, stats()) },
    {
      method: 'GET',
      path: '/_world/log',
      answer: ({ url }) => json(200, journal.since(Number(url.searchParams.get('after') ?? 0))),
    },
    {
      method: 'GET',
      path: '/_world/faults',
      answer: () => json(200, { struck: 0, armed: faults.list() }),
    },
    { method: 'POST', path: '/_world/faults', answer: set },
    { method: 'DELETE', path: '/_world/faults', answer: clear },
  ];
}
