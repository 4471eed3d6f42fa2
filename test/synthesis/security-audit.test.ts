import { Aspects, AspectPriority, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { audit } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { remediate } from '../../aspects/remediation/remediate';
import { Rule } from '../../aspects/rule/rule';
import { RULES } from '../../aspects/rules';
import { RampartPlugin } from '../../aspects/synthesis/plugin';
import { treeSources } from '../../aspects/synthesis/tree-source';
import { FixLevel, IAuditedResource, IRule, Rampart, RuleFinding, SecurityAudit, SecurityRemediation, Severity } from '../../index';
import { synthesise } from '../support/audited';
import { testApp } from '../support/synthesis';

const plain = { encryption: sqs.QueueEncryption.UNENCRYPTED };

/** A rule as a user would write it. */
class QueueNamePrefixed implements IRule {
  public readonly id: string = 'queue-name-prefixed';
  public readonly severity = Severity.HIGH;
  public readonly title = 'A queue carries the name of its team';
  public readonly remedy = 'Name the queue orders-….';
  public readonly resourceType = 'AWS::SQS::Queue';

  public check(queue: IAuditedResource): RuleFinding[] {
    if (!queue.isKnown('QueueName')) return [{ message: 'the name is only known at deployment', property: 'QueueName', undecided: true }];
    const deadLetters = queue.referenced('RedrivePolicy.deadLetterTargetArn');
    if (deadLetters !== undefined && deadLetters.referenced('RedrivePolicy.deadLetterTargetArn') === undefined) return [];
    return String(queue.property('QueueName')).startsWith('orders-') ? [] : [{ message: `the queue is called ${queue.property('QueueName')}`, detail: 'name' }];
  }
}

describe('SecurityAudit', () => {
  test('judges the scope that it is added to, once, and nothing beside it', () => {
    const app = testApp();
    const [inside, outside] = [new Stack(app, 'Inside'), new Stack(app, 'Outside')];
    new sqs.Queue(inside, 'Jobs', plain);
    new sqs.Queue(outside, 'Jobs', plain);
    Aspects.of(inside).add(new SecurityAudit({ only: ['queue-encrypted'] }), { priority: AspectPriority.READONLY });
    Aspects.of(inside).add(new SecurityAudit({ only: ['queue-encrypted'] }), { priority: AspectPriority.READONLY });

    expect(synthesise(app).findings.map(finding => finding.constructPath)).toEqual(['Inside/Jobs/Resource']);
  });

  test('and the remediation each do their own: look or touch', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    Aspects.of(stack).add(new SecurityRemediation({ only: ['queue-encrypted'] }), { priority: SecurityRemediation.PRIORITY });
    Aspects.of(stack).add(new SecurityAudit({ only: ['queue-encrypted'] }));

    const { findings, repairs } = synthesise(app);

    expect([findings.length, repairs.length]).toEqual([0, 1]);
  });

  test('writes annotations where a unit test wants them', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    Rampart.acknowledge(new sqs.Queue(stack, 'Accepted', plain), { rule: 'queue-encrypted', reason: 'public prices' });
    Aspects.of(stack).add(new SecurityAudit({ only: ['queue-encrypted'], annotate: true }));
    Annotations.fromStack(stack).hasWarning('/Stack/Jobs/Resource', Match.stringLikeRegexp('told not to encrypt'));
    Annotations.fromStack(stack).hasNoWarning('/Stack/Accepted/Resource', Match.anyValue());
  });

  test('writes annotations in a Stage that it is added to', () => {
    const stage = new Stage(testApp(), 'Prod');
    const stack = new Stack(stage, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    Aspects.of(stage).add(new SecurityAudit({ only: ['queue-encrypted'], annotate: true }));
    stage.synth();
    expect(stack.node.findChild('Jobs').node.findChild('Resource').node.metadata.map(({ type }) => type)).toContain('aws:cdk:warning');
  });

  test('writes an error annotation for what fails the build', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    Rampart.protect(app, { only: ['queue-encrypted'], annotate: true, failOn: Severity.MEDIUM });
    Annotations.fromStack(stack).hasError('/Stack/Jobs/Resource', Match.stringLikeRegexp('Rampart::queue-encrypted'));
  });
});

