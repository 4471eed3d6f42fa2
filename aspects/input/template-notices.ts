import { referenceNotices } from './reference-notices';
import { resourceNotices } from './resource-notices';
import { Finding } from '../finding';
import { TemplateSource } from '../model/template';

/**
 * What is to be said about templates themselves, before any rule judges what they make.
 *
 * Only for templates that are read from files: a synthesis of the CDK renders no resource without a type, and refuses
 * references that lead to nothing.
 */
export function templateNotices(sources: readonly TemplateSource[]): Finding[] {
  return sources.flatMap(source => [...resourceNotices(source), ...referenceNotices(source)]);
}
