import { isRead } from '../../alarms/log-metrics';
import { FixLevel } from '../../fix-level';
import { isEdgeFunction } from '../../lambda/edge-function';
import { functionGroupKeys } from '../../lambda/log-group';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const FORMAT = 'LoggingConfig.LogFormat';

/** What functions log can be searched by field. */
export const lambdaFunctionJsonLogs: Rule = {
  id: 'lambda-function-json-logs',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function logs as JSON',
  threat: 'What an attacker sends is logged as plain text: a line break in it makes a line of its own that looks like the function\'s, and nothing can be '
    + 'counted or searched by field.',
  remedy: 'Set loggingFormat: LoggingFormat.JSON.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html',
    'https://cwe.mitre.org/data/definitions/117.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:LambdaLogging'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (isEdgeFunction(fn, app)) return undefined; // Lambda@Edge logs as text
    return mustBe(fn, FORMAT, format => String(format).toUpperCase() === 'JSON', 'the function logs as plain text');
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Lambda writes the same messages as JSON from now on, to the same place; those below the level INFO are left out, unless ApplicationLogLevel asks '
      + 'for them. Not where a metric filter or a subscription of the application reads the lines; a reader outside of it has to be told.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('JSON', ({ lambda, someFunction }) => {
      someFunction('Function', { loggingFormat: lambda.LoggingFormat.JSON });
    }),
    noncompliantExample('nothing said about the format', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('text, by an override', ({ lambda, someFunction }) => {
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride(FORMAT, 'Text');
    }),
    noncompliantExample('text, which a metric filter reads', ({ stack, logs, someFunction }) => {
      const logGroup = new logs.LogGroup(stack, 'Logs');
      someFunction('Function', { logGroup });
      logGroup.addMetricFilter('Failed', { filterPattern: logs.FilterPattern.literal('[level=ERROR, ...]'), metricNamespace: 'Orders', metricName: 'Failed' });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const format = new cdk.CfnParameter(stack, 'Format', { allowedValues: ['JSON', 'Text'] });
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride(FORMAT, format.valueAsString);
    }),
  ],
};

function repair(fn: Resource, app: AppModel): Repair | Declined {
  if (isRead(functionGroupKeys(fn, app), app)) return { declined: 'a metric filter or a subscription reads the lines of its log as they are' };
  return { level: FixLevel.OPERATIONAL, patches: [new SetProperty(fn, FORMAT, 'JSON')] };
}
