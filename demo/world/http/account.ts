import * as v from 'valibot';
import type { WorldOptions } from '../options.js';
import { Session } from '../session/session.js';
import type { Denial, Sessions } from '../session/sessions.js';
import type { Tokens } from '../tokens.js';
import { failure, json, type Reply, type Request, type Route } from './router.js';

const ACCESS_SECONDS = 3_600;
const keySchema = v.object({ api_key: v.pipe(v.string(), v.minLength(1)) });
const sessionSchema = v.object({ session_id: v.string() });

export type Guard = (answer: Route['answer']) => Route['answer'];

/** Lets a request through only with a valid access token. */
export function createGuard(tokens: Tokens): Guard {
  return (answer) => async (request) => {
    const [scheme, token] = request.headers.authorization?.split(' ') ?? [];
    const allowed = scheme === 'Bearer' && (await tokens.read('access', token)) !== undefined;
    return allowed ? answer(request) : failure(401, 'Not authenticated');
  };
}

/** Keys, regions and sessions: what the SDK asks for before it connects. */
export function accountRoutes(
  options: WorldOptions,
  tokens: Tokens,
  sessions: Sessions,
  guard: Guard,
): Route[] {
  async function signIn(request: Request): Promise<Reply> {
    const body = v.safeParse(keySchema, await request.json());
    if (!body.success) return failure(422, 'api_key is missing');
    if (body.output.api_key !== options.apiKey) return failure(401, 'Invalid API key');
    const token = await tokens.sign('access', 'account', ACCESS_SECONDS);
    return json(200, { access_token: token, token_type: 'bearer', expires_in: ACCESS_SECONDS });
  }

  function requestSession({ origin }: Request): Reply {
    const session = sessions.request();
    if (!(session instanceof Session)) return deny(session);
    return json(200, {
      session_id: session.id,
      signalling_url: origin.replace(/^http/, 'ws'),
      region: 'local',
      capabilities: { image_to_video: options.imageToVideo },
    });
  }

  async function signSession(request: Request): Promise<Reply> {
    const body = v.safeParse(sessionSchema, await request.json());
    if (!body.success) return failure(422, 'session_id is missing');
    const session = sessions.find(body.output.session_id);
    if (!session) return failure(404, 'Session not found');
    session.extend();
    const token = await tokens.sign('session', session.id, options.tokenSeconds);
    return json(200, { session_token: token, expires_in: options.tokenSeconds });
  }

  return [
    { method: 'POST', path: '/auth/token', answer: signIn },
    {
      method: 'GET',
      path: '/regions',
      answer: guard(({ origin }) =>
        json(200, { regions: [{ id: 'local', ping_url: `${origin}/ping` }] }),
      ),
    },
    { method: 'GET', path: '/ping', answer: () => ({ status: 200, body: 'pong' }) },
    { method: 'POST', path: '/sessions/request', answer: guard(requestSession) },
    { method: 'POST', path: '/sessions/token', answer: guard(signSession) },
  ];
}

function deny(denial: Denial): Reply {
  if (denial.kind === 'no-gpu') return failure(503, 'No streamers available');
  const { kind, ...detail } = denial;
  return failure(429, { ...detail, action_url: 'https://developer.odyssey.ml' });
}
