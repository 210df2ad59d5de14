import { elementsOf, type Element, type ElementsOfType } from '../definitions/elements.ts';
import type { XmlElement } from './parse-xml.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
/** XML has no way at all to write these. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\ufffe\uffff]/gu;

const escaped = (text: string): string =>
  text.replace(UNWRITABLE, '\ufffd').replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);

type Fields = Readonly<Record<string, unknown>>;

/** A resource that is written here, in FHIR's XML form: the elements in R4's order. Nothing that R4 does not have is written. */
export function writeXml(resource: object): string {
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>'];
  writeResource(out, resource as Fields, ' xmlns="http://hl7.org/fhir"');
  return out.join('');
}

function writeResource(out: string[], resource: Fields, namespace = ''): void {
  const type = String(resource['resourceType']);
  const elements = elementsOf(type);
  if (!elements) throw new Error(`${type} is not written here`);
  out.push(`<${type}${namespace}>`);
  writeChildren(out, resource, elements);
  out.push(`</${type}>`);
}

function writeChildren(out: string[], fields: Fields, elements: ElementsOfType): void {
  for (const element of elements.values()) {
    if (element.attribute) continue;
    const values = listOf(fields[element.name]);
    const beside = listOf(fields[`_${element.name}`]);
    for (let i = 0; i < Math.max(values.length, beside.length); i++) {
      writeOne(out, element, values[i], beside[i] as Fields | null | undefined);
    }
  }
}

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function writeOne(out: string[], element: Element, value: unknown, beside: Fields | null | undefined): void {
  const { name, kind } = element;
  switch (kind.is) {
    case 'xhtml':
      out.push(String(value));
      return;
    case 'resource':
      out.push(`<${name}>`);
      writeResource(out, value as Fields);
      out.push(`</${name}>`);
      return;
    case 'type': {
      const fields = value as Fields;
      out.push(`<${name}${attributesOf(fields, kind.type)}>`);
      writeChildren(out, fields, kind.type);
      out.push(`</${name}>`);
      return;
    }
    case 'text':
    case 'number':
    case 'boolean': {
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
      const own = value === undefined || value === null ? '' : ` value="${escaped(text)}"`;
      const more = elementsOf('Element');
      if (!beside || !more) {
        out.push(`<${name}${own}/>`);
        return;
      }
      out.push(`<${name}${attributesOf(beside, more)}${own}>`);
      writeChildren(out, beside, more);
      out.push(`</${name}>`);
    }
  }
}

function attributesOf(fields: Fields, elements: ElementsOfType): string {
  let attributes = '';
  for (const { name, attribute } of elements.values()) {
    const value = fields[name];
    if (attribute && typeof value === 'string') attributes += ` ${name}="${escaped(value)}"`;
  }
  return attributes;
}

/** A narrative as the text that JSON has of it. */
export function writtenXml(element: XmlElement): string {
  return written(element, ` xmlns="${escaped(element.namespace)}"`);
}

function written({ name, attributes, children }: XmlElement, namespace = ''): string {
  const own = [...attributes].map(([attribute, value]) => ` ${attribute}="${escaped(value)}"`).join('');
  const inner = children
    .map((child) =>
      typeof child === 'string' ? child.replace(/[&<>]/g, (one) => ESCAPES[one] ?? one) : written(child),
    )
    .join('');
  return `<${name}${namespace}${own}>${inner}</${name}>`;
}
