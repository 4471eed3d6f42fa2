import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecretBackedFunction, SecretSource } from '../../../../lib';
import { testApp } from '../../../support/synthesis';

const named = (secretName: string) => () => new SecretBackedFunction(new cdk.Stack(testApp(), 'Stack'), 'Billing', {
  code: lambda.Code.fromInline('exports.handler = 1'), secrets: { key: SecretSource.generated({ secretName }) },
});

test.each(['', 'a b$c', 'schl\u00fcssel', 'a'.repeat(513)])('a name that Secrets Manager would not take is refused: %j', name => {
  expect(named(name)).toThrow(`Stack/Billing/Secrets: secrets.key: secretName: 1 to 512 letters of the alphabet, digits and any of /_+=.@-, got ${JSON.stringify(name)}`);
});

test.each(['prod/billing_key+1=a.b@c-d', 'a'.repeat(512), cdk.Fn.importValue('name')])('a name that it takes is passed on: %s', name => {
  expect(named(name)).not.toThrow();
});
