import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource, SecurityAlarms } from '../../../../lib';
import { testApp } from '../../../support/synthesis';

test('calls services by ARNs of the partition that it runs in', () => {
  const stack = new cdk.Stack(testApp(), 'Stack', { env: { account: '111122223333', region: 'us-gov-west-1' } });
  const alarms = new SecurityAlarms(stack, 'Alarms');
  const fn = new SecretBackedFunction(stack, 'Orders', { code: lambda.Code.fromInline('exports.handler = 1'), secrets: { key: SecretSource.generated() } });
  new Quarantine(stack, 'Quarantine', { alarms, functions: [fn], secrets: [fn.secret('key')] });
  new RotationRehearsal(stack, 'Rehearsal', { alarms, secret: fn.secret('key') });
  const machines = Object.entries(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));

  const called = machines.map(([id, { Properties }]): [string, string[]] => {
    const text: string = Properties.DefinitionString['Fn::Join'][1].map((part: any) => (part.Ref === 'AWS::Partition' ? 'aws-us-gov' : typeof part === 'string' ? part : 'late')).join('');
    return [id.replace(/Machine\w+$/, ''), [...text.matchAll(/"Resource":"([^"]*)"/g)].map(([, arn]) => arn)];
  });
  expect(called.map(([id]) => id).sort()).toEqual(['QuarantineIsolate', 'QuarantineRelease', 'RehearsalRehearse']);
  for (const [, arns] of called) {
    expect(arns).not.toEqual([]);
    expect(arns.filter(arn => !arn.startsWith('arn:aws-us-gov:states:::'))).toEqual([]);
  }
});
