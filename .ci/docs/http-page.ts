import { openApi } from '../../party/http/openapi.js';
import { ROUTES } from '../../party/http/router.js';
import { RULE_NAMES } from '../../src/protocol/rules.js';
import { code, page, table } from './markdown.js';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
}

interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: JsonSchema;
    readonly description?: string;
  }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: JsonSchema } };
  };
  readonly responses: Readonly<
    Record<string, { readonly description?: string; readonly $ref?: string }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, { readonly description: string }>>;
  };
}

/** One row a route, from the description that the room itself serves. */
export function httpPage(): string {
  const { paths, components } = openApi(ROUTES, '') as unknown as Description;
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      code(`${method.toUpperCase()} ${path}`),
      operation.summary,
      operation.description,
      given(operation),
      answers(operation),
      refusals(operation),
    ]),
  );
  const problems = Object.entries(components.responses).map(([name, { description }]) => [
    name.replace('Problem', ''),
    description,
  ]);
  return page(
    'HTTP',
    '`party/http/router.ts` through `party/http/openapi.ts`',
    'All addresses are below `/parties/main/{room}`. Send a token as `Authorization: Bearer …`. Bodies and answers are JSON. The full schemas are in OpenAPI 3.1 at `/openapi.json`. How to call it: [HTTP guide](../http.md).',
    table(
      ['request', 'what it does', 'who', 'query, headers, body', 'answer', 'refused with'],
      rows,
    ),
    '## Refusals',
    'A refusal is a problem detail (RFC 9457, `application/problem+json`) with a stable [`reason`](reasons.md#reasons).',
    table(['status', 'meaning'], problems),
  );
}

function given({ parameters, requestBody }: Operation): string {
  const beside = parameters
    .filter((parameter) => parameter.in !== 'path')
    .map(({ name, in: where, schema, description }) =>
      [
        where === 'header' ? `header ${code(name)}` : code(`?${name}`),
        valuesOf(schema),
        description,
      ]
        .filter((part) => part !== undefined && part !== '')
        .join(' '),
    );
  const schema = requestBody?.content['application/json'].schema;
  const body = schema === undefined ? '' : bodyOf(schema);
  return [...beside, ...(body === '' ? [] : [`body ${body}`])].join('; ');
}

function bodyOf({ properties = {}, required = [] }: JsonSchema): string {
  const names = Object.keys(properties);
  if (names.length === RULE_NAMES.length) return 'some of the [rules](rules.md), in camelCase';
  const fields = names.map((name) => (required.includes(name) ? name : `${name}?`));
  return fields.length === 0 ? '' : code(`{${fields.join(', ')}}`);
}

/** What a query may be, where there are choices. */
function valuesOf({ enum: choices }: JsonSchema): string {
  return choices === undefined ? '' : `(${choices.map((one) => code(String(one))).join(', ')})`;
}

function answers({ responses }: Operation): string {
  return Object.entries(responses)
    .filter(([, { $ref }]) => $ref === undefined)
    .map(([status, { description = '' }]) => `${status}: ${description}`)
    .join(' ');
}

function refusals({ responses }: Operation): string {
  return Object.entries(responses)
    .filter(([, { $ref }]) => $ref !== undefined)
    .map(([status]) => status)
    .join(', ');
}
