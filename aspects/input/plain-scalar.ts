import { Json } from '../model/json';

// CloudFormation reads YAML 1.1. The words and numerals below are those of that version, less the single letters
// `y` and `n` (a DynamoDB attribute has the type N) and less dates (a policy has the version 2012-10-17): both stay text.
const TRUE = /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/;
const FALSE = /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const BINARY = /^[-+]?0b[01_]+$/;
const OCTAL = /^[-+]?0[0-7_]+$/;
const HEXADECIMAL = /^[-+]?0x[0-9a-fA-F_]+$/;
// A numeral that starts with a zero and is not octal is text: the account 012345678901.
const DECIMAL = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)$/;

/** What a YAML scalar without quotes stands for. */
export function plainScalar(source: string): Json {
  if (TRUE.test(source)) return true;
  if (FALSE.test(source)) return false;
  if (NULL.test(source)) return null;
  const number = numberIn(source);
  // A number that would lose digits is kept as it is written.
  return number === undefined || !Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number)) ? source : number;
}

function numberIn(source: string): number | undefined {
  const digits = source.replace(/^[-+]|_/g, '');
  const sign = source.startsWith('-') ? -1 : 1;
  if (DECIMAL.test(source)) return sign * Number(digits);
  if (OCTAL.test(source)) return sign * parseInt(digits, 8);
  if (HEXADECIMAL.test(source)) return sign * parseInt(digits.slice(2), 16);
  if (BINARY.test(source)) return sign * parseInt(digits.slice(2), 2);
  if (SEXAGESIMAL.test(source)) return sign * digits.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return FLOAT.test(source) ? sign * parseFloat(digits) : undefined;
}
