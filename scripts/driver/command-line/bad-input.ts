/**
 * What was asked for cannot be done as it was asked. The message is one line: what is wrong, and what would be
 * right. A command that meets one prints it and ends with status 2, having changed nothing.
 */
export class BadInput extends Error {
  override name = "BadInput";
}
