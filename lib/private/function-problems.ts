import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { Token } from 'aws-cdk-lib';
import { IFunction, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { lateSecrets } from './late-secrets';
import { secretIn } from './secret-in-environment';
import { shownSecret } from './shown-secrets';
import { FACTS_VARIABLE, HANDLER_VARIABLE } from '../../runtime/contract';
import { SecureFunctionProps } from '../secure-function-props';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const OLDEST_PATCHED_NODE = 22;
/** The variables that Lambda sets itself. Source: the Lambda guide, defined runtime environment variables. */
const RESERVED_VARIABLES = [
  '_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_RUNTIME_API', 'LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR',
];

/** Everything that `SecureFunction` says about props it cannot take. */
const SAYS = {
  noCode: 'give entry (a file to bundle) or code (code that is ready to run), got neither',
  twoCodes: 'give entry (a file to bundle) or code (code that is ready to run), got both',
  entryToken: 'entry is a path on this machine and read at synthesis, got a token',
  entryMissing: (entry: string, file: string) => `entry: ${entry} does not exist: it was looked for at ${file}, relative to the working directory`,
  entryNoFile: (entry: string, file: string) => `entry: ${entry} has to be the file that exports the handler, got a folder (${file})`,
  entryExtension: (entry: string) => `entry: ${entry} has to be TypeScript or JavaScript (${EXTENSIONS.join(', ')}); for other languages give code`,
  entryRuntime: (runtime: string) => `entry is bundled for Node.js, got runtime: ${runtime}; for other runtimes give code`,
  runtimeUnpatched: (runtime: string) => `runtime: ${runtime} is past its end of life and gets no security patches; leave runtime out, or take nodejs${OLDEST_PATCHED_NODE}.x or newer`,
  description: (length: number) => `description: at most 256 characters, got ${length}`,
  reservedVariable: (key: string) => `environment: ${key} is set by Lambda itself and cannot be given; leave it out, the code reads Lambda's value`,
  facts: `environment: ${FACTS_VARIABLE} is what the constructs tell the boundary of the function: who may call it, and its secrets; leave it out, and add `
    + 'the sources and secrets themselves (addQueueSource and its like, SecretBackedFunction)',
  handler: `environment: ${HANDLER_VARIABLE} names the handler that the boundary calls where it is enforced; leave it out, and give handler`,
  variable: (key: string) => `environment: a name has at least two letters, digits and underscores, of which the first is a letter, got ${JSON.stringify(key)}`,
};

/** What is said of a variable that holds a secret. */
const shown = (key: string, secret: string) => shownSecret(`environment: ${key}`, secret, 'the function\'s configuration');

/** What is wrong with the props of a `SecureFunction`, each as a sentence about the props. */
export function functionProblems(scope: IConstruct, props: SecureFunctionProps): string[] {
  return [
    ...codeProblems(props),
    ...runtimeProblems(props),
    ...descriptionProblems(props),
    ...Object.entries(props.environment ?? {}).flatMap(([key, value]) => environmentProblems(scope, key, value)),
  ];
}

/** What is wrong with an environment variable: Lambda or the boundary sets it, or it holds a secret. */
export function environmentProblems(scope: IConstruct, key: string, value: string): string[] {
  if (RESERVED_VARIABLES.includes(key)) return [SAYS.reservedVariable(key)];
  if (key === FACTS_VARIABLE) return [SAYS.facts];
  if (key === HANDLER_VARIABLE) return [SAYS.handler];
  // Source: the Lambda API reference, Environment.
  if (!Token.isUnresolved(key) && !/^[A-Za-z]\w+$/.test(key)) return [SAYS.variable(key)];
  const secret = secretIn(scope, key, value);
  return secret === undefined ? [] : [shown(key, secret)];
}

/** What is wrong with the environment of a function in the end: variables that hold a secret which could not be told from the props. */
export function finishedEnvironmentProblems(fn: IFunction): string[] {
  return [...lateSecrets(fn)].map(([key, secret]) => shown(key, secret));
}

function codeProblems({ entry, code }: SecureFunctionProps): string[] {
  if (entry === undefined) return code === undefined ? [SAYS.noCode] : [];
  if (code !== undefined) return [SAYS.twoCodes];
  if (Token.isUnresolved(entry)) return [SAYS.entryToken];
  const file = resolve(entry);
  if (!existsSync(file)) return [SAYS.entryMissing(entry, file)];
  if (!statSync(file).isFile()) return [SAYS.entryNoFile(entry, file)];
  return EXTENSIONS.includes(extname(file)) ? [] : [SAYS.entryExtension(entry)];
}

function runtimeProblems({ entry, runtime }: SecureFunctionProps): string[] {
  if (runtime === undefined) return [];
  if (runtime.family !== RuntimeFamily.NODEJS) return entry === undefined ? [] : [SAYS.entryRuntime(runtime.name)];
  // Lambda's first Node.js runtime is called `nodejs`, without a number.
  const major = Number(/^nodejs(\d+)/.exec(runtime.name)?.[1] ?? 0);
  return major < OLDEST_PATCHED_NODE ? [SAYS.runtimeUnpatched(runtime.name)] : [];
}

function descriptionProblems({ description }: SecureFunctionProps): string[] {
  return description !== undefined && !Token.isUnresolved(description) && description.length > 256 ? [SAYS.description(description.length)] : [];
}
