import { SaxesParser } from 'saxes';

/** One element of an XML document, with nothing resolved that the document itself does not hold. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
  readonly line: number;
}

/** Why a document is no XML that is read here. */
export class UnreadableXml extends Error {
  override name = 'UnreadableXml';
}

/** A Bundle of Observations with extensions is a dozen deep. */
const DEEPEST = 60;
const MOST_ATTRIBUTES = 20;

/**
 * The tree of a well-formed document. A document type declaration is refused as it begins, and with it every entity that
 * a document can declare: nothing is expanded, nothing is fetched. Deep nesting is refused.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  const refuse = (words: string): never => {
    throw new UnreadableXml(`line ${parser.line}: ${words}`);
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('xmldecl', ({ encoding, version }) => {
    if (encoding !== undefined && !/^utf-?8$|^us-ascii$/i.test(encoding))
      refuse(`encoding ${encoding.slice(0, 40)}: expected UTF-8`);
    if (version !== undefined && version !== '1.0') refuse('expected XML 1.0');
  });
  parser.on('doctype', () => refuse('a document type declaration (DOCTYPE) is not accepted'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= DEEPEST) refuse(`elements are nested more than ${DEEPEST} deep`);
    const own = Object.values(attributes).filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'));
    if (own.length > MOST_ATTRIBUTES) refuse(`an element with more than ${MOST_ATTRIBUTES} attributes`);
    const element: XmlElement = {
      name: local,
      namespace: uri,
      attributes: new Map(own.map(({ name, value }) => [name, value])),
      children: [],
      line: parser.line,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const characters = (text: string): void => void open.at(-1)?.children.push(text);
  parser.on('text', characters);
  parser.on('cdata', characters);
  parser.write(text).close();
  return root ?? refuse('expected a document with one element');
}
