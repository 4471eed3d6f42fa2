import { sensitivityNotMixed } from '../../../aspects/rules/isolation/sensitivity-not-mixed';
import { verdictsOf } from '../../support/verdicts';

const fn = (sensitivity: unknown, more: object = {}) => ({
  Type: 'AWS::Lambda::Function', Properties: { Tags: [{ Key: 'sensitivity', Value: sensitivity }], VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }] }, ...more },
});

test('a subnet of the application is named, each of its functions once', () => {
  const found = verdictsOf(sensitivityNotMixed, { Shop: fn('public'), Cards: fn('restricted'), Subnet: { Type: 'AWS::EC2::Subnet' } });
  expect(found).toEqual([{ verdict: 'noncompliant', message: 'functions of different sensitivity (public, restricted) share the subnet Subnet', repair: undefined }]);
});

test('functions with the same unknown sensitivity, or in unknown subnets, are not told apart', () => {
  expect(verdictsOf(sensitivityNotMixed, { Shop: fn({ Ref: 'Given' }), Cards: fn({ Ref: 'Given' }) })).toEqual([]);
  const found = verdictsOf(sensitivityNotMixed, { Shop: fn('public', { VpcConfig: { SubnetIds: { Ref: 'Given' } } }), Cards: fn('restricted') });
  expect(found).toEqual([]);
});

test('a key that is a name from elsewhere is nobody\'s', () => {
  const elsewhere = { VpcConfig: undefined, KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/orders' };
  expect(verdictsOf(sensitivityNotMixed, { Shop: fn('public', elsewhere), Cards: fn('restricted', elsewhere) })).toEqual([]);
});
