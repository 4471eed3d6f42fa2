/** Input that cannot be read. The message names the file, what is wrong with it, and what would do. */
export class InputError extends Error {
  public constructor(path: string, fault: string) {
    super(`${path}: ${fault}`);
    this.name = 'InputError';
  }
}
