/** Properties of a function that its versions do not hold. Source: the Lambda guide, managing function versions. */
const UNPUBLISHED = ['FunctionName', 'RecursiveLoop', 'ReservedConcurrentExecutions', 'RuntimeManagementConfig', 'Tags'];

/** Whether a version of a function holds a property of it, which then changes only with a version that is published anew. */
export function isPublished(property: string): boolean {
  return !UNPUBLISHED.includes(property.split('.')[0]);
}
