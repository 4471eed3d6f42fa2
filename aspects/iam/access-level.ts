/** What an action does with a resource, by the letter that the table of actions uses. Source: the Service Authorization Reference. */
export const ACCESS_LEVELS = { r: 'Read', l: 'List', w: 'Write', t: 'Tagging', p: 'Permissions management' } as const;

/** What an action does with a resource. An action may have two levels: `s3:PutObjectAcl` writes and manages permissions. */
export type AccessLevel = typeof ACCESS_LEVELS[keyof typeof ACCESS_LEVELS];
