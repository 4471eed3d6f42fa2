import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { referencesIn } from '../model/value';

/** Whether the application tells others of a resource: by an output, or by a parameter that anybody in the account may read. */
export function isTold(resource: Resource, app: AppModel): boolean {
  return app.once(told).has(resource.id);
}

/** All but what only the exports tell of that the CDK makes between the stacks of the application. */
function told(app: AppModel): ReadonlySet<string> {
  const outputs = app.templates.flatMap(template => Object.keys(template.section('Outputs')).filter(name => !name.startsWith('ExportsOutput'))
    .map(name => template.output(name)));
  const parameters = app.ofType('AWS::SSM::Parameter').map(parameter => parameter.get('Value'));
  return new Set([...outputs, ...parameters].flatMap(referencesIn).map(reference => reference.resource.id));
}
