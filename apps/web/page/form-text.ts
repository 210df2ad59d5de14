/** What was typed into a field of the form; empty when there is no such field. */
export function typedInto(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}
