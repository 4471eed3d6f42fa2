import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const CONSTRUCTS = join(ROOT, 'docs', 'constructs');
const DOCUMENTS = [join(ROOT, 'README.md'), ...readdirSync(CONSTRUCTS).map(name => join(CONSTRUCTS, name))];

/** What the blocks of the README take for granted: names that a reader has already. */
const PRELUDE = `
import { App, Aspects, Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as z from 'zod/mini';
import { RampartNagPack } from '../../aspects/nag';
import { secureHandler } from '../../runtime';
import {
  AccessReview, ApiAuthorizer, DatabaseEngine, EnforcedBoundary, IAuditedResource, IRule, PrivateNetwork, Quarantine, RotationRehearsal, RuleFinding, SecretBackedFunction,
  SecretSource, SecureApi, SecureFunction, SecurityAlarms, SecurityAudit, SecurityEvent, SecurityRemediation, Sensitivity, Severity, SiemDestination,
  SiemExport, StreamSource,
} from '../../index';
declare const app: App;
declare const stack: Stack;
declare const queue: sqs.Queue;
declare const table: dynamodb.Table;
declare const inbox: s3.Bucket;
declare const topic: sns.Topic;
declare const network: PrivateNetwork;
declare const database: ISecurityGroup;
declare const cluster: rds.DatabaseCluster;
declare const billing: SecretBackedFunction;
declare const payments: SecureFunction;
declare const token: ISecret;
declare const key: kms.IKey;
const Order = z.object({ item: z.string() });
declare function store(login: unknown, order: { item: string }): Promise<void>;
declare const orders: lambda.Function;
declare const pool: cognito.IUserPool;
declare const bucketReader: lambda.Function;
declare class QueueNamePrefixed implements IRule {
  id: string; severity: Severity; title: string; remedy: string; resourceType: string;
  check(resource: IAuditedResource): RuleFinding[];
}
`;

/** The ts blocks of a document. */
function blocks(document: string): string[] {
  return [...document.matchAll(/```ts\n([\s\S]*?)```/g)].map(match => match[1]);
}

test('every code block of the README and of the pages on constructs compiles', () => {
  const own = new Map(DOCUMENTS.flatMap(file => blocks(readFileSync(file, 'utf8'))).map((code, index) => {
    const body = code.replace(/^import .*$/gm, '').replace(/'cdk-rampart'/g, "'../../index'");
    const named = body.includes('Rampart.') || body.includes('FixLevel.') ? "import { FixLevel, Rampart } from '../../index';\n" : '';
    return [join(__dirname, `block-${index}.ts`), `${PRELUDE}${named}class Example extends Stack { public build() {\n${body}\n} }\nvoid Example;`];
  }));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    esModuleInterop: true,
    types: ['node'],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, ...rest) => (own.has(file)
    ? ts.createSourceFile(file, own.get(file)!, ts.ScriptTarget.ES2022)
    : getSourceFile(file, ...rest));
  host.fileExists = file => own.has(file) || fileExists(file);
  host.readFile = file => own.get(file) ?? readFile(file);

  const program = ts.createProgram([...own.keys()], options, host);
  const errors = [...own.keys()].map(file => program.getSourceFile(file))
    .flatMap(source => [...program.getSemanticDiagnostics(source), ...program.getSyntacticDiagnostics(source)]);

  expect(own.size).toBeGreaterThan(4);
  expect(errors.map(error => `${error.file?.fileName}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`)).toEqual([]);
});
