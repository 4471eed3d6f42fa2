import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { errorLog, inBucket, Place, StreamDestination, UNWRAP } from './place';
import { environmentProblems } from '../environment-problems';
import { refuse } from '../refuse';
import { admitReader } from '../secrets/owned-secret';
import { arnInPolicies, decryptsVia } from '../secrets/read-grant';
import { judge } from '../settled-props';

/** How long Firehose tries again before it keeps what it could not deliver, in seconds. */
const RETRY_SECONDS = 600;

const SAYS = {
  insecure: (url: string) => `destination: logs leave the account over HTTPS only, got ${url}`,
  noAddress: (url: string) => `destination: an address over HTTPS with a host, as in https://siem.example.com/v1/input, got ${url}`,
  login: (host: string) => `destination: the address of ${host} has a login in it, which everybody who may read the template would read; give the secret alone`,
  site: (given: string) => `destination: the site of Datadog is the name of a host, as in datadoghq.eu, got ${given}`,
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
  return endpointDestination(place, name, secure(place, url), accessKey);
}

function endpointDestination(place: Place, name: string, url: string, accessKey: secretsmanager.ISecret): StreamDestination {
  return {
    httpEndpointDestinationConfiguration: {
      endpointConfiguration: { name, url },
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

/** Datadog, at one of its sites. */
export function datadogDestination(place: Place, site: string, apiKey: secretsmanager.ISecret): StreamDestination {
  judge(place.scope, { site }, siteProblems);
  return endpointDestination(place, 'Datadog', `https://aws-kinesis-http-intake.logs.${site}/v1/input`, apiKey);
}

function secure(place: Place, url: string): string {
  judge(place.scope, { url }, given => addressProblems(given.url));
  return url;
}

function siteProblems({ site }: { readonly site: string }): string[] {
  return Token.isUnresolved(site) || /^[a-z\d-]+(\.[a-z\d-]+)+$/i.test(site) ? [] : [SAYS.site(site)];
}

/** What is wrong with an address; of one with a token in it only what stands before. */
function addressProblems(url: string): string[] {
  if (Token.isUnresolved(url)) return /^http:/i.test(url) ? [SAYS.insecure(url.replace(/\$\{Token.*$/s, '…'))] : [];
  if (!/^https:\/\//i.test(url)) return [SAYS.insecure(url)];
  if (!URL.canParse(url)) return [SAYS.noAddress(url)];
  const { username, password, host } = new URL(url);
  return username === '' && password === '' ? [] : [SAYS.login(host)];
}

/** Lets Firehose read the token where it is. */
function readBy({ role, scope }: Place, secret: secretsmanager.ISecret) {
  refuse(scope, environmentProblems(scope, 'destination', secret));
  admitReader(secret, role);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arnInPolicies(scope, secret)] }));
  for (const statement of decryptsVia(scope, secret)) role.addToPrincipalPolicy(statement);
  return { enabled: true, roleArn: role.roleArn, secretArn: secret.secretArn };
}
