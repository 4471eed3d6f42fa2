import { Secrets, SecretSchemas, secretsOf, SecretsOptions } from '.';
import { BoundaryFacts } from '../contract';
import { LogFields, WriteLine } from '../log/logger';
import { rememberFetched } from '../log/masking';

/** What a bundle needs to read secrets; made by `withSecrets`. */
export type SecretsPart<Schemas extends SecretSchemas = any> = (facts: BoundaryFacts, write: WriteLine) => Secrets<Schemas>;

/** How secrets are kept and what they have to be; the boundary says by itself where it tells of them. */
export type OwnSecretsOptions<Schemas extends SecretSchemas = {}> = Omit<SecretsOptions<Schemas>, 'log' | 'remember'>;

/**
 * Gives a handler the secrets that its construct granted. They are fetched at initialisation, and nothing waits for that: what cannot be
 * fetched is told by the first use.
 */
export function withSecrets<Schemas extends SecretSchemas = {}>(options: OwnSecretsOptions<Schemas> = {}): SecretsPart<Schemas> {
  return (facts, write) => {
    const told = (level: 'info' | 'warn') => (message: string, said: LogFields) => write(level, message, said);
    const secrets = secretsOf(facts, { ...options, remember: rememberFetched, log: { info: told('info'), warn: told('warn') } });
    void secrets.prefetch();
    return secrets;
  };
}
