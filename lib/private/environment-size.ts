import { Stack } from 'aws-cdk-lib';
import { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';

/** The least that a value takes which only the deployment knows; a generated name or ARN is longer, and a parameter may be empty. */
const LEAST: Readonly<Record<string, number>> = {
  'AWS::AccountId': 12, 'AWS::Partition': 3, 'AWS::Region': 9, 'AWS::StackName': 1, 'AWS::URLSuffix': 13,
};
/** `arn:aws:sqs:eu-west-1:123456789012:x` */
const LEAST_ARN = 36;

/** How many bytes the environment variables of a function take at least, and which take the most: `TABLES (3210 bytes)`. */
export function environmentSize(fn: IFunction): { readonly size: number; readonly largest: readonly string[] } {
  const { environment } = fn.node.defaultChild as CfnFunction;
  const { variables = {} } = (Stack.of(fn).resolve(environment) ?? {}) as { variables?: Record<string, unknown> };
  const sizes = Object.entries(variables).map(([key, value]) => [key, Buffer.byteLength(key) + leastSize(value)] as const);
  const largest = [...sizes].sort(([, one], [, other]) => other - one).slice(0, 3).map(([key, size]) => `${key} (${size} bytes)`);
  return { size: sizes.reduce((sum, [, size]) => sum + size, 0), largest };
}

function leastSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  const [[name, argument] = [undefined, undefined]] = Object.entries(value as object);
  if (name === 'Ref') return LEAST[String(argument)] ?? 0;
  if (name === 'Fn::Join' && Array.isArray(argument)) return (argument[1] as unknown[]).reduce<number>((sum, part) => sum + leastSize(part), 0);
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return /Arn$/.test(String(argument[1])) ? LEAST_ARN : 0;
  return 0;
}
