/** What a service tells of itself when it calls a function, so that a permission can ask for it. */
export interface CallingService {
  /** Whether its documentation shows `aws:SourceAccount` in a function's policy. */
  readonly sendsAccount: boolean;
  readonly link: string;
}

/**
 * The services that call functions by permission, by the first words of their principal.
 *
 * All of them send `aws:SourceArn`; asking for an account that a service does not send would shut it out.
 *
 * In November 2026 each was compared with what is public: with copies of the page that stands beside it, for Elastic Load Balancing as
 * https://github.com/aws/aws-cdk/pull/29608 quotes it; with the permissions that aws-cdk-lib 2.276 writes, for API Gateway, AppSync and
 * SNS, which it knows by their ARN alone, and those of @aws-cdk/aws-bedrock-alpha 2.271 for Bedrock; and with published commands
 * (`aws lambda add-permission --source-account`) for Lex.
 */
export const CALLING_SERVICES: Readonly<Record<string, CallingService>> = {
  'apigateway': { sendsAccount: false, link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-to-api.html' },
  'appsync': { sendsAccount: false, link: 'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html' },
  'bedrock': { sendsAccount: true, link: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html' },
  'cloudfront': { sendsAccount: false, link: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html' },
  'cognito-idp': { sendsAccount: true, link: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html' },
  'config': { sendsAccount: true, link: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html' },
  'connect': { sendsAccount: true, link: 'https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html' },
  'elasticloadbalancing': { sendsAccount: true, link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html' },
  'events': { sendsAccount: false, link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html' },
  'iot': { sendsAccount: true, link: 'https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html' },
  'lambda.alarms.cloudwatch': { sendsAccount: true, link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html' },
  'lexv2': { sendsAccount: true, link: 'https://docs.aws.amazon.com/lexv2/latest/dg/lambda-attach.html' },
  'logs': { sendsAccount: true, link: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html' },
  's3': { sendsAccount: true, link: 'https://docs.aws.amazon.com/lambda/latest/dg/with-s3-tutorial.html' },
  'secretsmanager': { sendsAccount: true, link: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html' },
  'ses': { sendsAccount: true, link: 'https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html' },
  'sns': { sendsAccount: false, link: 'https://docs.aws.amazon.com/sns/latest/dg/lambda-console.html' },
  'vpc-lattice': { sendsAccount: false, link: 'https://docs.aws.amazon.com/vpc-lattice/latest/ug/lambda-functions.html' },
};

/** The service behind a principal, by its name in the table: `logs` for `logs.eu-west-1.amazonaws.com`; nothing for accounts, roles and `*`. */
export function serviceOf(principal: string): string | undefined {
  const [, name] = /^([^/:]+?)\.amazon(?:aws)?\.com(?:\.cn)?$/.exec(principal) ?? [];
  return name === undefined ? undefined : Object.keys(CALLING_SERVICES).find(known => name === known || name.startsWith(`${known}.`)) ?? name;
}
