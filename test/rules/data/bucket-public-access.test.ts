import { judge } from '../../../aspects/engine/audit';
import { bucketPublicAccessBlockStated } from '../../../aspects/rules/data/bucket-public-access-block-stated';
import { bucketPublicAccessBlocked } from '../../../aspects/rules/data/bucket-public-access-blocked';
import { bucketPublicAclsBlocked } from '../../../aspects/rules/data/bucket-public-acls-blocked';
import { bucketPublicAclsIgnored } from '../../../aspects/rules/data/bucket-public-acls-ignored';
import { bucketPublicPoliciesBlocked } from '../../../aspects/rules/data/bucket-public-policies-blocked';
import { bucketPublicPoliciesRestricted } from '../../../aspects/rules/data/bucket-public-policies-restricted';
import { modelOfTemplate } from '../../support/synthesis';

/** The rule for each setting. */
const OF_ONE = {
  BlockPublicAcls: bucketPublicAclsBlocked,
  BlockPublicPolicy: bucketPublicPoliciesBlocked,
  IgnorePublicAcls: bucketPublicAclsIgnored,
  RestrictPublicBuckets: bucketPublicPoliciesRestricted,
} as const;
const SETTINGS = Object.keys(OF_ONE) as (keyof typeof OF_ONE)[];
const RULES = [...Object.values(OF_ONE), bucketPublicAccessBlocked, bucketPublicAccessBlockStated];

function said(blocks: unknown): string[] {
  const app = modelOfTemplate({
    Parameters: { On: { Type: 'String' } },
    Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'On' }, 'yes'] } },
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: blocks === undefined ? {} : { PublicAccessBlockConfiguration: blocks } } },
  });
  const { judgements, failures } = judge(app, RULES);
  expect(failures).toEqual([]);
  return judgements.map(({ rule, found }) => `${rule.id} ${found.verdict}`).sort();
}

const VALUES = { on: true, off: 'false', open: { Ref: 'On' } } as const;
type State = keyof typeof VALUES;
const STATES: readonly State[] = ['on', 'off', 'open'];
/** Every way to write the four settings. */
const EVERY = STATES.flatMap(a => STATES.flatMap(b => STATES.flatMap(c => STATES.map(d => [a, b, c, d] as const))));

describe('the four settings that block public access', () => {
  test.each(EVERY)('%s, %s, %s, %s: one finding where all are alike, else one for each that is not on', (...states) => {
    const verdict = (state: State): string => (state === 'off' ? 'noncompliant' : 'undecided');
    const alike = states.every(state => state === states[0]);
    const single = SETTINGS.flatMap((setting, index) => (states[index] === 'on' ? [] : [`${OF_ONE[setting].id} ${verdict(states[index])}`])).sort();
    const together = states[0] === 'on' ? [] : [`${bucketPublicAccessBlocked.id} ${verdict(states[0])}`];
    const blocks = Object.fromEntries(SETTINGS.map((setting, index) => [setting, VALUES[states[index]]]));
    expect(said(blocks)).toEqual(alike ? together : single);
  });

  test.each<[string, unknown, string[]]>([
    ['nothing said', undefined, ['bucket-public-access-block-stated noncompliant']],
    ['an empty configuration', {}, ['bucket-public-access-blocked noncompliant']],
    ['a configuration that is left to a parameter', { Ref: 'On' }, ['bucket-public-access-blocked undecided']],
    ['one setting in two branches', { 'Fn::If': ['IsOn', { BlockPublicAcls: true }, { BlockPublicAcls: true, IgnorePublicAcls: true }] }, [
      'bucket-public-acls-ignored undecided', 'bucket-public-policies-blocked noncompliant', 'bucket-public-policies-restricted noncompliant',
    ]],
  ])('%s', (_, blocks, expected) => {
    expect(said(blocks)).toEqual(expected);
  });
});