describe('rules of the user', () => {
  const judged = (build: (stack: Stack) => void) => {
    const app = testApp();
    build(new Stack(app, 'Stack'));
    Rampart.protect(app, { rules: [new QueueNamePrefixed()], only: ['queue-name-prefixed'] });
    return synthesise(app);
  };

  test('are judged, reported and fail the build like any other', () => {
    const { findings, validation } = judged(stack => {
      const letters = new sqs.Queue(stack, 'Letters', { queueName: 'orders-letters' });
      new sqs.Queue(stack, 'Other', { queueName: 'other', deadLetterQueue: { queue: letters, maxReceiveCount: 3 } });
      new sqs.Queue(stack, 'Wrong', { queueName: 'wrong' });
    });
    expect(findings.map(({ rule, message, detail, fix }) => [rule, message, detail, fix])).toEqual([['queue-name-prefixed', 'the queue is called wrong', 'name', undefined]]);
    expect(validation.pluginReports[0]).toMatchObject({ conclusion: 'failure', violations: [{ ruleName: 'queue-name-prefixed[name]', severity: 'error' }] });
  });

  test('may leave a finding undecided, which fails no build', () => {
    const { findings, validation } = judged(stack => new sqs.Queue(stack, 'Open', { queueName: `x-${stack.region}` }));
    expect(findings.map(finding => finding.verdict)).toEqual(['undecided']);
    expect(validation.pluginReports[0].conclusion).toBe('success');
  });

  test('that throw become a finding that says so, and the audit goes on', () => {
    class Broken extends QueueNamePrefixed {
      public readonly id: string = 'broken';
      public check(): RuleFinding[] { throw new Error('out of order'); }
    }
    const app = testApp();
    new sqs.Queue(new Stack(app, 'Stack'), 'Jobs', plain);
    Rampart.protect(app, { rules: [new Broken() as never], only: ['broken', 'queue-encrypted'] });

    const { findings } = synthesise(app);

    expect(findings.map(finding => finding.rule).sort()).toEqual(['queue-encrypted', 'user-rule-runs']);
    expect(findings.find(finding => finding.rule === 'user-rule-runs')!.message).toMatch(/^your rule broken failed on Jobs\w+ \(AWS::SQS::Queue\): out of order; correct it$/);
  });

  test.each([['Queue_Name', /kebab-case/], ['queue-encrypted', /there is a rule queue-encrypted already/]])('fails with the id %s', (id, message) => {
    class Named extends QueueNamePrefixed { public readonly id = id as never; }
    expect(() => new SecurityAudit({ rules: [new Named()] })).toThrow(message);
  });
});

describe('acknowledgements', () => {
  const ack = (build: (stack: Stack) => void) => {
    const app = testApp();
    build(new Stack(app, 'Stack'));
    Rampart.protect(app, { only: ['queue-encrypted', 'iam-policy-no-service-wildcard'] });
    const result = synthesise(app);
    return { ...result, rules: result.findings.map(finding => finding.rule) };
  };
  const policy = (stack: Stack) => new iam.ManagedPolicy(stack, 'Policy', {
    statements: [
      new iam.PolicyStatement({ actions: ['s3:*', 'sqs:*'], resources: ['arn:aws:s3:::bucket/*'] }),
    ],
  });

  test('of CDK are honoured, and CDK records them', () => {
    const { rules, acknowledged, validation } = ack(stack => {
      new sqs.Queue(stack, 'Jobs', plain);
      Validations.of(stack).acknowledge({ id: 'Rampart::queue-encrypted', reason: 'public prices' });
    });
    expect([rules, acknowledged.map(one => one.acknowledged)]).toEqual([[], ['public prices']]);
    expect(validation.pluginReports[0].suppressedViolations).toMatchObject([{ acknowledgedId: 'Rampart::queue-encrypted', reason: 'public prices' }]);
  });

  test('on the App hold everywhere', () => {
    const { rules } = ack(stack => {
      new sqs.Queue(stack, 'Jobs', plain);
      Rampart.acknowledge(stack.node.root, { rule: 'queue-encrypted', reason: 'public prices', until: '2999-12-31' });
    });
    expect(rules).toEqual([]);
  });

  test('accept one finding and leave the other', () => {
    const { findings, validation } = ack(stack => Rampart.acknowledge(policy(stack), { rule: 'iam-policy-no-service-wildcard[s3:*]', reason: 'the backup tool needs it' }));
    expect(findings.map(finding => finding.detail)).toEqual(['sqs:*']);
    expect(validation.pluginReports[0].suppressedViolations).toMatchObject([{ acknowledgedId: 'Rampart::iam-policy-no-service-wildcard[s3:*]' }]);
  });

  test('read the id as CDK prints it, with dashes for spaces', () => {
    class Spaced extends QueueNamePrefixed {
      public check(): RuleFinding[] { return [{ message: 'm', detail: 'GET /orders' }]; }
    }
    const app = testApp();
    const queue = new sqs.Queue(new Stack(app, 'Stack'), 'Jobs');
    Validations.of(queue).acknowledge({ id: 'Rampart::queue-name-prefixed[GET /orders]', reason: 'r' });
    Rampart.protect(app, { rules: [new Spaced()], only: ['queue-name-prefixed'] });

    Rampart.acknowledge(new sqs.Queue(queue.stack, 'Other'), { rule: 'queue-name-prefixed[GET /orders]', reason: 'r' });

    const { findings, acknowledged, validation } = synthesise(app);

    expect([findings.length, acknowledged.length]).toEqual([0, 2]);
    expect(validation.pluginReports[0]).toMatchObject({ violations: [], suppressedViolations: [{ reason: 'r' }, { reason: 'r' }] });
  });

  test('of a rule that this audit leaves out are not called unused', () => {
    expect(ack(stack => Rampart.acknowledge(stack, { rule: 'lambda-function-traced', reason: 'traced elsewhere' })).rules).toEqual([]);
  });

  test('that have expired bring the finding back, and are reported', () => {
    const { rules, findings } = ack(stack => Rampart.acknowledge(new sqs.Queue(stack, 'Jobs', plain), { rule: 'queue-encrypted', reason: 'until the migration', until: '2020-01-31' }));
    expect(rules.sort()).toEqual(['acknowledgement-current', 'queue-encrypted']);
    expect(findings.find(one => one.rule === 'acknowledgement-current')!.message).toBe('the acknowledgement of queue-encrypted expired after 2020-01-31: until the migration');
  });

  test('that match nothing, or name no rule of the audit, are reported', () => {
    const { findings } = ack(stack => {
      const queue = new sqs.Queue(stack, 'Jobs');
      Rampart.acknowledge(queue, { rule: 'queue-encrypted', reason: 'not needed' });
      Validations.of(queue).acknowledge({ id: 'Rampart::no-such-rule', reason: 'slip' });
    });
    expect(findings.map(finding => [finding.rule, finding.constructPath, finding.message]).sort()).toEqual([
      ['acknowledgement-used', 'Stack/Jobs', 'the acknowledgement of no-such-rule names a rule that this audit does not run'],
      ['acknowledgement-used', 'Stack/Jobs', 'the acknowledgement of queue-encrypted matches no finding'],
    ]);
  });

  test('of other tools are left to them', () => {
    expect(ack(stack => Validations.of(stack).acknowledge({ id: 'AwsSolutions::AwsSolutions-L1', reason: 'no' })).rules).toEqual([]);
  });

  test('that cannot be read are reported where CDK let them in', () => {
    const { rules } = ack(stack => stack.node.addMetadata('rampart:acknowledgement', { id: 'queue-encrypted', reason: 'r', until: 'soon' }));
    expect(rules).toEqual(['acknowledgement-valid']);
  });

  test.each([
    [{ rule: 'queue-encrypted', reason: ' ' }, 'Stack: queue-encrypted needs a reason'],
    [{ rule: 'Queue Encrypted', reason: 'r' }, /the rule id must read like/],
    [{ rule: 'queue-encrypted', reason: 'r', until: '2026-02-30' }, /until must be a date like 2027-01-31, got: "2026-02-30"/],
    [{ rule: 'queue-encrypted', reason: 'r', until: 'tomorrow' }, /got: "tomorrow"/],
  ])('fails with %j', (props, message) => {
    expect(() => Rampart.acknowledge(new Stack(testApp(), 'Stack'), props)).toThrow(message);
  });
});

