/** The region that functions are told they run in. */
export const REGION = 'eu-west-1';

/** The credentials that functions sign their calls with; the emulator knows them. */
export const CREDENTIALS = { accessKeyId: 'AKIATESTEDFUNCTION00', secretAccessKey: 'not/a/real/key/of/anybody+0123456789abcd' };
