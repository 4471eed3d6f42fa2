import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { SecureApiUsagePlan } from '../../secure-api-route';
import { environmentProblems } from '../environment-problems';
import { idProblems } from '../id-problems';
import { identityText } from '../identity-text';

const SAYS = {
  noKeys: 'keys names nobody; give the keys of those whose calls are counted',
  twice: (path: string) => `keys: ${path} is given twice; give it once`,
  taken: (path: string, plan: string) => `keys: ${path} is counted by the plan ${plan}, and API Gateway takes a key in one plan of a stage; give another key, or leave it out here`,
};

/** The plan of each key of an API, by the id of the key. */
export type KeysByPlan = ReadonlyMap<string, string>;

/** What is wrong with a usage plan. Source: the API Gateway guide, usage plans and API keys. */
export function usagePlanProblems(api: Construct, id: string, { keys }: SecureApiUsagePlan, plans: KeysByPlan): string[] {
  const ids = keys.map(key => keyIdOf(api, key));
  return [
    ...idProblems('a usage plan of the API', id, api),
    ...environmentProblems(api, 'keys', keys),
    ...keys.length === 0 ? [SAYS.noKeys] : [],
    ...keys.filter((_, index) => ids.indexOf(ids[index]) < index).map(({ node }) => SAYS.twice(node.path)),
    ...keys.flatMap(({ node }, index) => {
      const plan = plans.get(ids[index]);
      return plan === undefined ? [] : [SAYS.taken(node.path, plan)];
    }),
  ];
}

/** What a key is in the end, in words that are the same for the same key. */
export function keyIdOf(api: Construct, key: apigateway.IApiKey): string {
  return identityText(api, key.keyId);
}
