/** No secret of that name is granted to the function. */
export class UnknownSecretError extends Error {
  public get name() { return 'UnknownSecretError'; }

  public constructor(secret: string, known: readonly string[]) {
    super(`the function has no secret "${secret}", it has ${known.join(', ') || 'none'}; name it in the construct's secrets`);
  }
}

/** The function may not read that version of a secret. */
export class SecretStageError extends Error {
  public get name() { return 'SecretStageError'; }

  public constructor(secret: string, stage: string, allowed: readonly string[]) {
    super(`the secret "${secret}" may be read as ${allowed.join(', ')}, not as ${stage}`);
  }
}

/** A secret could not be fetched; `cause` is what the SDK threw. */
export class SecretUnavailableError extends Error {
  public get name() { return 'SecretUnavailableError'; }

  public constructor(secret: string, stage: string, cause: unknown) {
    // The name alone: what services write into messages is theirs, and this message reaches logs.
    super(`the secret "${secret}" (${stage}) could not be fetched: ${cause instanceof Error ? cause.name : 'unknown error'}`, { cause });
  }
}

/** A secret was fetched and is not what its schema asks for. */
export class SecretShapeError extends Error {
  public get name() { return 'SecretShapeError'; }

  public constructor(secret: string, places: readonly string[]) {
    super(`the secret "${secret}" does not fit its schema at ${places.map(place => place || 'its root').join(', ')}`);
  }
}
