import { Token } from 'aws-cdk-lib';

/** What names nothing in particular. */
const WILD = /^[:/*?]*$/;

const SAYS = {
  noAction: 'grantLeast: name at least one action, as dynamodb:GetItem',
  action: (action: string) => `grantLeast: an action is named in full, as dynamodb:GetItem, got ${action}`,
  resource: (arn: string) => `grantLeast: name one resource by its ARN, got ${arn}`,
};

/** What is wrong with a grant that should be the least. */
export function leastProblems(resourceArn: string, actions: readonly string[]): string[] {
  const problems = actions.filter(action => !Token.isUnresolved(action) && !/^[a-z\d-]+:[A-Za-z\d]+$/.test(action)).map(SAYS.action);
  if (actions.length === 0) problems.push(SAYS.noAction);
  const [arn, , service = '', , , ...resource] = resourceArn.split(':');
  if (!Token.isUnresolved(resourceArn) && (arn !== 'arn' || WILD.test(service) || WILD.test(resource.join(':')))) problems.push(SAYS.resource(resourceArn));
  return problems;
}
