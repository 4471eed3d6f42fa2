import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAG = dirname(require.resolve('cdk-nag/package.json'));

/** The folders of cdk-nag's rules that belong to our field. */
const FOLDERS = ['apigw', 'appsync', 'cloudwatch', 'cognito', 'dynamodb', 'ec2', 'efs', 'eventbridge', 'iam', 'kinesis', 'kms', 'lambda', 's3', 'secretsmanager', 'sns', 'sqs',
  'stepfunctions', 'vpc', 'waf'];

/** Every rule of cdk-nag in our field, as its package exports it. */
export function nagRules(): string[] {
  return FOLDERS.flatMap(folder => readdirSync(join(NAG, 'lib', 'rules', folder)))
    .filter(file => file.endsWith('.d.ts') && file !== 'index.d.ts')
    .map(file => file.replace(/\.d\.ts$/, ''))
    .sort();
}

/** What the packs call a rule: `AwsSolutions-APIG1`, by the rule's name. */
export function packNames(): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [pack, file] of [['AwsSolutions', 'aws-solutions.js'], ['Serverless', 'serverless.js']]) {
    const source = readFileSync(join(NAG, 'lib', 'packs', file), 'utf8');
    for (const [, body] of source.matchAll(/applyRule\(\{(.*?)\}\);/gs)) {
      const rule = /rule: \w+\.(?:\w+\.)?(\w+)/.exec(body)?.[1];
      if (rule === undefined) continue;
      const name = `${pack}-${/ruleSuffixOverride: '([^']+)'/.exec(body)?.[1] ?? rule}`;
      names.set(rule, [...new Set([...(names.get(rule) ?? []), name])]);
    }
  }
  return names;
}
