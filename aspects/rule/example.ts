import type { App, Stack } from 'aws-cdk-lib';

/**
 * What examples are built with: a stack of an app, and the modules of aws-cdk-lib.
 *
 * Only types are imported here: the rules also run where no CDK is loaded, over plain templates.
 */
export interface ExampleKit {
  readonly app: App;
  readonly stack: Stack;
  readonly cdk: typeof import('aws-cdk-lib');
  readonly apigateway: typeof import('aws-cdk-lib/aws-apigateway');
  readonly apigatewayv2: typeof import('aws-cdk-lib/aws-apigatewayv2');
  readonly authorizers: typeof import('aws-cdk-lib/aws-apigatewayv2-authorizers');
  readonly cloudwatch: typeof import('aws-cdk-lib/aws-cloudwatch');
  readonly cloudwatchActions: typeof import('aws-cdk-lib/aws-cloudwatch-actions');
  readonly cognito: typeof import('aws-cdk-lib/aws-cognito');
  readonly destinations: typeof import('aws-cdk-lib/aws-lambda-destinations');
  readonly dynamodb: typeof import('aws-cdk-lib/aws-dynamodb');
  readonly ec2: typeof import('aws-cdk-lib/aws-ec2');
  readonly ecr: typeof import('aws-cdk-lib/aws-ecr');
  readonly efs: typeof import('aws-cdk-lib/aws-efs');
  readonly elb: typeof import('aws-cdk-lib/aws-elasticloadbalancingv2');
  readonly events: typeof import('aws-cdk-lib/aws-events');
  readonly eventSources: typeof import('aws-cdk-lib/aws-lambda-event-sources');
  readonly iam: typeof import('aws-cdk-lib/aws-iam');
  readonly integrations: typeof import('aws-cdk-lib/aws-apigatewayv2-integrations');
  readonly kinesis: typeof import('aws-cdk-lib/aws-kinesis');
  readonly kms: typeof import('aws-cdk-lib/aws-kms');
  readonly lambda: typeof import('aws-cdk-lib/aws-lambda');
  readonly logs: typeof import('aws-cdk-lib/aws-logs');
  readonly notifications: typeof import('aws-cdk-lib/aws-s3-notifications');
  readonly s3: typeof import('aws-cdk-lib/aws-s3');
  readonly scheduler: typeof import('aws-cdk-lib/aws-scheduler');
  readonly schedulerTargets: typeof import('aws-cdk-lib/aws-scheduler-targets');
  readonly secretsmanager: typeof import('aws-cdk-lib/aws-secretsmanager');
  readonly sns: typeof import('aws-cdk-lib/aws-sns');
  readonly sqs: typeof import('aws-cdk-lib/aws-sqs');
  readonly stepfunctions: typeof import('aws-cdk-lib/aws-stepfunctions');
  readonly subscriptions: typeof import('aws-cdk-lib/aws-sns-subscriptions');
  readonly targets: typeof import('aws-cdk-lib/aws-events-targets');
  readonly wafv2: typeof import('aws-cdk-lib/aws-wafv2');
  /** A function with nothing but what Lambda requires, for examples that are about something else. */
  someFunction(id?: string, props?: Partial<import('aws-cdk-lib/aws-lambda').FunctionProps>): import('aws-cdk-lib/aws-lambda').Function;
}

/** What an example must give: silence, findings, or only undecided findings. */
export type ExampleVerdict = 'compliant' | 'noncompliant' | 'undecided';

/** Code that a rule is shown by: run by the tests, sliced into the documentation. */
export interface Example {
  readonly verdict: ExampleVerdict;
  /** What is shown, in a few words that start in lower case. */
  readonly label: string;
  /** Builds it. */
  build(kit: ExampleKit): void;
}

/** Code that the rule has nothing to say about. */
export function compliant(label: string, build: (kit: ExampleKit) => void): Example {
  return { verdict: 'compliant', label, build };
}

/** Code that the rule finds fault with. */
export function noncompliantExample(label: string, build: (kit: ExampleKit) => void): Example {
  return { verdict: 'noncompliant', label, build };
}

/** Code that the rule cannot judge before deployment. */
export function undecidedExample(label: string, build: (kit: ExampleKit) => void): Example {
  return { verdict: 'undecided', label, build };
}
