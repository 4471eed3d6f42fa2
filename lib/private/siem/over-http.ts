import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { errorLog, inBucket, Place, StreamDestination, UNWRAP } from './place';
import { environmentProblems } from '../environment-problems';
import { admitReader } from '../secrets/owned-secret';
import { arnInPolicies, decryptsVia } from '../secrets/read-grant';

/** How long Firehose tries again before it keeps what it could not deliver, in seconds. */
const RETRY_SECONDS = 600;

const SAYS = {
  insecure: (url: string) => `destination: logs leave the account over HTTPS only, got ${url}`,
};

/** Splunk's HTTP event collector. */
export function splunkDestination(place: Place, url: string, token: secretsmanager.ISecret): StreamDestination {
  return {
    splunkDestinationConfiguration: {
      hecEndpoint: secure(place, url),
      hecEndpointType: 'Event',
      hecAcknowledgmentTimeoutInSeconds: 300,
      secretsManagerConfiguration: readBy(place, token),
      retryOptions: { durationInSeconds: RETRY_SECONDS },
      s3BackupMode: 'FailedEventsOnly',
      s3Configuration: inBucket(place, place.failures, 'failed'),
      processingConfiguration: UNWRAP,
      cloudWatchLoggingOptions: errorLog(place, 'splunk'),
    },
  };
}

/** Any other endpoint. */
export function httpDestination(place: Place, name: string, url: string, accessKey: secretsmanager.ISecret): StreamDestination {
  return {
    httpEndpointDestinationConfiguration: {
      endpointConfiguration: { name, url: secure(place, url) },
      roleArn: place.role.roleArn,
      requestConfiguration: { contentEncoding: 'GZIP' },
      secretsManagerConfiguration: readBy(place, accessKey),
      retryOptions: { durationInSeconds: RETRY_SECONDS },
      s3BackupMode: 'FailedDataOnly',
      s3Configuration: inBucket(place, place.failures, 'failed'),
      processingConfiguration: UNWRAP,
      cloudWatchLoggingOptions: errorLog(place, 'http'),
    },
  };
}

function secure(place: Place, url: string): string {
  if (!Token.isUnresolved(url) && !url.startsWith('https://')) throw new Error(`${place.scope.node.path}: ${SAYS.insecure(url)}`);
  return url;
}

/** Lets Firehose read the token where it is. */
function readBy({ role, scope }: Place, secret: secretsmanager.ISecret) {
  const problems = environmentProblems(scope, 'destination', secret);
  if (problems.length > 0) throw new Error(`${scope.node.path}: ${problems.join('; ')}`);
  admitReader(secret, role);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arnInPolicies(scope, secret)] }));
  for (const statement of decryptsVia(scope, secret)) role.addToPrincipalPolicy(statement);
  return { enabled: true, roleArn: role.roleArn, secretArn: secret.secretArn };
}
