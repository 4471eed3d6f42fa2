import { actionsMatching, IamAction } from './actions';

/**
 * Says what an action pattern stands for: `79 actions, 38 write, 3 permission-management`.
 *
 * Each action is counted once: whoever sets a tag or a permission also writes, which says less than the tag or the permission.
 *
 * @returns nothing where the pattern matches no action that is known
 */
export function expansionOf(pattern: string): string | undefined {
  const actions = actionsMatching(pattern);
  if (actions.length === 0) return undefined;
  const count = (question: (action: IamAction) => boolean, word: string): string[] => {
    const matched = actions.filter(question).length;
    return matched === 0 ? [] : [`${matched} ${word}`];
  };
  return [
    actions.length === 1 ? '1 action' : `${actions.length} actions`,
    ...count(action => action.levels.includes('Write') && action.levels.length === 1, 'write'),
    ...count(action => action.levels.includes('Permissions management'), 'permission-management'),
  ].join(', ');
}
