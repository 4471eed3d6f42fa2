import { startExecutionEvent } from './api-events';
import { EventTarget, SamEvent } from './event-target';
import { eventsOf } from './function-events';
import { Generation, Owner } from './generation';
import { alphanumeric, getAtt, isFalse, isNothing, mapBranches, mapOf, own, ref, s3Location, tagList, without } from './intrinsic';
import { MANAGED } from './managed-policies';
import { addRole, roleArn } from './role';
import { ruleEvent, schedulerEvent } from './rule-events';

/** What each type of event of a state machine becomes. */
const EVENTS: Readonly<Record<string, (target: EventTarget, event: SamEvent) => void>> = {
  Api: startExecutionEvent,
  CloudWatchEvent: ruleEvent,
  EventBridgeRule: ruleEvent,
  Schedule: ruleEvent,
  ScheduleV2: schedulerEvent,
};

/** The properties that SAM calls otherwise, or that only SAM knows. */
const SAM_ONLY = [
  'AutoPublishAlias', 'DefinitionUri', 'DeploymentPreference', 'Events', 'Logging', 'Name', 'PermissionsBoundary', 'Policies', 'PropagateTags', 'Role', 'RolePath',
  'Tracing', 'Type', 'UseAliasAsEventTarget',
];

/** `AWS::Serverless::StateMachine`: the state machine, its role, version and alias, and what its events become. */
export function stateMachine(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  generation.reserve(owner);
  const alias = addAlias(generation, owner);
  const logical = alias !== undefined && properties.UseAliasAsEventTarget === true ? alias : logicalId;
  const target: EventTarget = {
    generation, owner, logicalId: logical, name: ref(logical), arn: ref(logical), boundary: properties.PermissionsBoundary, managed: [], inline: [],
  };
  for (const event of eventsOf(target)) own(EVENTS, event.type)?.(target, event);
  generation.add(owner, logicalId, 'AWS::StepFunctions::StateMachine', {
    ...without(properties, SAM_ONLY),
    DefinitionS3Location: isNothing(properties.DefinitionUri) ? undefined : s3Location(properties.DefinitionUri, ''),
    LoggingConfiguration: properties.Logging,
    RoleArn: roleArn(properties.Role, () => getAtt(stateMachineRole(target), 'Arn')),
    StateMachineName: properties.Name,
    StateMachineType: properties.Type,
    Tags: tagList(properties.Tags),
    TracingConfiguration: mapBranches(properties.Tracing, tracing => tracing),
  });
}

function stateMachineRole({ generation, owner }: EventTarget): string {
  const { logicalId, properties } = owner;
  const isTraced = !isNothing(properties.Tracing) && !isFalse(mapOf(properties.Tracing).Enabled);
  return addRole(generation, owner, `${logicalId}Role`, {
    service: 'states.amazonaws.com',
    managed: isTraced ? [MANAGED.xray] : [],
    policies: properties.Policies,
    boundary: properties.PermissionsBoundary,
    path: properties.RolePath,
  });
}

function addAlias(generation: Generation, owner: Owner): string | undefined {
  const { logicalId, properties } = owner;
  if (isNothing(properties.AutoPublishAlias)) return undefined;
  const version = generation.add(owner, `${logicalId}Version`, 'AWS::StepFunctions::StateMachineVersion', {
    StateMachineArn: ref(logicalId), StateMachineRevisionId: getAtt(logicalId, 'StateMachineRevisionId'),
  }, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  const name = alphanumeric(generation.textOf(properties.AutoPublishAlias) ?? '');
  const alias = generation.add(owner, `${logicalId}Alias${name}`, 'AWS::StepFunctions::StateMachineAlias', {
    Name: properties.AutoPublishAlias, DeploymentPreference: { Type: 'ALL_AT_ONCE', ...mapOf(properties.DeploymentPreference), StateMachineVersionArn: ref(version) },
  });
  generation.name(logicalId, 'Version', version);
  generation.name(logicalId, 'Alias', alias);
  return alias;
}
