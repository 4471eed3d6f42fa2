import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Rampart } from '../../../index';
import { PrivateNetwork, SecureFunction, SecurityAlarms } from '../../../lib';
import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, everyOption, requiredOnly } from '../../support/constructs/subject';
import { CODE } from '../../support/constructs/surroundings';
import { modelOf, testApp } from '../../support/synthesis';

/** Roles that tests make as users do, with constructs of the CDK. */
const OF_USERS = /\/(?:Role|Plain|WatchedPlain\w+)(?:\/ServiceRole|\/Role)?\/Resource$/;

const boundaryOf = (scope: Construct) => iam.ManagedPolicy.fromManagedPolicyName(scope, 'OfScope', 'developers');

/** The roles of an application, by whether they are bounded. */
function roles(app: ReturnType<typeof testApp>): { readonly path: string; readonly isBounded: boolean }[] {
  return modelOf(app).ofType('AWS::IAM::Role').map(role => ({
    path: role.constructPath ?? role.logicalId, isBounded: role.get('PermissionsBoundary') !== undefined,
  }));
}

test.each(Object.entries(SUBJECTS))('every role that %s makes is bounded as the scope says, also those that CDK makes for it', (_, one) => {
  const app = testApp();
  Rampart.defaults(app, { permissionsBoundary: boundaryOf(new Stack(app, 'Limits')) });
  [requiredOnly(one), ...Object.values(everyOption(one))].forEach((combination, index) => built(one, surroundings(app, `Stack${index}`), 'Subject', combination));

  expect(roles(app).flatMap(({ path, isBounded }) => (isBounded || OF_USERS.test(path) && !path.includes('/Subject/') ? [] : [path]))).toEqual([]);
});

describe('what CDK puts beside a construct, once in a stack', () => {
  const CDK = /^Stack\/(?:Custom::|BucketNotificationsHandler|LogRetention)/;
  const ofCdk = (build: (stack: Stack, scope: Construct) => void) => {
    const app = testApp();
    const stack = new Stack(app, 'Stack');
    const scope = new Construct(stack, 'Scope');
    Rampart.defaults(scope, { permissionsBoundary: boundaryOf(stack) });
    build(stack, scope);
    return roles(app).filter(({ path }) => CDK.test(path)).map(({ isBounded }) => isBounded);
  };

  test.each<[string, (scope: Construct) => void]>([
    ['closes the security group of a network', scope => void new PrivateNetwork(scope, 'Network')],
    ['tells a function of objects', scope => new SecureFunction(scope, 'Function', { code: CODE }).addBucketSource(new s3.Bucket(scope, 'Bucket'))],
    ['makes the log group of a function that is watched', scope => (
      new SecurityAlarms(scope, 'Alarms').watchFunction(new lambda.Function(scope, 'Plain', { code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X }))
    )],
  ])('is bounded as the scope of that construct says: what %s', (_, build) => {
    expect(ofCdk((_stack, scope) => build(scope))).toEqual([true]);
  });

  test('stays as it is where something else needed it first', () => {
    expect(ofCdk((stack, scope) => {
      new PrivateNetwork(stack, 'Network');
      new PrivateNetwork(scope, 'Network');
    })).toEqual([false]);
  });

  test('is left alone where the scope says nothing', () => {
    expect(ofCdk(stack => void new PrivateNetwork(stack, 'Network'))).toEqual([false]);
  });
});
