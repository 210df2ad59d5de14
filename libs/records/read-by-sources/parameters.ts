/** The values of a statement that is put together: each gets its number as it is named in the text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** The placeholder of a value. */
  of(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
