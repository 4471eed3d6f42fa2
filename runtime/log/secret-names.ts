/** Words that make a name one of a secret, wherever they stand in it, and short ones, which are a name's whole: they stand in innocent names. */
const SECRET =
  /passw(or)?d|pwd|passphrase|secret|token|authorization|cookie|(api|access|private|signing|encryption)key|credential|signature|sessionid|jwt|connectionstring|cardnumber|cv[vc]|^(pass|auth|bearer|pin|otp|ssn|iban|session)$/;

/** Whether what stands under the name is to be masked, whatever it is. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name.toLowerCase().replace(/[^a-z\d]/g, ''));
}
