/** One version; without text from the start of a rotation until its first step stores one. */
interface Version {
  text?: string;
  readonly stages: Set<string>;
}

/** An error as the service names it. */
export class ServiceError extends Error {
  constructor(public readonly code: string, message: string, public readonly status = 400) {
    super(message);
  }
}

/** A secret of Secrets Manager, with versions and the labels that a rotation moves between them. */
export class StoredSecret {
  private readonly versions = new Map<string, Version>();

  constructor(public readonly name: string, public readonly arn: string) {}

  get(versionId: string | undefined, stage: string | undefined) {
    const [id, version] = this.find(versionId, stage) ?? [];
    if (id === undefined || version?.text === undefined) throw new ServiceError('ResourceNotFoundException', `no value for ${stage ?? versionId}`);
    return { ARN: this.arn, Name: this.name, VersionId: id, SecretString: version.text, VersionStages: [...version.stages] };
  }

  describe() {
    const stages = Object.fromEntries([...this.versions].filter(([, one]) => one.stages.size > 0).map(([id, one]) => [id, [...one.stages]]));
    return { ARN: this.arn, Name: this.name, RotationEnabled: true, VersionIdsToStages: stages };
  }

  /** A new version, or the same again: a token that is used twice must mean the same. */
  put(id: string, text: string, stages: readonly string[]): void {
    const version = this.versions.get(id) ?? { stages: new Set<string>() };
    if (version.text !== undefined && version.text !== text) throw new ServiceError('ResourceExistsException', `version ${id} exists with another value`);
    version.text = text;
    this.versions.set(id, version);
    for (const stage of stages) this.label(stage, id);
  }

  /** What Secrets Manager does before it calls the rotation function. */
  beginRotation(id: string): void {
    this.versions.set(id, { stages: new Set() });
    this.label('AWSPENDING', id);
  }

  move(stage: string, to: string | undefined, from: string | undefined): void {
    const holder = this.find(undefined, stage)?.[0];
    if (holder !== undefined && holder !== to && from !== holder) {
      throw new ServiceError('InvalidParameterException', `${stage} is attached to ${holder}, which RemoveFromVersionId has to name`);
    }
    if (to === undefined) this.versions.get(String(from))?.stages.delete(stage);
    else this.label(stage, to);
  }

  private find(versionId: string | undefined, stage: string | undefined): [string, Version] | undefined {
    const wanted = stage ?? (versionId === undefined ? 'AWSCURRENT' : undefined);
    return [...this.versions].find(([id, { stages }]) => (versionId ?? id) === id && (wanted === undefined || stages.has(wanted)));
  }

  /** A label is at one version only, and what was current becomes the previous one. */
  private label(stage: string, id: string): void {
    const version = this.versions.get(id);
    if (version === undefined) throw new ServiceError('ResourceNotFoundException', `no version ${id}`);
    const holder = this.find(undefined, stage)?.[0];
    if (holder !== undefined) this.versions.get(holder)!.stages.delete(stage);
    version.stages.add(stage);
    if (stage === 'AWSCURRENT' && holder !== undefined && holder !== id) this.label('AWSPREVIOUS', holder);
  }
}
