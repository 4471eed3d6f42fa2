import type { AccessGraph } from './access';
import { decideAnywhere, Decision } from './decide';
import type { Resource } from '../../model/resource';
import { allOf, anyOf } from '../../network/answers';

/**
 * The calls by which a service comes to act with a role that is passed to it, by the service that the role trusts.
 *
 * Sources: the IAM guide on passing a role to a service, and the service authorization reference, which names `iam:PassRole`
 * beside each of them. A test holds that every one is an action of IAM's table.
 */
export const TAKING: Readonly<Record<string, readonly string[]>> = {
  'appsync.amazonaws.com': ['appsync:createdatasource', 'appsync:updatedatasource'],
  'cloudformation.amazonaws.com': ['cloudformation:createstack', 'cloudformation:updatestack', 'cloudformation:createchangeset'],
  'codebuild.amazonaws.com': ['codebuild:createproject', 'codebuild:updateproject'],
  'codepipeline.amazonaws.com': ['codepipeline:createpipeline', 'codepipeline:updatepipeline'],
  'datapipeline.amazonaws.com': ['datapipeline:putpipelinedefinition'],
  'ec2.amazonaws.com': ['ec2:runinstances', 'ec2:associateiaminstanceprofile'],
  'ecs-tasks.amazonaws.com': ['ecs:registertaskdefinition', 'ecs:runtask'],
  'events.amazonaws.com': ['events:puttargets'],
  'glue.amazonaws.com': ['glue:createjob', 'glue:updatejob', 'glue:createdevendpoint'],
  'lambda.amazonaws.com': ['lambda:createfunction', 'lambda:updatefunctionconfiguration'],
  'pipes.amazonaws.com': ['pipes:createpipe', 'pipes:updatepipe'],
  'sagemaker.amazonaws.com': ['sagemaker:createnotebookinstance', 'sagemaker:createprocessingjob', 'sagemaker:createtrainingjob'],
  'scheduler.amazonaws.com': ['scheduler:createschedule', 'scheduler:updateschedule'],
  'ssm.amazonaws.com': ['ssm:startautomationexecution'],
  'states.amazonaws.com': ['states:createstatemachine', 'states:updatestatemachine'],
};

/** A role that a principal may have a service act with. */
export interface Passed {
  readonly decision: Decision;
  /** The service. */
  readonly through: string;
}

/**
 * Whether a principal comes to act as a role by passing it to a service: the role trusts the service, the principal may pass
 * the role to it, and may make the service take it.
 *
 * @returns the surest way; nothing where there is none
 */
export function passedBy(graph: AccessGraph, who: Resource, role: Resource): Passed | undefined {
  const trusted = graph.into(role).filter(({ by, effect, from }) => by === 'trust' && effect === 'allow' && from.kind === 'service').map(({ from }) => from.name);
  const ways = [...new Set(trusted)].filter(service => Object.prototype.hasOwnProperty.call(TAKING, service)).map((through): Passed => {
    const pass = graph.may(who, 'iam:PassRole', role, { passedTo: through });
    const take = TAKING[through].map(action => decideAnywhere(graph, who, action));
    const answer = allOf([pass.answer, anyOf(take.map(decision => decision.answer))]);
    const taking = take.filter(decision => decision.answer !== 'no');
    const why = answer === 'undecided' ? pass.why ?? taking.find(decision => decision.why !== undefined)?.why : undefined;
    const because = [...pass.because, ...taking.flatMap(one => one.because)];
    return { through, decision: { answer, because, ...(why === undefined ? {} : { why }) } };
  });
  return ways.find(({ decision }) => decision.answer === 'yes') ?? ways.find(({ decision }) => decision.answer === 'undecided');
}
