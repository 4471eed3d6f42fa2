import { App } from 'aws-cdk-lib';
import { ruleComments } from './comments';
import { OWNERS_DECISIONS } from '../../.projen/derive/owners-decisions';
import { RULES } from '../../aspects/rules';
import { certain } from '../../examples/demo/summary';
import { goatShop } from '../../examples/goat-shop/goat-shop';
import { ordersShop } from '../../examples/orders-api/shop';
import { Finding, FixLevel, Rampart, Severity } from '../../index';
import { HANDLER_VARIABLE, LAYER_HANDLER } from '../../runtime/contract';
import { AuditedSynthesis, synthesise } from '../support/audited';
import { circles } from '../support/circles';
import { sourcesOf, testApp } from '../support/synthesis';

const shop = (fix?: FixLevel): AuditedSynthesis => {
  const app = testApp();
  goatShop(app);
  Rampart.protect(app, { fix });
  return synthesise(app);
};

const key = ({ rule, logicalId, detail }: Finding) => `${rule} ${logicalId} ${detail}`;

describe('the goat shop', () => {
  const written = shop();

  test('has a finding of every one of the first rules', () => {
    expect([...new Set(certain(written).map(finding => finding.rule))]).toEqual(expect.arrayContaining([
      'apigw-method-authorized', 'apigw-stage-no-data-trace', 'iam-policy-no-admin', 'iam-policy-no-service-wildcard', 'lambda-env-no-literal-secret',
      'lambda-env-no-resolved-secret', 'lambda-function-log-group-owned', 'lambda-function-own-role', 'lambda-function-traced', 'lambda-permission-source-bound',
      'queue-encrypted', 'queue-visibility-outlasts-function', 'trigger-no-loop',
    ]));
  });

  test('has findings at lines of its own, none of them about the audit', () => {
    // An application stands at no line.
    const elsewhere = written.findings.filter(({ source }) => !source?.startsWith('examples/goat-shop/'));
    expect(elsewhere.map(({ rule, logicalId }) => [rule, logicalId])).toEqual([['app-has-security-alarms', '']]);
    const known = RULES.map(rule => rule.id);
    expect(written.findings.filter(({ rule }) => !known.includes(rule))).toEqual([]);
  });

  describe.each(ruleComments('examples/goat-shop').map(comment => [`${comment.file}:${comment.line}`, comment] as const))('%s', (_, comment) => {
    test.each(comment.rules)('says %s', rule => {
      if (!RULES.some(one => one.id === rule)) {
        expect(TO_COME).toContain(rule);
        return;
      }
      const found = certain(written).filter(finding => finding.rule === rule);
      // What is wrong in a handler is found on its function, and so at another place.
      if (comment.file.includes('/handlers/')) expect(found).not.toEqual([]);
      else expect(found.filter(({ source }) => isAt(comment, source))).not.toEqual([]);
    });
  });

  // Fixes that would break a deployment, or go against what somebody wrote, say so and leave it.
  const subscription = ['subscription-redrive', 'GoatShop/Notify/OrderPlaced/Resource', expect.stringContaining('its topic stands in another stack')];
  test.each([
    [FixLevel.SAFE, ['SAFE'], [subscription]],
    [FixLevel.OPERATIONAL, ['SAFE', 'OPERATIONAL'], [
      ['apigw-stage-access-logs', 'GoatShop/Live/Resource', expect.stringContaining('the stage does not wait for')],
      ['stateful-resource-retained', 'GoatStorage/Orders/Resource', expect.stringContaining('somebody wrote DeletionPolicy: Delete')],
      subscription,
      ['table-deletion-protected', 'GoatStorage/Orders/Resource', expect.stringContaining('the table goes with its stack')],
    ]],
  ])('repaired at the level %s has only what that level cannot repair', (level, fixes, declined) => {
    const { findings, repairs } = shop(level);
    const isFixable = ({ fix }: Finding) => fixes.includes(String(fix));
    const left = repairs.filter(repair => repair.declined !== undefined);
    expect(left.map(repair => [repair.rule, repair.constructPath, repair.declined])).toEqual(declined);
    expect(findings.filter(isFixable)).toEqual([]);
    const additions = repairs.flatMap(({ changes }) => changes).filter(({ property }) => property === undefined);
    const isAdded = ({ constructPath }: Finding) => additions.some(addition => addition.constructPath === constructPath);
    // What was added may be stricter still, at a price that its owner must want, and lacks what only its owner can decide.
    const isOwners = ({ rule, severity }: Finding) => severity === Severity.LOW && OWNERS_DECISIONS[rule] !== undefined;
    expect(findings.filter(isAdded).filter(finding => !isOwners(finding) && (finding.severity !== Severity.LOW || finding.fix !== 'STRICT'))).toEqual([]);
    // The policy that refuses plain text is one that the bucket should have.
    const isRepairedBeside = ({ rule, logicalId }: Finding) => rule === 'bucket-policy-stated'
      && written.findings.some(other => other.rule === 'bucket-tls-only' && other.logicalId === logicalId && isFixable(other));
    const meant = written.findings.filter(finding => !isFixable(finding) && !isRepairedBeside(finding));
    expect(findings.filter(finding => !isAdded(finding)).map(key).sort()).toEqual(meant.map(key).sort());
  });
});

