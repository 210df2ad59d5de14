/** The first group finds the code; the others, 40 random bits with five tries, are its secret. */
export const ONE_TIME_CODE_GROUPS = 3;

export function partsOf(code: string): { locator: string; secret: string } {
  const [locator = '', ...secret] = code.split('-');
  return { locator, secret: secret.join('') };
}
