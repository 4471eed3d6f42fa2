import { ruleComments } from './comments';
import { RULES } from '../../aspects/rules';
import { certain } from '../../examples/demo/summary';
import { goatShop } from '../../examples/goat-shop/goat-shop';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { Finding, FixLevel, Rampart } from '../../index';
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
    expect(written.findings.filter(({ source }) => !source?.startsWith('examples/goat-shop/'))).toEqual([]);
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

  test.each([[FixLevel.SAFE, ['SAFE']], [FixLevel.OPERATIONAL, ['SAFE', 'OPERATIONAL']]])('repaired at the level %s has only what that level cannot repair', (level, fixes) => {
    const { findings, repairs } = shop(level);
    const isFixable = ({ fix }: Finding) => fixes.includes(String(fix));
    expect(repairs.filter(repair => repair.declined !== undefined)).toEqual([]);
    expect(findings.filter(isFixable)).toEqual([]);
    expect(findings.map(key).sort()).toEqual(written.findings.filter(finding => !isFixable(finding)).map(key).sort());
  });
});

describe('the orders API', () => {
  const app = testApp();
  new OrdersStack(app, 'OrdersApi');
  Rampart.protect(app);
  const { findings, acknowledged } = synthesise(app);

  test('has no finding of any severity, and nothing that had to be acknowledged', () => {
    expect(findings.filter(finding => finding.provenance === 'user')).toEqual([]);
    expect(acknowledged).toEqual([]);
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
  'apigw-cors-restricted', 'apigw-method-request-validated', 'apigw-stage-access-logs', 'apigw-stage-throttled', 'apigw-stage-traced', 'apigw-stage-waf',
  'bucket-access-logs', 'bucket-policy-no-public', 'bucket-public-access-blocked', 'bucket-tls-only', 'bucket-versioned',
  'event-source-bounded', 'event-source-failure-destination', 'iam-policy-resources-scoped', 'iam-role-no-aws-managed-policy',
  'lambda-async-failure-destination', 'lambda-code-initialised-once', 'lambda-code-no-dynamic-execution', 'lambda-code-no-literal-secret',
  'lambda-code-no-path-traversal', 'lambda-code-no-query-concatenation', 'lambda-code-no-shell-injection', 'lambda-env-no-event-dump',
  'lambda-runtime-supported', 'lambda-timeout-deliberate', 'lambda-url-cors-restricted', 'lambda-url-iam-auth', 'lambda-vpc-no-public-subnet',
  'queue-redrive', 'rule-target-redrive', 'secret-rotation-on', 'secret-value-not-in-output', 'stateful-resource-retained', 'stream-encrypted',
  'subscription-redrive', 'table-recoverable', 'topic-policy-no-public',
];
