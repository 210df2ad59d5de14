import { elementsOf, isKnownResource, type Element, type ElementsOfType } from '../definitions/elements.ts';
import type { FhirIssue } from '../operation-outcome.ts';
import { parseXml, UnreadableXml, type XmlElement } from './parse-xml.ts';
import { writtenXml } from './write-xml.ts';

const FHIR = 'http://hl7.org/fhir';
const XHTML = 'http://www.w3.org/1999/xhtml';
const MOST_ISSUES = 20;

/** FHIR's own forms. Source: FHIR R4, data types. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

type Fields = Record<string, unknown>;

/**
 * A FHIR resource in XML as its JSON form has it: lists where R4 has lists, numbers where it has numbers. An element that
 * R4 does not have is told with its place and its line, never left out.
 */
export function readXml(text: string): { resource: Fields } | { refused: FhirIssue[] } {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof UnreadableXml)) throw error;
    return {
      refused: [{ code: 'structure', expression: '', diagnostics: `The XML cannot be read: ${error.message}` }],
    };
  }
  const reading = new Reading();
  const resource = reading.resource(root, root.name);
  return reading.issues.length > 0 ? { refused: reading.issues } : { resource };
}

class Reading {
  readonly issues: FhirIssue[] = [];

  resource(element: XmlElement, at: string): Fields {
    this.inNamespace(element, FHIR, at);
    const type = element.name;
    const elements = isKnownResource(type) ? elementsOf(type) : undefined;
    // What is not taken here is refused by its name, wherever it stands: there is no need to read it.
    return { resourceType: type, ...(elements ? this.fields(element, elements, at) : {}) };
  }

  private fields(element: XmlElement, elements: ElementsOfType, at: string): Fields {
    const fields: Fields = {};
    for (const [name, value] of element.attributes) {
      const known = elements.get(name);
      if (known?.attribute) fields[name] = value;
      else
        this.refuse(
          'structure',
          `${at}.${name.slice(0, 60)}`,
          `the attribute ${name.slice(0, 60)} does not belong here`,
          element,
        );
    }
    const seen = new Map<string, number>();
    for (const child of element.children) {
      if (typeof child === 'string') {
        if (child.trim() !== '') {
          this.refuse('structure', at, `text outside a value attribute: "${child.trim().slice(0, 40)}"`, element);
        }
        continue;
      }
      const known = elements.get(child.name);
      if (!known || known.attribute) {
        this.refuse(
          'structure',
          `${at}.${child.name.slice(0, 60)}`,
          `${child.name.slice(0, 60)}: is no element of this type in FHIR R4`,
          child,
        );
        continue;
      }
      const index = seen.get(known.name) ?? 0;
      seen.set(known.name, index + 1);
      if (index > 0 && !known.many) {
        this.refuse('structure', `${at}.${known.name}`, `${known.name}: expected once, and it is there again`, child);
        continue;
      }
      this.set(fields, known, child, {
        index,
        at: known.many ? `${at}.${known.name}[${index}]` : `${at}.${known.name}`,
      });
    }
    return fields;
  }

  private set(fields: Fields, element: Element, xml: XmlElement, { index, at }: { index: number; at: string }): void {
    const put = (name: string, value: unknown): void => {
      if (!element.many) {
        fields[name] = value;
        return;
      }
      const list = (fields[name] ??= []) as unknown[];
      while (list.length < index) list.push(null);
      list.push(value);
    };
    const { kind } = element;
    switch (kind.is) {
      case 'xhtml':
        this.inNamespace(xml, XHTML, at);
        put(element.name, writtenXml(xml));
        return;
      case 'resource': {
        const [inner, ...more] = xml.children.filter((child) => typeof child !== 'string');
        if (!inner || more.length > 0) this.refuse('structure', at, 'expected exactly one resource', xml);
        else put(element.name, this.resource(inner, at));
        return;
      }
      case 'type':
        this.inNamespace(xml, FHIR, at);
        put(element.name, this.fields(xml, kind.type, at));
        return;
      case 'text':
      case 'number':
      case 'boolean': {
        this.inNamespace(xml, FHIR, at);
        const text = xml.attributes.get('value');
        const beside = this.besideValue(xml, at);
        if (beside !== null) put(`_${element.name}`, beside);
        if (text !== undefined) put(element.name, this.value(kind.is, text, { xml, at }));
        else if (beside === null) this.refuse('required', at, `${element.name}: its value attribute is missing`, xml);
      }
    }
  }

  private value(
    is: 'text' | 'number' | 'boolean',
    text: string,
    { xml, at }: { xml: XmlElement; at: string },
  ): unknown {
    if (is === 'text') return text;
    if (is === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    if (is === 'number' && DECIMAL.test(text) && Number.isFinite(Number(text))) return Number(text);
    const expected = is === 'number' ? 'a number' : 'true or false';
    this.refuse('value', at, `${xml.name}: expected ${expected}; "${text.slice(0, 60)}" was sent`, xml);
    return undefined;
  }

  /** The id and the extensions of a value, which JSON has beside it. */
  private besideValue(xml: XmlElement, at: string): Fields | null {
    if (xml.children.length === 0 && xml.attributes.size <= 1 && !xml.attributes.has('id')) {
      for (const name of xml.attributes.keys()) {
        if (name !== 'value')
          this.refuse('structure', at, `the attribute ${name.slice(0, 60)} does not belong here`, xml);
      }
      return null;
    }
    const attributes = new Map(xml.attributes);
    attributes.delete('value');
    const fields = this.fields({ ...xml, attributes }, elementsOf('Element') ?? new Map(), at);
    return Object.keys(fields).length === 0 ? null : fields;
  }

  private inNamespace(element: XmlElement, namespace: string, at: string): void {
    if (element.namespace === namespace) return;
    this.refuse('structure', at, `${element.name.slice(0, 60)}: expected it in the namespace ${namespace}`, element);
  }

  private refuse(code: FhirIssue['code'], expression: string, words: string, { line }: XmlElement): void {
    if (this.issues.length < MOST_ISSUES) {
      this.issues.push({ code, expression, diagnostics: `${words} (line ${line})` });
    }
  }
}
