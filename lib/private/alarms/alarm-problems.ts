import { isIP } from 'node:net';
import { Token } from 'aws-cdk-lib';
import { ApiAlarmOptions, FunctionAlarmOptions, SecretAlarmOptions, SecurityAlarmsProps } from '../../security-alarms-props';
import { lateProblems } from '../late-duration';

const SAYS = {
  above: (prop: string, given: number) => `${prop}: a number above 0, got ${given}: an alarm from there on would never end`,
  late: 'anomalyDeviations: it is part of an expression that is written at synthesis, so it has to be known by then; got a token',
  percent: (given: number) => `errorRate: a share in percent, above 0 and at most 100, got ${given}`,
  noLog: (prop: string) => `${prop}: answers of 401 and 403 are counted in the access log; give it as accessLog`,
  noFirewall: 'blocked: requests are counted by the firewall; give the name of its metric as firewallMetric',
  address: (given: string) =>
    `addresses: each is one address, or a service as CloudTrail names it (cloudformation.amazonaws.com, AWS Internal), got ${JSON.stringify(given)}: EventBridge can ask for a range, but `
    + 'not for what is outside of one, so that every read would raise the alarm; name the addresses, as those of your NAT gateways, or leave it out',
  noAddress: 'addresses names none; leave it out where the readers call from anywhere',
  twoTopics: 'encryptionKey: the topic that was given has its own key; leave out topic or encryptionKey',
};

/** What is wrong with where alarms are said. */
export function topicProblems({ topic, encryptionKey }: SecurityAlarmsProps): string[] {
  return topic !== undefined && encryptionKey !== undefined ? [SAYS.twoTopics] : [];
}

/** What is wrong with what is unusual for a function. */
export function functionAlarmProblems({ errors, errorRate, anomalyDeviations, iteratorAge, timeout }: FunctionAlarmOptions): string[] {
  return [
    ...aboveZero({ errors, anomalyDeviations }),
    ...anomalyDeviations !== undefined && Token.isUnresolved(anomalyDeviations) ? [SAYS.late] : [],
    ...errorRate !== undefined && !Token.isUnresolved(errorRate) && !(errorRate > 0 && errorRate <= 100) ? [SAYS.percent(errorRate)] : [],
    ...lateProblems('iteratorAge', iteratorAge, 'millis'),
    ...timeout?.isUnresolved() === true ? [] : aboveZero({ timeout: timeout?.toMilliseconds() }),
    ...iteratorAge?.isUnresolved() === true ? [] : aboveZero({ iteratorAge: iteratorAge?.toMilliseconds() }),
  ];
}

/** What is wrong with what is unusual for an API. */
export function apiAlarmProblems(options: ApiAlarmOptions): string[] {
  const { clientErrors, serverErrors, authFailures, blocked, accessLog, statusField, firewallMetric } = options;
  const ofLog = Object.entries({ authFailures, statusField }).filter(([, value]) => value !== undefined && accessLog === undefined);
  return [
    ...aboveZero({ clientErrors, serverErrors, authFailures, blocked }),
    ...ofLog.map(([prop]) => SAYS.noLog(prop)),
    ...blocked !== undefined && firewallMetric === undefined ? [SAYS.noFirewall] : [],
  ];
}

/** What is wrong with who is expected to read a secret. */
export function secretAlarmProblems({ addresses }: SecretAlarmOptions): string[] {
  if (addresses === undefined || Token.isUnresolved(addresses)) return [];
  if (addresses.length === 0) return [SAYS.noAddress];
  return addresses.filter(one => !Token.isUnresolved(one) && isIP(one) === 0 && !/^(?:[a-z\d-]+\.)+amazonaws\.com(?:\.cn)?$|^AWS Internal$/.test(one)).map(SAYS.address);
}

function aboveZero(numbers: { readonly [prop: string]: number | undefined }): string[] {
  const isFine = (value: number | undefined): value is undefined => value === undefined || Token.isUnresolved(value) || value > 0;
  return Object.entries(numbers).flatMap(([prop, value]) => (isFine(value) ? [] : [SAYS.above(prop, value)]));
}
