import { FixLevel } from '../../fix-level';
import { grantBeside, isRefused } from '../../iam/grant-beside';
import { Grant, mayDo } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { roleOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { ask, booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const ENABLED = 'TracingConfiguration.Enabled';

/** Without this one, X-Ray gets nothing; the others let it sample by its rules. X-Ray's actions know no resources. */
const WRITE: Grant = { action: 'xray:PutTraceSegments', resource: '*' };
const ACTIONS = [WRITE.action, 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'];

/** State machines send traces, and are allowed to. */
export const sfnMachineTraced: Rule = {
  id: 'sfn-machine-traced',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A state machine is traced, and its role may send the traces',
  threat: 'An execution that an attacker started or fed leaves no trail through the functions and services it calls, so an incident cannot be retold.',
  remedy: 'Set tracingEnabled: true; where the property is set by hand, also allow xray:PutTraceSegments and xray:PutTelemetryRecords on the role.',
  links: [
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:StepFunctionStateMachineXray', 'checkov:CKV_AWS_284', 'serverless-rules:WS5000', 'trivy:AWS-0117'],
  target: 'AWS::StepFunctions::StateMachine',
  check: (machine, app) => {
    const traced = ask(machine.get(ENABLED), on => booleanOf(on) === true);
    if (traced === 'undecided') return undecided(machine, `${ENABLED} is only known at deployment`, { property: ENABLED });
    if (traced === 'no') return noncompliant(machine, 'the state machine sends no traces', { property: ENABLED });
    const role = roleOf(machine.get('RoleArn'), app);
    // A role or a policy outside of the application is not judged.
    if (role === undefined || mayDo(role, WRITE, app) !== 'no') return undefined;
    return noncompliant(machine, `tracing is on, but the role ${role.logicalId} may not do ${WRITE.action}`, { property: 'RoleArn', related: [role] });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Step Functions traces beside the execution, which stays the same; X-Ray samples, so the cost is negligible, and the permission is there before '
      + 'the state machine needs it.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('traced', ({ stack, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, tracingEnabled: true });
    }),
    compliant('traced with a role from elsewhere', ({ stack, iam, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders', { mutable: false });
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody, role, tracingEnabled: true });
    }),
    noncompliantExample('nothing said about tracing', ({ stack, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      new stepfunctions.StateMachine(stack, 'Machine', { definitionBody });
    }),
    noncompliantExample('set by an override, and the role may not send traces', ({ stack, stepfunctions }) => {
      const definitionBody = stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(stack, 'Pass'));
      const machine = new stepfunctions.StateMachine(stack, 'Machine', { definitionBody });
      (machine.node.defaultChild as InstanceType<typeof stepfunctions.CfnStateMachine>).addPropertyOverride(ENABLED, true);
    }),
    noncompliantExample('off in a raw state machine', ({ stack, cdk }) => {
      const properties = { RoleArn: 'arn:aws:iam::111122223333:role/orders', DefinitionString: '{}', TracingConfiguration: { Enabled: 'false' } };
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk }) => {
      const traced = new cdk.CfnParameter(stack, 'Traced', { allowedValues: ['true', 'false'] });
      const properties = { RoleArn: 'arn:aws:iam::111122223333:role/orders', DefinitionString: '{}', TracingConfiguration: { Enabled: traced.valueAsString } };
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties });
    }),
  ],
};

function repair(machine: Resource, app: AppModel): Repair | Declined {
  const role = roleOf(machine.get('RoleArn'), app);
  const grant = grantBeside({ actions: ACTIONS, role, before: machine, name: 'MachineTracing', purpose: 'to write to X-Ray' }, app);
  if (isRefused(grant)) return grant;
  const isOn = booleanOf(machine.get(ENABLED)) === true;
  return { level: FixLevel.SAFE, patches: [...grant, ...(isOn ? [] : [new SetProperty(machine, ENABLED, true)])] };
}
