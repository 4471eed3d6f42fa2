import { Token } from 'aws-cdk-lib';
import { ApiAlarmOptions, FunctionAlarmOptions, SecurityAlarmsProps } from '../../security-alarms-props';
import { lateProblems } from '../late-duration';

const SAYS = {
  above: (prop: string, given: number) => `${prop}: a number above 0, got ${given}: an alarm from there on would never end`,
  late: 'anomalyDeviations: it is part of an expression that is written at synthesis, so it has to be known by then; got a token',
  percent: (given: number) => `errorRate: a share in percent, above 0 and at most 100, got ${given}`,
  noLog: (prop: string) => `${prop}: answers of 401 and 403 are counted in the access log; give it as accessLog`,
  noFirewall: 'blocked: requests are counted by the firewall; give the name of its metric as firewallMetric',
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

function aboveZero(numbers: { readonly [prop: string]: number | undefined }): string[] {
  const isFine = (value: number | undefined): value is undefined => value === undefined || Token.isUnresolved(value) || value > 0;
  return Object.entries(numbers).flatMap(([prop, value]) => (isFine(value) ? [] : [SAYS.above(prop, value)]));
}
