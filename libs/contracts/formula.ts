/**
 * What a spreadsheet would calculate, behind whatever white space. Such a cell is written behind a mark that makes it a text.
 * Source: OWASP, CSV Injection.
 */
export const FORMULA = /^\s*[=+\-@\t\r\n]/;
