import type { SecretsParts } from '../../../runtime/secrets';
import { Fetch, SecretStage } from '../../../runtime/secrets/client';

export const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';

/** A service in memory, with a clock that stands still until it is moved. */
export class Service {
  public readonly versions = new Map<SecretStage, { readonly text: string; readonly version: string }>();
  public readonly calls: SecretStage[] = [];
  public fault?: Error;
  /** Is told each stage as soon as its answer stands, before anybody has it. */
  public answered?: (stage: SecretStage) => void;
  public clock = 1_000_000;
  private waiting: (() => void)[] = [];
  private held = false;

  public constructor(text = '{"password":"one"}', version = 'v1') {
    this.put('AWSCURRENT', text, version);
  }

  public put(stage: SecretStage, text: string, version: string): void {
    this.versions.set(stage, { text, version });
  }

  /** No answer is given before `release`. */
  public hold(): void {
    this.held = true;
  }

  public release(): void {
    this.held = false;
    for (const go of this.waiting) go();
    this.waiting = [];
  }

  public get parts(): SecretsParts {
    return { fetch: this.fetch, now: () => this.clock, random: () => 0 };
  }

  private readonly fetch: Fetch = async (_arn, stage) => {
    this.calls.push(stage);
    if (this.held) await new Promise<void>(go => this.waiting.push(go));
    if (this.fault !== undefined) throw this.fault;
    const found = this.versions.get(stage);
    this.answered?.(stage);
    if (found === undefined) throw named('ResourceNotFoundException');
    return found;
  };
}

export function named(name: string): Error {
  return Object.assign(new Error(`${name} with a token in it: bearer-123`), { name });
}
