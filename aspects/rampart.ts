import { Aspects, IPropertyInjector, InjectionContext, PropertyInjectors, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FixLevel } from './fix-level';
import { SecurityAudit, SecurityAuditProps } from './security-audit';
import { SecurityRemediation } from './security-remediation';
import { acknowledge, stagesBelow } from './synthesis/acknowledged';
import { chosenSettings } from './synthesis/alarm-topic';
import { RampartPlugin } from './synthesis/plugin';
import { setDefaults } from '../lib/private/scope-defaults';
import { RampartDefaults } from '../lib/rampart-defaults';

/** How an application is protected. */
export interface ProtectProps extends SecurityAuditProps {
  /**
   * The level of the fixes to make.
   *
   * @default - nothing is repaired; the audit says how many findings have a fix of which level
   */
  readonly fix?: FixLevel;
}

/** Somebody accepts a finding. */
export interface AcknowledgeProps {
  /** The id of the rule, with the detail in brackets where only one finding is meant: `iam-policy-no-service-wildcard[s3:*]`. */
  readonly rule: string;
  /** Why the finding is accepted. It appears in the reports. */
  readonly reason: string;
  /**
   * The last day on which it is accepted, as `YYYY-MM-DD`. From the next day on the finding is back.
   *
   * @default - it is accepted for good
   */
  readonly until?: string;
}

/** The front door: protects a whole application, and accepts findings. */
export class Rampart {
  /**
   * Audits an App, a Stage or any other part of an application, its Stages included, and repairs it if asked to.
   *
   * Repairs reach the Stages that exist at the call, and those made later as soon as they hold a common L2 construct
   * (a function, a queue, a bucket, …). A Stage that was out of reach is named in the report. Call it before
   * `CodePipeline.addStage`, which synthesises the Stage at once.
   *
   * @param scope what to protect
   * @param props how
   * @throws Error if the tree has no App at its root, or a rule is named that does not exist
   */
  public static protect(scope: IConstruct, props: ProtectProps = {}): void {
    const audit = new SecurityAudit(props);
    audit.register(scope);
    if (props.annotate) for (const part of [scope, ...stagesBelow(scope)]) Aspects.of(part).add(audit, { priority: 1000 });
    if (props.fix === undefined) return;
    const { only, except, fix: level } = props;
    const remediation = new SecurityRemediation({ ...chosenSettings(props), level, only, except });
    RampartPlugin.of(scope).expectRepairs(scope.node.path, props.fix);
    const covered = new Set<IConstruct>();
    const cover = (part: IConstruct) => {
      if (covered.has(part)) return;
      covered.add(part);
      Aspects.of(part).add(remediation, { priority: SecurityRemediation.PRIORITY });
    };
    [scope, ...stagesBelow(scope)].forEach(cover);
    coverLaterStages(scope, cover);
  }

  /**
   * Accepts findings of one rule on a construct and everything below it, with a reason.
   *
   * @param scope the construct
   * @param props the rule, the reason, and until when
   * @throws Error if the rule id is malformed, the reason is empty or the date is none
   */
  public static acknowledge(scope: IConstruct, props: AcknowledgeProps): void {
    acknowledge(scope, props);
  }

  /**
   * Says what holds for the constructs of this library that are made in a scope from now on: call it before they are made.
   *
   * @param scope an App, a Stage, a Stack or any construct
   * @param defaults what their props say where they say nothing; a nearer scope goes before a farther one
   */
  public static defaults(scope: IConstruct, defaults: RampartDefaults): void {
    setDefaults(scope, defaults);
  }

  private constructor() {}
}

/** The L2 constructs whose making tells of a Stage that was not there before; their ids are CDK's property injection ids. */
const COMMON_CONSTRUCTS = [
  'aws-apigateway.LambdaRestApi', 'aws-apigateway.RestApi', 'aws-apigateway.SpecRestApi', 'aws-apigatewayv2.HttpApi',
  'aws-apigatewayv2.WebSocketApi', 'aws-dynamodb.Table', 'aws-dynamodb.TableV2', 'aws-events.Rule', 'aws-iam.Role', 'aws-kinesis.Stream',
  'aws-kms.Key', 'aws-lambda.DockerImageFunction', 'aws-lambda.Function', 'aws-log.LogGroup', 'aws-s3.Bucket', 'aws-secretsmanager.Secret',
  'aws-sns.Topic', 'aws-sqs.Queue', 'aws-stepfunctions.StateMachine',
].map(name => `aws-cdk-lib.${name}`);

/** A Stage made after the call is noticed when something common is made in it; injectors of the user's are left in place. */
function coverLaterStages(scope: IConstruct, cover: (stage: Stage) => void): void {
  if (!Stage.isStage(scope)) return;
  const present = scope.node.scopes.filter(one => PropertyInjectors.hasPropertyInjectors(one)).map(one => PropertyInjectors.of(one));
  for (const constructUniqueId of COMMON_CONSTRUCTS) {
    if (present.some(injectors => injectors.for(constructUniqueId) !== undefined)) continue;
    PropertyInjectors.of(scope).add({
      constructUniqueId,
      inject: (props: any, context: InjectionContext): any => {
        const stage = Stage.of(context.scope);
        if (stage !== undefined && stage !== Stage.of(scope)) cover(stage);
        return props;
      },
    } satisfies IPropertyInjector);
  }
}
