/**
 * The formats that are checked, each by one anchored expression without nested repetition, so that no input makes it slow.
 * A calendar is not consulted: 30 February is a date. Source: the JSON Schema specification, chapter on formats, and the RFCs that it names.
 */
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const DATE = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:[zZ]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)';

export const FORMATS: Readonly<Record<string, RegExp>> = {
  'date': new RegExp(`^${DATE}$`),
  'time': new RegExp(`^${TIME}$`),
  'date-time': new RegExp(`^${DATE}[tT]${TIME}$`),
  'email': /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?){1,8}$/,
  'hostname': /^(?=.{1,253}$)[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?){0,126}$/,
  'ipv4': new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`),
  'uri': /^[A-Za-z][A-Za-z\d+.-]{0,31}:[\w\-.~:/?#\[\]@!$&'()*+,;=%]+$/,
  'uuid': /^[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}$/,
};
