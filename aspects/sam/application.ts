import { Generation, Owner } from './generation';
import { isIntrinsic, tagList } from './intrinsic';
import { isObject } from '../model/json';

/** `AWS::Serverless::Application`: a nested stack. Where an application of the repository is meant, its template is not known. */
export function application(generation: Generation, owner: Owner): void {
  const { Location, Parameters, NotificationARNs, Tags, TimeoutInMinutes } = owner.properties;
  const isRepository = isObject(Location) && !isIntrinsic(Location);
  generation.add(owner, owner.logicalId, 'AWS::CloudFormation::Stack', {
    TemplateURL: isRepository ? undefined : Location, Parameters, NotificationARNs, Tags: tagList(Tags), TimeoutInMinutes,
  });
}
