import * as lambda from 'aws-cdk-lib/aws-lambda';

/** The function behind an alias or version: limits, tags and metrics are the function's. */
export function behind(fn: lambda.IFunction): lambda.IFunction {
  return (fn as { lambda?: lambda.IFunction }).lambda ?? fn;
}
