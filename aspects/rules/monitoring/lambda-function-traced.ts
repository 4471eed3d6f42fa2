import { FixLevel } from '../../fix-level';
import { isEdgeFunction } from '../../lambda/edge-function';
import { couldBeAllowed, executionRole, Grant, mayDo } from '../../lambda/execution-role';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Answer, ask, patternOf, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { AddResource, Link, Patch, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

// X-Ray's write actions know no resources.
const SEGMENTS: Grant = { action: 'xray:PutTraceSegments', resource: '*' };
const TELEMETRY: Grant = { action: 'xray:PutTelemetryRecords', resource: '*' };

/** Functions send traces, and are allowed to. */
export const lambdaFunctionTraced: Rule = {
  id: 'lambda-function-traced',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A function is traced, and its role may send the traces',
  threat: 'Whoever misuses the function leaves no trail through the services it calls, so an incident takes longer to see and cannot be retold.',
  remedy: 'Set tracing: Tracing.ACTIVE; where the property is set by hand, also allow xray:PutTraceSegments and xray:PutTelemetryRecords on the role.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
    'https://aws-otel.github.io/docs/getting-started/lambda',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: [
    'cdk-nag:LambdaTracing', 'checkov:CKV_AWS_50', 'trivy:AWS-0066', 'trivy:AWS-0125', 'kics:9488c451-074e-4cd3-aee3-7db6104f542c',
    'serverless-rules:WS1000', 'securityhub:Lambda.7',
    'kics:dc1ab429-1481-4540-9b1d-280e3f15f1f8',
  ],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (isEdgeFunction(fn, app)) return undefined; // Lambda@Edge cannot be traced
    const openTelemetry = tracedByOpenTelemetry(fn, app);
    if (openTelemetry === 'yes') return undefined;
    const active = ask(fn.get('TracingConfig.Mode'), mode => mode === 'Active');
    if (active === 'yes') return withoutPermission(fn, app);
    if (active === 'undecided') return undecided(fn, 'TracingConfig.Mode is only known at deployment', { property: 'TracingConfig.Mode' });
    if (openTelemetry === 'undecided') return undecided(fn, 'only the configuration of its OpenTelemetry collector says whether traces leave the function');
    return noncompliant(fn, 'the function sends no traces', { property: 'TracingConfig.Mode' });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Lambda traces beside the handler, whose code, time and callers stay the same; X-Ray samples, so the cost is negligible, and the '
      + 'permission is there before the function needs it.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('traced', ({ lambda, someFunction }) => {
      someFunction('Function', { tracing: lambda.Tracing.ACTIVE });
    }),
    compliant('set by an override, with a managed policy on the role', ({ lambda, iam, someFunction }) => {
      const fn = someFunction();
      fn.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AWSXRayDaemonWriteAccess'));
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('TracingConfig.Mode', 'Active');
    }),
    compliant('traced with a role from elsewhere', ({ stack, lambda, iam, someFunction }) => {
      someFunction('Function', { tracing: lambda.Tracing.ACTIVE, role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/orders') });
    }),
    compliant('instrumented by an OpenTelemetry layer whose exporter is allowed to write', ({ stack, lambda, iam, someFunction }) => {
      const arn = 'arn:aws:lambda:eu-west-1:901920570463:layer:aws-otel-nodejs-amd64-ver-1-30-1:1';
      const fn = someFunction('Function', {
        layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn)], environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' },
      });
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['xray:PutTraceSegments'], resources: ['*'] }));
    }),
    noncompliantExample('nothing said about tracing', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('passes on what the caller traces', ({ lambda, someFunction }) => {
      someFunction('Function', { tracing: lambda.Tracing.PASS_THROUGH });
    }),
    noncompliantExample('active, but the role may not send traces', ({ lambda, someFunction }) => {
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('TracingConfig.Mode', 'Active');
    }),
    noncompliantExample('an OpenTelemetry layer whose exporter may not write', ({ stack, lambda, someFunction }) => {
      const arn = 'arn:aws:lambda:eu-west-1:184161586896:layer:opentelemetry-nodejs-0_11_0:1';
      someFunction('Function', { layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn)] });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const mode = new cdk.CfnParameter(stack, 'Tracing', { allowedValues: ['Active', 'PassThrough'] });
      (someFunction().node.defaultChild as InstanceType<typeof lambda.CfnFunction>).addPropertyOverride('TracingConfig.Mode', mode.valueAsString);
    }),
  ],
};

