import { Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { HANDLER_VARIABLE, LAYER_HANDLER, RouteSchemas, SourceKind } from '../../../runtime/contract';
import { EnforcedBoundaryProps } from '../../enforced-boundary-props';
import { compileProblems } from '../compiled-schemas';
import { isSchema } from '../json-schema/json-schema';

/** What the layer is built for. */
const OLDEST_NODE = 20;
const PAYLOADS: readonly SourceKind[] = ['sqs', 'sns', 's3', 'dynamodb', 'kinesis', 'eventbridge', 'schedule', 'cognito', 'authorizer', 'direct'];
const PARTS: readonly (keyof RouteSchemas)[] = ['body', 'query', 'path', 'headers'];

/** Everything that is said where a boundary cannot be enforced. */
const SAYS = {
  image: 'a container image takes no layers; copy dist/runtime/opt of cdk-rampart to /opt in its Dockerfile, name '
    + `${LAYER_HANDLER} as its command, and its own handler in the environment variable ${HANDLER_VARIABLE}`,
  runtime: (runtime: string) =>
    `the boundary stands before handlers of Node.js, got runtime: ${runtime}; check events in the handler, or where they come from: `
    + 'a SecureApi checks requests, and the filters of queues, streams and rules what they deliver',
  old: (runtime: string) => `the layer runs on Node.js ${OLDEST_NODE} and newer, got runtime: ${runtime}; take nodejs24.x`,
  handler: (given: string) => `handler: Lambda calls a handler as file.export, as in src/index.handler, got ${given}`,
  twice: 'the boundary is enforced already; give all schemas at once',
  signed: 'Lambda takes only signed code of the function, and the layer is uploaded unsigned, so every deployment would be refused; '
    + 'wrap the handler by secureHandler of cdk-rampart/runtime before its code is signed',
  source: (given: string) => `payloads: one of ${PAYLOADS.join(', ')}, got ${given}`,
  request: (given: string) => `payloads: what ${given} sends is a request; give requests, by method and path`,
  route: (given: string) => `requests: a method and a path as API Gateway states them, as in POST /orders/{id}, or $default, got ${JSON.stringify(given)}`,
  part: (route: string, given: string) => `requests: ${route} has ${PARTS.join(', ')}, got ${given}`,
  noSchema: (name: string) => `${name}: a JSON Schema is an object`,
};

/** What is wrong with a function as one whose boundary is enforced, each as a sentence about it. */
export function functionProblems(fn: lambda.Function): string[] {
  const cfn = fn.node.defaultChild as lambda.CfnFunction;
  const { name } = fn.runtime;
  if (cfn.packageType === 'Image' || name === lambda.Runtime.FROM_IMAGE.name) return [SAYS.image];
  if (fn.runtime.family !== lambda.RuntimeFamily.NODEJS) return [SAYS.runtime(name)];
  if (cfn.handler === LAYER_HANDLER) return [SAYS.twice];
  const problems: string[] = [];
  // Lambda's first Node.js runtime is called `nodejs`, without a number.
  if (!Token.isUnresolved(name) && Number(/^nodejs(\d+)/.exec(name)?.[1] ?? 0) < OLDEST_NODE) problems.push(SAYS.old(name));
  if (!Token.isUnresolved(cfn.handler) && !/[^/.][^/]*\.[^/.]+$/.test(cfn.handler ?? '')) problems.push(SAYS.handler(String(cfn.handler)));
  if (cfn.codeSigningConfigArn !== undefined) problems.push(SAYS.signed);
  return problems;
}

/** What is wrong with schemas, each as a sentence about the props. */
export function schemaProblems({ payloads = {}, requests = {} }: EnforcedBoundaryProps): string[] {
  return [
    ...Object.entries(payloads).flatMap(([source, schema]) => payloadProblems(source, schema)),
    ...Object.entries(requests).flatMap(([route, parts]) => [
      ...(/^(?:\$default|[A-Z]+ \/\S*)$/.test(route) ? [] : [SAYS.route(route)]),
      ...Object.entries(parts).flatMap(([part, schema]) => partProblems(route, part, schema)),
    ]),
  ];
}

function payloadProblems(source: string, schema: unknown): string[] {
  if (source === 'api' || source === 'url') return [SAYS.request(source)];
  if (!(PAYLOADS as readonly string[]).includes(source)) return [SAYS.source(source)];
  return problemsOf(`payloads.${source}`, schema, 'body');
}

function partProblems(route: string, part: string, schema: unknown): string[] {
  if (schema === undefined) return [];
  if (!(PARTS as readonly string[]).includes(part)) return [SAYS.part(route, part)];
  return problemsOf(`requests: ${route} ${part}`, schema, part as keyof RouteSchemas);
}

function problemsOf(name: string, schema: unknown, part: keyof RouteSchemas): string[] {
  if (!isSchema(schema)) return [SAYS.noSchema(name)];
  return compileProblems(schema, part).map(problem => `${name}: ${problem}`);
}
