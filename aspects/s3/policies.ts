import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, isOpen } from '../model/value';
import { holdersOf } from '../policy/resource-policies';

/** Whether a policy of the application may be this bucket's: only the deployment knows the names of both. */
export function mayHavePolicyOf(bucket: Resource, app: AppModel): boolean {
  if (!isOpen(bucket.get('BucketName'))) return false;
  return app.ofType('AWS::S3::BucketPolicy').some(policy => holdersOf(policy, app).elsewhere.flatMap(alternativesOf).some(isOpen));
}