function missing(role: Resource, app: AppModel): readonly Grant[] {
  return [SEGMENTS, TELEMETRY].filter(grant => mayDo(role, grant, app) === 'no');
}

/** A role or a policy outside of the application is not judged: Lambda itself refuses to trace without the permission. */
function withoutPermission(fn: Resource, app: AppModel): Found | undefined {
  const role = executionRole(fn, app);
  const actions = role === undefined ? [] : missing(role, app).map(grant => grant.action);
  if (role === undefined || actions.length === 0) return undefined;
  return noncompliant(fn, `tracing is on, but the role ${role.logicalId} may not do ${actions.join(' and ')}`, { property: 'Role', related: [role] });
}

// The names under which AWS and the OpenTelemetry project publish their layers, whatever account a copy stands in.
const LAYER = /:layer:(aws-otel-|opentelemetry-|AWSOpenTelemetryDistro)/;

/** Whether OpenTelemetry traces the function: a layer or its wrapper is there, and the exporter reaches where it sends to. */
function tracedByOpenTelemetry(fn: Resource, app: AppModel): Answer {
  const variable = (name: string) => fn.get(`Environment.Variables.${name}`);
  const layered = valuesOf(fn.get('Layers')).some(layer => LAYER.test(patternOf(layer) ?? ''));
  if (!layered && !patternOf(variable('AWS_LAMBDA_EXEC_WRAPPER'))?.startsWith('/opt/otel-')) return 'no';
  // An endpoint of one's own needs no permission of AWS.
  if (['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'].some(name => variable(name) !== undefined)) return 'yes';
  const role = executionRole(fn, app);
  if (role === undefined || mayDo(role, SEGMENTS, app) !== 'no') return 'yes';
  return ['OPENTELEMETRY_COLLECTOR_CONFIG_URI', 'OPENTELEMETRY_COLLECTOR_CONFIG_FILE'].some(name => variable(name) !== undefined) ? 'undecided' : 'no';
}

function repair(fn: Resource, app: AppModel): Repair | Declined {
  const role = executionRole(fn, app);
  if (role === undefined) return { declined: 'its role is not part of the application, and Lambda refuses to trace where the role may not write to X-Ray' };
  const patches: Patch[] = fn.get('TracingConfig.Mode') === 'Active' ? [] : [new SetProperty(fn, 'TracingConfig.Mode', 'Active')];
  // SAM allows it to the role that it makes.
  if (isMadeFor(role, fn)) return { level: FixLevel.SAFE, patches };
  if ([SEGMENTS, TELEMETRY].every(grant => mayDo(role, grant, app) === 'yes')) return { level: FixLevel.SAFE, patches };
  if (role.template !== fn.template) return { declined: `its role ${role.logicalId} stands in another stack and may not write to X-Ray` };
  if (![SEGMENTS, TELEMETRY].every(grant => couldBeAllowed(role, grant, app))) {
    return { declined: `a denial or a permissions boundary of its role ${role.logicalId} may keep it from writing to X-Ray` };
  }
  // Equal for all functions of the role, so that they end up with one policy.
  const policy = new AddResource(role, 'Tracing', 'AWS::IAM::Policy', {
    PolicyName: 'RampartTracing',
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [SEGMENTS.action, TELEMETRY.action], Resource: '*' }] },
    Roles: [new Link(role)],
  }, { before: [fn] });
  return { level: FixLevel.SAFE, patches: [...patches, policy] };
}

/** Whether SAM makes a role for a function alone. */
function isMadeFor(role: Resource, fn: Resource): boolean {
  return role.writtenAs !== undefined && role.writtenAs.logicalId === fn.writtenAs?.logicalId && role.template === fn.template;
}