test('whoever silences the line that sums an audit up is not told that it matches no finding', () => {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  new sqs.Queue(stack, 'Queue');
  Validations.of(stack).acknowledge({ id: 'Rampart::summary', reason: 'we read the report' });
  Rampart.protect(app);
  expect(synthesise(app).findings.filter(finding => finding.rule === 'acknowledgement-used')).toEqual([]);
});

describe('two audits of one App', () => {
  test('do not call an acknowledgement unused that one of them needs, nor report twice', () => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    new sqs.Queue(stack, 'Jobs', plain);
    Rampart.acknowledge(new sqs.Queue(stack, 'Accepted', plain), { rule: 'queue-encrypted', reason: 'public prices' });
    Rampart.protect(app, { only: ['iam-policy-no-admin'] });
    Rampart.protect(app, { only: ['queue-encrypted'] });
    Aspects.of(stack).add(new SecurityAudit({ only: ['queue-encrypted'], failOn: Severity.MEDIUM }));

    const { findings, acknowledged, validation } = synthesise(app);

    expect([findings.map(finding => finding.constructPath), acknowledged.length]).toEqual([['Stack/Jobs/Resource'], 1]);
    expect(validation.pluginReports[0].conclusion).toBe('failure');
  });
});

test('an audit that fails is a report that fails, as CDK takes silence for success', () => {
  const report = RampartPlugin.of(testApp()).validate({ appConstruct: undefined as never, templatePaths: [], stackTemplates: [] });
  expect(report).toMatchObject({ success: false, violations: [{ ruleName: 'internal', severity: 'fatal', description: expect.stringMatching(/^the audit failed, so nothing was judged: /) }] });
});

test('tells CDK which rules it runs', () => {
  const app = testApp();
  Rampart.protect(app, { only: ['queue-encrypted'] });
  expect(RampartPlugin.of(app).ruleIds).toEqual(['queue-encrypted']);
});

test('a fix that throws leaves the finding, and says so', () => {
  const app = testApp();
  new sqs.Queue(new Stack(app, 'Stack'), 'Jobs', plain);
  const broken: Rule = { ...RULES.find(rule => rule.id === 'queue-encrypted')!, fix: { levels: [FixLevel.SAFE], why: '', repair: () => { throw new Error('out of order'); } } };

  const notes = remediate(app, { rules: [broken], level: FixLevel.SAFE, acknowledgements: [], within: () => true });
  const { findings } = audit(new AppModel(treeSources(app)), { rules: [broken] });

  expect(notes).toMatchObject([{ changes: [], declined: 'its fix failed, which is a bug in cdk-rampart: out of order' }]);
  expect(findings.map(({ rule, fix }) => [rule, fix]).sort()).toEqual([['internal', undefined], ['queue-encrypted', undefined]]);
});
