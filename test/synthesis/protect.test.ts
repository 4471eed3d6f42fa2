import { Aspects, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { FixLevel, Rampart, SecurityAudit, SecurityRemediation, Severity } from '../../index';
import { synthesise } from '../support/audited';
import { testApp } from '../support/synthesis';

const plain = { encryption: sqs.QueueEncryption.UNENCRYPTED };

describe('Rampart.protect', () => {
  test('audits stacks, nested Stages and reports to CDK', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    new sqs.Queue(new Stack(new Stage(app, 'Prod'), 'Stack'), 'Jobs', plain);
    Rampart.protect(app);

    const { findings, validation } = synthesise(app);

    expect(findings.map(({ rule, constructPath, fix }) => [rule, constructPath, fix])).toEqual([
      ['queue-encrypted', 'Stack/Jobs/Resource', 'SAFE'],
      ['queue-encrypted', 'Prod/Stack/Jobs/Resource', 'SAFE'],
    ]);
    console.log(JSON.stringify(validation, null, 1), findings);
  });

  test('repairs stacks and Stages', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    new sqs.Queue(new Stack(new Stage(app, 'Prod'), 'Stack'), 'Jobs', plain);
    Rampart.protect(app, { fix: FixLevel.SAFE });
    new sqs.Queue(new Stack(new Stage(app, 'Late'), 'Stack'), 'Jobs', plain);
    new CfnResource(new Stack(new Stage(app, 'Missed'), 'Stack'), 'Jobs', { type: 'AWS::SQS::Queue', properties: { SqsManagedSseEnabled: false } });

    const { findings, repairs } = synthesise(app);
    console.log(findings, JSON.stringify(repairs));
  });
});
void Aspects; void Validations; void SecurityAudit; void SecurityRemediation; void Severity;
