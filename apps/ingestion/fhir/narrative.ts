import { parseXml, UnreadableXml, type XmlElement } from './xml/parse-xml.ts';

/** What a narrative may be made of: formatting, and nothing that runs, loads or sends. Source: FHIR R4, Narrative, txt-1. */
const FORMATTING = new Set(
  'a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'id class title lang xml:lang dir align valign colspan rowspan scope headers abbr span'.split(' '),
);
const XHTML = 'http://www.w3.org/1999/xhtml';

/** Why a narrative cannot be kept and handed on, or null. */
export function unsafeNarrative(div: string): string | null {
  try {
    const root = parseXml(div);
    return root.name === 'div' ? unsafe(root) : 'expected one <div>';
  } catch (error) {
    if (error instanceof UnreadableXml) return error.message;
    throw error;
  }
}

function unsafe(element: XmlElement): string | null {
  if (element.namespace !== XHTML || !FORMATTING.has(element.name))
    return `<${element.name.slice(0, 40)}> is not accepted`;
  const attribute = [...element.attributes.keys()].find((name) => !ATTRIBUTES.has(name));
  if (attribute !== undefined) return `the attribute ${attribute.slice(0, 40)} is not accepted`;
  for (const child of element.children) {
    const inner = typeof child === 'string' ? null : unsafe(child);
    if (inner !== null) return inner;
  }
  return null;
}
