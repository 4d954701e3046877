import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { ProblemSchema } from './problem.js';
import type { Access, Described, Route } from './route.js';

/** The OpenAPI 3.1 description, made from the routes. */
export function openApi(routes: readonly Route[], base: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'odyssey-broadcast: a room',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'One shared world, prompted by its visitors and by programs. All instants are ms since 1970.',
    },
    servers: [{ url: base }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: schemaOf(ProblemSchema, 'output') },
      responses: Object.fromEntries(Object.entries(PROBLEMS).map(described)),
    },
  };
}

function operation({ method, path, summary, access, query, headers, body, ...rest }: Route) {
  const answers = Object.entries(rest.answers).map(([status, answer]) => [
    status,
    { description: answer.description, ...contentOf(answer) },
  ]);
  const problems = problemsOf({ access, path, query, body, refusals: rest.refusals });
  return {
    operationId: nameOf(method, path),
    summary,
    description: audienceOf(access),
    security: access === 'anyone' ? [{}, { token: [] }] : [{ token: [] }],
    parameters: [
      ...(path.includes('{id}') ? [parameter('id', 'path', { type: 'string' }, true)] : []),
      ...Object.entries(query?.entries ?? {}).map(([name, schema]) =>
        parameter(name, 'query', schemaOf(schema as v.GenericSchema, 'input'), false),
      ),
      ...Object.entries(headers).map(([name, description]) => ({
        ...parameter(name, 'header', { type: 'string' }, false),
        description,
      })),
    ],
    ...(body === null ? {} : { requestBody: bodyOf(body) }),
    responses: Object.fromEntries([...answers, ...problems]),
  };
}

function audienceOf(access: Access): string {
  if (access === 'anyone') return 'For anyone; a token may show more.';
  if (access === 'token') return 'For anyone with a token.';
  if (access === 'metrics') return 'For moderators and hosts, and for who has `METRICS_TOKEN`.';
  return access === 'program'
    ? 'For programs: a token with the scope `prompt`, or of a moderator or host.'
    : `For these roles: ${access.join(', ')}.`;
}

/** The statuses of a route's refusals: its own, and those that follow from what it reads. */
export function problemStatuses({
  access,
  path,
  query,
  body,
  refusals,
}: Pick<Route, 'access' | 'path' | 'query' | 'body' | 'refusals'>): number[] {
  const statuses = new Set([401, 403, 500, ...refusals]);
  if (path.includes('{id}')) statuses.add(404);
  if (query !== null || body !== null) statuses.add(422);
  if (body !== null) for (const status of [400, 408, 413, 415, 429]) statuses.add(status);
  if (access === 'program') statuses.add(409);
  return [...statuses].sort((a, b) => a - b);
}

function problemsOf(route: Parameters<typeof problemStatuses>[0]) {
  return problemStatuses(route).map((status) => [
    String(status),
    { $ref: `#/components/responses/Problem${status}` },
  ]);
}

function described([status, description]: [string, string]) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return [`Problem${status}`, { description, content: { 'application/problem+json': { schema } } }];
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body is no JSON.',
  401: 'There is no token, or one that is no good.',
  403: 'It is not for this caller, or not for pages of this origin.',
  404: 'There is no such thing.',
  408: 'The body did not come to its end in time.',
  409: 'It does not go with the room as it is now.',
  410: 'It was there, and is not kept any more.',
  413: 'The body is larger than 16 KB.',
  415: 'The body is not JSON.',
  422: 'Something in the request does not fit.',
  429: 'Too much, or too soon; `Retry-After` says when again.',
  500: 'The room cannot run, or failed.',
  502: 'The Odyssey service answered what it should not.',
  503: 'The Odyssey service is away, or not that far yet; `Retry-After` says when again.',
};

function contentOf({ schema, type }: Described) {
  const types = type ?? ['application/json'];
  const inType = (name: string) =>
    schema !== undefined && name === 'application/json'
      ? { schema: schemaOf(schema, 'output') }
      : { schema: { type: 'string' } };
  return { content: Object.fromEntries(types.map((name) => [name, inType(name)])) };
}

function bodyOf(body: v.GenericSchema) {
  const schema = schemaOf(body, 'input');
  const required = 'required' in schema && (schema.required?.length ?? 0) > 0;
  return { required, content: { 'application/json': { schema } } };
}

function parameter(name: string, where: string, schema: object, required: boolean) {
  const description = 'description' in schema ? String(schema.description) : undefined;
  return {
    name,
    in: where,
    required,
    schema,
    ...(description === undefined ? {} : { description }),
  };
}

/** A schema as JSON Schema; checks that cannot be expressed there are left out. */
function schemaOf(schema: v.GenericSchema, typeMode: 'input' | 'output') {
  const target = 'draft-2020-12';
  const { $schema: _, ...rest } = toJsonSchema(schema, {
    ...{ target, typeMode, errorMode: 'ignore' },
    overrideSchema: ({ jsonSchema }) => withAnyOf(jsonSchema),
  });
  return rest;
}

/** Of variants one fits at least: a room's own way of taking turns may look like one of the package's. */
function withAnyOf({ oneOf, ...rest }: JsonSchema): JsonSchema {
  return oneOf === undefined ? rest : { ...rest, anyOf: oneOf };
}

function nameOf(method: string, path: string): string {
  const words = path.split(/[/{}.]+/).filter((word) => word !== '');
  return [method.toLowerCase(), ...words].join('-');
}
