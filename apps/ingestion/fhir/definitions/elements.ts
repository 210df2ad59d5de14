import { R4 } from './r4.ts';

/** One definition of HL7's published JSON schema of FHIR R4: a type with its elements in their order, or a primitive. */
export interface Definition {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly $ref?: string;
  readonly required?: readonly string[];
}

export const DEFINITIONS = JSON.parse(R4) as Readonly<Record<string, Definition>>;

/** What an element holds. */
export type ElementKind =
  | { readonly is: 'text' }
  | { readonly is: 'number' }
  | { readonly is: 'boolean' }
  | { readonly is: 'xhtml' }
  /** Any resource, in a wrapper that XML alone has. */
  | { readonly is: 'resource' }
  | { readonly is: 'type'; readonly type: ElementsOfType };

export interface Element {
  readonly name: string;
  readonly many: boolean;
  /** Written as an attribute in XML: the id of what is not a resource, the url of an extension. */
  readonly attribute: boolean;
  readonly kind: ElementKind;
}

/** The elements of a type by name, in the order in which XML has them. */
export type ElementsOfType = ReadonlyMap<string, Element>;

const named = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);
const byName = new Map<string, ElementsOfType>();

/** The elements of a resource or type; undefined for one that is not read here. */
export function elementsOf(name: string): ElementsOfType | undefined {
  const known = byName.get(name);
  if (known) return known;
  const properties = Object.hasOwn(DEFINITIONS, name) ? DEFINITIONS[name]?.properties : undefined;
  if (!properties) return undefined;
  const elements = new Map<string, Element>();
  // Before its elements: extensions have extensions.
  byName.set(name, elements);
  for (const [property, definition] of Object.entries(properties)) {
    if (property.startsWith('_') || property === 'resourceType') continue;
    const one = definition.items ?? definition;
    elements.set(property, {
      name: property,
      many: definition.type === 'array',
      attribute: (property === 'id' && !('resourceType' in properties)) || (property === 'url' && name === 'Extension'),
      kind: kindOf(one),
    });
  }
  return elements;
}

/** Whether something is a resource that is read here, by the name of its type. */
export function isKnownResource(name: string): boolean {
  return Object.hasOwn(DEFINITIONS, name) && DEFINITIONS[name]?.properties?.['resourceType'] !== undefined;
}

function kindOf(definition: Definition): ElementKind {
  const name = definition.$ref === undefined ? undefined : named(definition.$ref);
  if (name === 'xhtml') return { is: 'xhtml' };
  if (name === 'ResourceList') return { is: 'resource' };
  const target = name === undefined ? definition : DEFINITIONS[name];
  if (name !== undefined && target?.properties) {
    const type = elementsOf(name);
    if (type) return { is: 'type', type };
  }
  if (target?.type === 'number') return { is: 'number' };
  if (target?.type === 'boolean') return { is: 'boolean' };
  return { is: 'text' };
}
