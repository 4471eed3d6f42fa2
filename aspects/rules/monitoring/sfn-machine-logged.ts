import { FixLevel } from '../../fix-level';
import { grantBeside, isRefused } from '../../iam/grant-beside';
import { deliveredGroup } from '../../log-groups/delivered-group';
import { AppModel } from '../../model/app-model';
import { roleOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { Answer, ask } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf, hasElement } from '../../rule/given';
import { Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What Step Functions needs to set up the delivery of its logs; none of them knows resources. Source: the Step Functions guide, CloudWatch Logs. */
const ACTIONS = [
  'logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies', 'logs:DescribeLogGroups',
];

/** State machines log what they do. */
export const sfnMachineLogged: Rule = {
  id: 'sfn-machine-logged',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A state machine logs what it does',
  threat: 'Executions that failed or were fed with bad input are kept for ninety days where nothing searches or alarms on them; of an express workflow '
    + 'nothing is kept at all.',
  remedy: 'Set logs: { destination: logGroup, level: LogLevel.ALL }; leave includeExecutionData off where the input holds personal data or secrets.',
  links: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/stepfunctions-controls.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  // Whether every event is logged is asked by sfn-machine-logs-all; checkov:CKV_AWS_285 asks for the data too, another question.
  covers: ['cdk-nag:StepFunctionStateMachineAllLogsToCloudWatch', 'securityhub:StepFunctions.1', 'checkov:CKV_AWS_285', 'trivy:AWS-0119'],
  target: 'AWS::StepFunctions::StateMachine',
  check: machine => {
    const off = isLevelOff(machine);
    const sent = hasElement(machine.get('LoggingConfiguration.Destinations'));
    if (off === 'yes' || sent === 'no') {
      const isExpress = machine.get('StateMachineType') === 'EXPRESS';
      const message = isExpress ? 'the express workflow keeps no record of what it did' : 'the state machine does not log what it does';
      return noncompliant(machine, message, { property: 'LoggingConfiguration' });
    }
    if (anyOf([off, sent === 'undecided' ? sent : 'no']) === 'no') return undefined;
    return undecided(machine, 'LoggingConfiguration is only known at deployment', { property: 'LoggingConfiguration' });
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Executions stay the same. What they do is logged from now on, without their input and output unless that was asked for, to a new group of the stack that keeps it for a '
      + 'year and stays when the stack goes; the group costs by what is written. The role may set up the delivery before the state machine needs it.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('everything logged', ({ stack, logs, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const destination = new logs.LogGroup(stack, 'Logs');
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, logs: { destination, level: stepfunctions.LogLevel.ALL } });
    }),
    compliant('errors logged', ({ stack, logs, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, logs: { destination: new logs.LogGroup(stack, 'Logs') } });
    }),
    noncompliantExample('nothing said about logs', ({ stack, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody });
    }),
    noncompliantExample('an express workflow that is logged nowhere', ({ stack, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, stateMachineType: stepfunctions.StateMachineType.EXPRESS });
    }),
    noncompliantExample('off in a raw state machine', ({ stack, cdk }) => {
      const properties = { RoleArn: 'arn:aws:iam::111122223333:role/orders', DefinitionString: '{}', LoggingConfiguration: { Level: 'OFF' } };
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties });
    }),
    undecidedExample('a level that a parameter gives', ({ stack, cdk, logs, stepfunctions }) => {
      const level = new cdk.CfnParameter(stack, 'Level', { allowedValues: ['OFF', 'ALL'] });
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const machine = new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, logs: { destination: new logs.LogGroup(stack, 'Logs') } });
      (machine.node.defaultChild as InstanceType<typeof stepfunctions.CfnStateMachine>).addPropertyOverride('LoggingConfiguration.Level', level.valueAsString);
    }),
  ],
};

function repair(machine: Resource, app: AppModel): Repair | Declined {
  const role = roleOf(machine.get('RoleArn'), app);
  const grant = grantBeside({ actions: ACTIONS, role, before: machine, name: 'MachineLogging', purpose: 'to deliver logs' }, app);
  if (isRefused(grant)) return grant;
  const isOff = isLevelOff(machine) === 'no' ? [] : [new SetProperty(machine, 'LoggingConfiguration.Level', 'ALL')];
  if (hasElement(machine.get('LoggingConfiguration.Destinations')) === 'yes') return { level: FixLevel.OPERATIONAL, patches: [...grant, ...isOff] };
  const group = deliveredGroup(machine, 'ExecutionLogs', 'states');
  const destinations = new SetProperty(machine, 'LoggingConfiguration.Destinations', [{ CloudWatchLogsLogGroup: { LogGroupArn: new Link(group, 'Arn') } }]);
  return { level: FixLevel.OPERATIONAL, patches: [...grant, group, ...isOff, destinations] };
}

function isLevelOff(machine: Resource): Answer {
  return ask(machine.get('LoggingConfiguration.Level'), level => level === undefined || String(level).toUpperCase() === 'OFF');
}
