/**
 * The handler that rotates a generated secret, as the text that Lambda takes. Nothing but the function knows the value,
 * so of the four steps only the first and the last have something to do.
 * Source of the steps: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export const GENERATED_ROTATION = `
const sdk = require('@aws-sdk/client-secrets-manager');
const client = new sdk.SecretsManagerClient({});
const send = (name, input) => client.send(new sdk[name + 'Command'](input));

exports.handler = async ({ SecretId, ClientRequestToken: token, Step: step }) => {
  const { RotationEnabled, VersionIdsToStages: versions = {} } = await send('DescribeSecret', { SecretId });
  if (!RotationEnabled) throw new Error('rotation is not enabled for the secret');
  const stages = versions[token];
  if (stages === undefined) throw new Error('the version is not known to the secret');
  if (stages.includes('AWSCURRENT')) return;
  if (!stages.includes('AWSPENDING')) throw new Error('the version is not pending');
  if (step === 'createSecret') await create(SecretId, token);
  else if (step === 'finishSecret') await finish(SecretId, token, versions);
  else if (step !== 'setSecret' && step !== 'testSecret') throw new Error('a step that is not known');
};

async function create(SecretId, token) {
  try {
    // A step that is repeated keeps the value that it made up first.
    await send('GetSecretValue', { SecretId, VersionId: token, VersionStage: 'AWSPENDING' });
  } catch (error) {
    if (error.name !== 'ResourceNotFoundException') throw error;
    const PasswordLength = Number(process.env.PASSWORD_LENGTH);
    const { RandomPassword } = await send('GetRandomPassword', { PasswordLength, ExcludePunctuation: true });
    await send('PutSecretValue', { SecretId, ClientRequestToken: token, SecretString: RandomPassword, VersionStages: ['AWSPENDING'] });
  }
}

async function finish(SecretId, token, versions) {
  const current = Object.keys(versions).find(version => versions[version].includes('AWSCURRENT'));
  await send('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: current });
}
`;