describe('the orders API', () => {
  const withOperations = (isStaging: boolean): App => {
    const made = testApp();
    ordersShop(made, { isStaging });
    return made;
  };
  const app = withOperations(true);
  Rampart.protect(app);
  const { findings, acknowledged } = synthesise(app);

  test('has no finding of any severity, and no notice', () => {
    expect(findings.filter(finding => finding.provenance === 'user')).toEqual([]);
  });

  test('accepts what is not worth its price here, with a reason for each rule', () => {
    // An acknowledgement that matches nothing would be a notice.
    expect([...new Set(acknowledged.map(({ rule }) => rule))].sort()).toEqual([
      'apigw-api-private', 'apigw-method-authorized', 'apigw-stage-cached', 'apigw-stage-usage-plan', 'bucket-access-logs', 'bucket-object-locked',
      'bucket-replicated', 'bucket-versioned', 'cognito-mfa-required', 'cognito-threat-protection', 'lambda-async-failure-destination',
      'lambda-concurrency-reserved', 'lambda-dead-letter-queue', 'lambda-env-customer-key', 'lambda-function-in-vpc',
      'lambda-runtime-newest', 'log-group-data-protection', 'queue-kms-key', 'resource-name-generated', 'route-no-open-internet-gateway', 'secret-rotation-on', 'table-customer-key',
      'table-encryption-stated', 'table-in-backup-plan',
    ]);
    expect(acknowledged.filter(finding => !finding.acknowledged)).toEqual([]);
    // What is more than hygiene is opened by its own construct: the shop window, to whoever looks.
    expect(acknowledged.filter(({ severity }) => severity !== Severity.LOW).map(({ rule, acknowledged: reason }) => `${rule}: ${JSON.stringify(reason)}`))
      .toEqual([expect.stringMatching(/^apigw-method-authorized: .*shop window/)]);
  });

  test('is operated: logs leave, access is reviewed, functions can be shut away, and only staging rehearses', () => {
    const countOf = (one: App) => {
      const resources = sourcesOf(one).flatMap(({ body }) => Object.values(body.Resources as Record<string, { Type: string }>));
      return (type: string) => resources.filter(({ Type }) => Type === type).length;
    };
    const [staging, production] = [app, withOperations(false)].map(countOf);

    expect(staging('AWS::KinesisFirehose::DeliveryStream')).toBe(1);
    expect(staging('AWS::Logs::SubscriptionFilter')).toBe(3);
    expect(staging('AWS::AccessAnalyzer::Analyzer')).toBe(2);
    // Each stack has room for what the shop will become.
    for (const { body } of sourcesOf(app)) expect(Object.keys(body.Resources as object).length).toBeLessThanOrEqual(450);
    // To isolate, to release, and in staging to rotate.
    expect([staging, production].map(count => count('AWS::StepFunctions::StateMachine'))).toEqual([3, 2]);
  });

  test('has the boundary before the handler that stays as it is', () => {
    const functions = sourcesOf(app).flatMap(({ body }) => Object.entries(body.Resources as Record<string, { Properties?: any }>));
    const [, bonus] = functions.find(([id]) => id.startsWith('BonusFunction'))!;
    expect(bonus.Properties).toMatchObject({ Handler: LAYER_HANDLER, Environment: { Variables: { [HANDLER_VARIABLE]: 'index.handler' } } });
  });

  test('deploys: nothing in it waits for itself', () => {
    for (const { body } of sourcesOf(app)) expect(circles(body)).toEqual([]);
  });
});

function isAt({ file, statement }: ReturnType<typeof ruleComments>[number], source: string | undefined): boolean {
  const [, found, line] = /^(.*):(\d+):\d+$/.exec(source ?? '') ?? [];
  return found === file && statement.first <= Number(line) && Number(line) <= statement.last;
}

/** Rules that the goat shop names before they exist. One that comes is held to its comments from then on. */
const TO_COME = [
  'bucket-policy-no-public', 'lambda-code-initialised-once', 'lambda-code-no-dynamic-execution', 'lambda-code-no-literal-secret',
  'lambda-code-no-path-traversal', 'lambda-code-no-query-concatenation', 'lambda-code-no-shell-injection', 'topic-policy-no-public',
];
