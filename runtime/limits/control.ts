/** What stands on one line (names, headers, parameters, keys, ids) has no control character and no other line end. */
export const CONTROL_IN_LINE = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;

/**
 * Text has tabs and line ends, and no other control character: those of C0 and C1 are the legacy controls of RFC 9839, which no text is
 * written with. U+0085 is one of them: a line end on mainframes alone.
 */
export const CONTROL_IN_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** The same with what text has in it that was once read in the wrong encoding: `It\u0092s` is of Windows-1252. */
export const CONTROL_IN_OLD_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;
