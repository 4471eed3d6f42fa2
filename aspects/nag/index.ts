/** The name of the pack, which stands before each rule's id. */
export const PACK_NAME = 'Rampart';
