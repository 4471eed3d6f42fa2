import { call, State } from './machine';

/** What isolating remembers at the function itself, so that releasing finds it whoever starts it, and whenever. */
export const TAGS = { reserved: 'RampartQuarantineReserved', provisioned: 'RampartQuarantineProvisioned' } as const;

/** Stands for a limit that was not set. */
export const NONE = 'none';

/** Where the states find what was remembered. */
const RESERVED = `$.known.Tags.${TAGS.reserved}`;
const PROVISIONED = `$.known.Tags.${TAGS.provisioned}`;

/** A number or a text, as the value of a tag. */
const asText = (path: string) => `States.Format('{}', ${path})`;

const failed: State = { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Failed' };

/** The states that isolate one function: its role may do nothing any more, and it does not run. */
export function isolateFunction(denyAll: string): { readonly StartAt: string; readonly States: Record<string, State> } {
  return {
    StartAt: 'Deny',
    States: {
      // The role first: what its credentials can do ends within seconds, also where somebody took them elsewhere.
      // Where that fails, as for a role with as many policies as it can have, the function is stopped all the same, and the failure told at the end.
      Deny: call('iam:attachRolePolicy', { 'RoleName.$': '$.role', 'PolicyArn': denyAll }, { next: 'ReadTags', catches: [{ ...failed, Next: 'ReadTags' }] }),
      ReadTags: call('lambda:listTags', { 'Resource.$': '$.arn' }, { next: 'WasIsolated', resultPath: '$.known', catches: [failed] }),
      // An earlier run may have failed right after it remembered, so what follows is done again; what is remembered stays.
      WasIsolated: { Type: 'Choice', Choices: [{ Variable: RESERVED, IsPresent: true, Next: 'HasAlias' }], Default: 'ReadReserved' },
      ReadReserved: call('lambda:getFunctionConcurrency', { 'FunctionName.$': '$.arn' }, { next: 'HasReserved', resultPath: '$.limit', catches: [failed] }),
      HasReserved: {
        Type: 'Choice', Choices: [{ Variable: '$.limit.ReservedConcurrentExecutions', IsPresent: true, Next: 'RememberReserved' }], Default: 'RememberNone',
      },
      RememberReserved: call('lambda:tagResource', { 'Resource.$': '$.arn', 'Tags': { [`${TAGS.reserved}.$`]: asText('$.limit.ReservedConcurrentExecutions') } }, {
        next: 'HasAlias', catches: [failed],
      }),
      RememberNone: call('lambda:tagResource', { 'Resource.$': '$.arn', 'Tags': { [TAGS.reserved]: NONE } }, { next: 'HasAlias', catches: [failed] }),
      HasAlias: { Type: 'Choice', Choices: [{ Variable: '$.qualifier', StringEquals: '', Next: 'Stop' }], Default: 'ReadProvisioned' },
      // Lambda refuses to reserve less than is provisioned, so that has to go first.
      ReadProvisioned: call('lambda:getProvisionedConcurrencyConfig', { 'FunctionName.$': '$.arn', 'Qualifier.$': '$.qualifier' }, {
        next: 'KnowsProvisioned',
        resultPath: '$.provisioned',
        catches: [{ ErrorEquals: ['Lambda.ProvisionedConcurrencyConfigNotFoundException'], ResultPath: '$.none', Next: 'Stop' }, failed],
      }),
      KnowsProvisioned: { Type: 'Choice', Choices: [{ Variable: PROVISIONED, IsPresent: true, Next: 'Unprovision' }], Default: 'RememberProvisioned' },
      RememberProvisioned: call('lambda:tagResource', {
        'Resource.$': '$.arn', 'Tags': { [`${TAGS.provisioned}.$`]: asText('$.provisioned.RequestedProvisionedConcurrentExecutions') },
      }, {
        next: 'Unprovision', catches: [failed],
      }),
      Unprovision: call('lambda:deleteProvisionedConcurrencyConfig', { 'FunctionName.$': '$.arn', 'Qualifier.$': '$.qualifier' }, { next: 'Stop', catches: [failed] }),
      Stop: call('lambda:putFunctionConcurrency', { 'FunctionName.$': '$.arn', 'ReservedConcurrentExecutions': 0 }, { next: 'WasDenied', catches: [failed] }),
      WasDenied: { Type: 'Choice', Choices: [{ Variable: '$.error', IsPresent: true, Next: 'Failed' }], Default: 'Done' },
      ...outcomes('isolated'),
    },
  };
}

/** The states that undo it. */
export function releaseFunction(denyAll: string): { readonly StartAt: string; readonly States: Record<string, State> } {
  const gone = { ErrorEquals: ['Iam.NoSuchEntityException'], ResultPath: '$.none', Next: 'ReadTags' };
  return {
    StartAt: 'Allow',
    States: {
      Allow: call('iam:detachRolePolicy', { 'RoleName.$': '$.role', 'PolicyArn': denyAll }, { next: 'ReadTags', catches: [gone, failed] }),
      ReadTags: call('lambda:listTags', { 'Resource.$': '$.arn' }, { next: 'HowItWas', resultPath: '$.known', catches: [failed] }),
      HowItWas: {
        Type: 'Choice',
        Choices: [
          { And: [{ Variable: RESERVED, IsPresent: true }, { Variable: RESERVED, StringEquals: NONE }], Next: 'Unlimit' },
          { Variable: RESERVED, IsPresent: true, Next: 'Limit' },
        ],
        Default: 'Done',
      },
      Unlimit: call('lambda:deleteFunctionConcurrency', { 'FunctionName.$': '$.arn' }, { next: 'HadProvisioned', catches: [failed] }),
      Limit: call('lambda:putFunctionConcurrency', { 'FunctionName.$': '$.arn', 'ReservedConcurrentExecutions.$': `States.StringToJson(${RESERVED})` }, {
        next: 'HadProvisioned', catches: [failed],
      }),
      HadProvisioned: { Type: 'Choice', Choices: [{ Variable: PROVISIONED, IsPresent: true, Next: 'Provision' }], Default: 'Forget' },
      Provision: call('lambda:putProvisionedConcurrencyConfig', {
        'FunctionName.$': '$.arn', 'Qualifier.$': '$.qualifier', 'ProvisionedConcurrentExecutions.$': `States.StringToJson(${PROVISIONED})`,
      }, { next: 'Forget', catches: [failed] }),
      Forget: call('lambda:untagResource', { 'Resource.$': '$.arn', 'TagKeys': Object.values(TAGS) }, { next: 'Done', catches: [failed] }),
      ...outcomes('released'),
    },
  };
}

/** The states that give a secret a new value at once. */
export function rotateSecret(): { readonly StartAt: string; readonly States: Record<string, State> } {
  return {
    StartAt: 'Rotate',
    States: {
      Rotate: call('secretsmanager:rotateSecret', { 'SecretId.$': '$.arn', 'RotateImmediately': true }, {
        next: 'SecretDone', catches: [{ ...failed, Next: 'IsUnderWay' }],
      }),
      // A second start finds the rotation of the first, which gives the secret its new value all the same.
      IsUnderWay: {
        Type: 'Choice',
        Choices: [{ And: [{ Variable: '$.error.Cause', IsPresent: true }, { Variable: '$.error.Cause', StringMatches: '*previous rotation*' }], Next: 'SecretDone' }],
        Default: 'SecretFailed',
      },
      ...outcomes('rotated', 'Secret'),
    },
  };
}

/** One subject that fails does not keep the others from being dealt with; it is told at the end. */
function outcomes(outcome: string, kind = ''): Record<string, State> {
  return {
    [`${kind}Done`]: { Type: 'Pass', Parameters: { 'subject.$': '$.arn', outcome }, End: true },
    [`${kind}Failed`]: { Type: 'Pass', Parameters: { 'subject.$': '$.arn', 'outcome': 'failed', 'error.$': '$.error' }, End: true },
  };
}
