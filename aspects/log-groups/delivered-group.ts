import { Resource } from '../model/resource';
import { AddResource } from '../rule/patch';

/** What tells one stack from another of the same name that was there before: the last part of its id. */
const STACK = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };

/**
 * A group for logs that a service delivers, rather than a role of the account.
 *
 * Such a service writes the group into one policy of the account and region, whose room ends after some dozens of groups: then the
 * deployment fails. For names below `/aws/vendedlogs/` it needs no more than one line. The name is the stack's own, so it is free.
 * Source: the CloudWatch Logs guide, logging from AWS services.
 *
 * @param service a word for the name: `states`
 */
export function deliveredGroup(beside: Resource, name: string, service: string): AddResource {
  const LogGroupName = { 'Fn::Join': ['-', [`/aws/vendedlogs/${service}/${beside.logicalId}${name}`, STACK]] };
  return new AddResource(beside, name, 'AWS::Logs::LogGroup', { LogGroupName, RetentionInDays: 365 }, { deletionPolicy: 'Retain' });
}
