import { FixLevel } from '../fix-level';
import { CALLING_SERVICES, serviceOf } from '../graphs/calling-services';
import { sourceArnOf } from '../graphs/source-arn';
import { starts } from '../graphs/triggers';
import { AppModel } from '../model/app-model';
import { ownEntry } from '../model/json';
import { Resource } from '../model/resource';
import { patternOf } from '../model/value';
import { isTold } from '../policy/told';
import { SetProperty } from '../rule/patch';
import { Declined, Repair } from '../rule/rule';

const ACCOUNT = { Ref: 'AWS::AccountId' };

/** Says for whom a service may call a function: for its one trigger in the template, or for the account. */
export function boundToSource(permission: Resource, app: AppModel): Repair | Declined {
  const service = serviceOf(patternOf(permission.get('Principal')) ?? '') ?? '';
  const sendsAccount = ownEntry(CALLING_SERVICES, service)?.sendsAccount === true;
  const byAccount = (level: FixLevel): Repair => ({ level, patches: [new SetProperty(permission, 'SourceAccount', ACCOUNT)] });
  const sources = sourcesOf(permission, service, app);
  const beside = sources.filter(({ template }) => template === permission.template);
  const only = sources.length === 1 && beside.length === 1 ? sources[0] : undefined;
  // Secrets Manager's own advice is the account alone, so that one function may rotate several secrets. A bucket that is
  // named already stays as it is named.
  const isNamed = service === 's3' && permission.get('SourceArn') !== undefined;
  // Others who know the function may have it called by the same permission, if it is for the service as a whole.
  const called = app.functionOf(permission.get('FunctionName'), permission.template.environment);
  const level = !isNamed && called !== undefined && isTold(called, app) ? FixLevel.STRICT : FixLevel.SAFE;
  const arn = only && service !== 'secretsmanager' && !isNamed ? sourceArnOf(only, permission) : undefined;
  if (arn !== undefined) {
    const patches = [new SetProperty(permission, 'SourceArn', arn), ...(service === 's3' ? byAccount(level).patches : [])];
    return { level, patches };
  }
  if (isNamed && sources.length === 0) return { declined: 'the bucket is not part of the application, and only its owner knows whose account it lies in' };
  if (sendsAccount) return byAccount(sources.length > 0 && beside.length === sources.length ? level : FixLevel.STRICT);
  if (sources.length > 1) return { declined: `one permission cannot name the ${sources.length} sources that ${service} calls for: write one for each` };
  return {
    declined: only === undefined
      ? `nothing in the template says on whose behalf ${service} calls, and it does not say its account`
      : `the SourceArn cannot be derived for ${only.type}`,
  };
}

/** What the service calls the function for, in this application. */
function sourcesOf(permission: Resource, service: string, app: AppModel): readonly Resource[] {
  const called = app.functionOf(permission.get('FunctionName'), permission.template.environment);
  if (called === undefined) return [];
  const edges = app.once(starts).starters(called).filter(edge => edge.service === service && edge.declaredBy !== permission);
  const named = service === 's3' ? app.resourceOf(permission.get('SourceArn')) : undefined;
  return [...new Set([...edges.flatMap(({ from }) => from.resource ?? []), ...(named === undefined ? [] : [named])])];
}
