/** A value that cannot be used as asked without harm. The message is about the code and never quotes the value. */
export class UnsafeValueError extends Error {
  /** @param message what would do */
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, 'name', { value: 'UnsafeValueError' });
  }
}
