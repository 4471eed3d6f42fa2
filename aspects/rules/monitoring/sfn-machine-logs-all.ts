import { ask } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const LEVEL = 'LoggingConfiguration.Level';

/** State machines that log, log everything that happens. */
export const sfnMachineLogsAll: Rule = {
  id: 'sfn-machine-logs-all',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A state machine that logs, logs every event',
  threat: 'Where only failures are logged, an execution that an intruder brought to a good end, a refund for instance, is nowhere to be found.',
  remedy: 'Set logs: { destination: logGroup, level: LogLevel.ALL }, without includeExecutionData where inputs hold personal data or secrets.',
  links: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  // A state machine that logs nothing is reported by sfn-machine-logged.
  covers: ['cdk-nag:StepFunctionStateMachineAllLogsToCloudWatch'],
  target: 'AWS::StepFunctions::StateMachine',
  check: machine => (ask(machine.get(LEVEL), level => level === undefined || level === 'OFF') === 'yes' ? undefined
    : mustBe(machine, LEVEL, level => level === 'ALL', 'the state machine logs failures only')),
  // No fix: what is logged is paid for.
  examples: [
    compliant('every event', ({ stack, logs, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const destination = new logs.LogGroup(stack, 'Logs');
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, logs: { destination, level: stepfunctions.LogLevel.ALL } });
    }),
    compliant('nothing logged, which another rule is about', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties: {} });
    }),
    noncompliantExample('errors only', ({ stack, logs, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const destination = new logs.LogGroup(stack, 'Logs');
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, logs: { destination, level: stepfunctions.LogLevel.ERROR } });
    }),
    noncompliantExample('crashes only, in a raw resource, by an override', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties: { LoggingConfiguration: { Level: 'ALL' } } })
        .addPropertyOverride('LoggingConfiguration.Level', 'FATAL');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const Level = new cdk.CfnParameter(stack, 'Level').valueAsString;
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties: { LoggingConfiguration: { Level } } });
    }),
  ],
};
