import { Aspects, CfnResource, IAspect, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { allowByCall, allowByMapping, allowByTrust, kindRead, Reading } from './allowed-callers';
import { invocations, mayInvoke } from './invoking-statements';
import { Rendered } from './referred';
import { Boundary } from '../boundary';
import { bindToAccount } from '../source-account';

/** After users' Aspects and before the repairs: what is looked for is there, and the variable can still be added. */
const LATE = 895;
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const PERMISSION = 'AWS::Lambda::Permission';
const LOOKING = Symbol.for('cdk-rampart.FoundTriggers');

/** What says for itself whom it lets in, with all that is below it. */
const NOTED = new WeakSet<IConstruct>();

/** Leaves out a trigger, or what is below a construct: its facts were noted when it was made, when more was known. */
export function noted(construct: IConstruct | undefined): void {
  if (construct !== undefined) NOTED.add(construct);
}

/**
 * Looks for all triggers of a function when the application is complete, however they were made: raw resources, and what the CDK's own
 * constructs give to the function behind an alias.
 */
export function seeTriggers(fn: lambda.Function): void {
  const stage = (Stage.of(fn) ?? fn.node.root) as IConstruct & { readonly [LOOKING]?: FoundTriggers };
  const looking = stage[LOOKING] ?? new FoundTriggers();
  if (stage[LOOKING] === undefined) {
    Object.defineProperty(stage, LOOKING, { value: looking });
    Aspects.of(stage).add(looking, { priority: LATE });
  }
  looking.functions.add(Boundary.of(fn)!);
}

/** Tells the boundaries of a Stage about the triggers that name their functions. */
class FoundTriggers implements IAspect {
  public readonly functions = new Set<Boundary>();

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const found = finderFor(node.cfnResourceType);
    if (found === undefined) return;
    const trigger = new Rendered(node);
    if (node.cfnResourceType === MAPPING) this.report(trigger);
    if (node.cfnResourceType === PERMISSION) this.bind(trigger);
    if (!node.node.scopes.some(scope => NOTED.has(scope))) found(trigger, (value, tell) => trigger.functions(value, this.functions).forEach(tell));
  }

  /** What the function does not write by itself, the CDK writes below it, where somebody gave its alias to a trigger. */
  private bind(permission: Rendered): void {
    const owners = permission.resource.node.scopes.filter(scope => Boundary.of(scope as unknown as lambda.IFunction)?.fn.node.scope === scope);
    if (owners.length > 0) bindToAccount(permission.resource, property => permission.get(property));
  }

  /** The layer answers which records of a batch it refused. Where the mapping does not ask for that, Lambda would take them as done. */
  private report(mapping: Rendered): void {
    const isEnforced = mapping.functions(mapping.get('FunctionName'), this.functions).some(boundary => boundary.isEnforced);
    if (isEnforced && mapping.get('FunctionResponseTypes') === undefined && kindRead(reading(mapping)) !== undefined) {
      mapping.resource.addPropertyOverride('FunctionResponseTypes', ['ReportBatchItemFailures']);
    }
  }
}

/** Tells the boundary of each function that a rendered value names. */
type Name = (value: unknown, tell: (boundary: Boundary) => void) => void;

type Finder = (trigger: Rendered, name: Name) => void;

/** What a trigger of each type says about the functions that it names. */
const TRIGGERS: Readonly<Record<string, Finder>> = {
  [PERMISSION]: (trigger, name) => name(trigger.get('FunctionName'), boundary => allowByCall(boundary, boundary.fn, {
    service: String(trigger.get('Principal')),
    sourceArn: trigger.token('SourceArn'),
    isUrl: trigger.get('FunctionUrlAuthType') !== undefined || trigger.get('InvokedViaFunctionUrl') === true
      || trigger.get('Action') === 'lambda:InvokeFunctionUrl',
    isElsewhere: trigger.resource.stack !== Stack.of(boundary.fn),
  })),
  [MAPPING]: (trigger, name) => name(trigger.get('FunctionName'), boundary => {
    allowByMapping(boundary, { ...reading(trigger), isElsewhere: trigger.resource.stack !== Stack.of(boundary.fn) });
  }),
  'AWS::Lambda::Url': (trigger, name) => name(trigger.get('TargetFunctionArn'), boundary => boundary.allow('url', true)),
  'AWS::Scheduler::Schedule': (trigger, name) => name(trigger.get('Target', 'Arn'), boundary => boundary.allow('schedule', true)),
  'AWS::Pipes::Pipe': (trigger, name) => name([trigger.get('Target'), trigger.get('Enrichment')], boundary => boundary.allow('direct', true)),
  'AWS::IAM::ManagedPolicy': invoking,
  'AWS::IAM::Policy': invoking,
  'AWS::IAM::Role': invoking,
  'AWS::IAM::RolePolicy': invoking,
};

function reading(mapping: Rendered): Reading {
  const { scope } = mapping.resource.node;
  return { arn: mapping.token('EventSourceArn'), id: scope?.node.id, resource: mapping.referred(mapping.get('EventSourceArn'))[0] };
}

function finderFor(type: string): Finder | undefined {
  const isCustom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  return isCustom ? (trigger, name) => name(trigger.get('ServiceToken'), boundary => boundary.allow('direct', true)) : TRIGGERS[type];
}

/** A policy that lets its roles invoke, who may stand for a service. */
function invoking(policy: Rendered, name: Name): void {
  // Rendering freezes the statements of a policy, so only those that say something here are rendered.
  if (!mayInvoke(policy)) return;
  for (const { functions, isUrl, trust } of invocations(policy)) {
    name(functions, boundary => (isUrl ? boundary.allow('url', true) : allowByTrust(boundary, ...trust)));
  }
}
