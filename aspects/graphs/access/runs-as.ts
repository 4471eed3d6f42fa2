import type { AppModel } from '../../model/app-model';
import { membersOf, roleOf } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { Value, valuesOf } from '../../model/value';

/** The properties that name the role with which something acts, by type. Source: the CloudFormation resource reference. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppSync::DataSource': ['ServiceRoleArn'],
  'AWS::CodeBuild::Project': ['ServiceRole'],
  'AWS::ECS::TaskDefinition': ['TaskRoleArn', 'ExecutionRoleArn'],
  'AWS::Glue::Job': ['Role'],
  'AWS::Lambda::Function': ['Role'],
  'AWS::Pipes::Pipe': ['RoleArn'],
  'AWS::Scheduler::Schedule': ['Target.RoleArn'],
  'AWS::StepFunctions::StateMachine': ['RoleArn'],
};

/** The types that act with a role. */
export const ACTING_TYPES: readonly string[] = Object.keys(ROLES);

/** A role that something acts with. */
export interface ActsAs {
  /** Nothing where the role is not part of the application. */
  readonly role?: Resource;
  /** As it is written. */
  readonly written: Value;
  readonly property: string;
  readonly certain: boolean;
}

/** The roles that a resource acts with; none for what acts with no role. */
export function rolesOf(resource: Resource, app: AppModel): readonly ActsAs[] {
  return (ROLES[resource.type] ?? []).flatMap(property => membersOf(valuesOf(resource.get(property))).map(({ value, certain }) => {
    const role = roleOf(value, app, resource.template.environment);
    return { ...(role === undefined ? {} : { role }), written: value, property, certain };
  }));
}
