import { describe, expect, it } from '@jest/globals';
import { readXml } from './read-xml.ts';

const NS = 'xmlns="http://hl7.org/fhir"';
const deep = (depth: number): string =>
  `<Observation ${NS}>${'<extension url="u">'.repeat(depth)}${'</extension>'.repeat(depth)}</Observation>`;
const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Observation ${NS}><status value="&b;"/></Observation>`;
const external = `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Observation ${NS}><status value="&x;"/></Observation>`;

describe('hostile XML is refused', () => {
  it.each<[string, string, RegExp]>([
    ['an entity bomb', bomb, /DOCTYPE/],
    ['an external entity', external, /DOCTYPE/],
    ['an entity that nothing declares', `<Observation ${NS}><status value="&x;"/></Observation>`, /entity/],
    ['deep nesting', deep(70), /more than 60 deep/],
    ['another encoding', `<?xml version="1.0" encoding="UTF-16"?><Observation ${NS}/>`, /UTF-8/],
    ['half a document', `<Observation ${NS}>`, /unclosed/],
    ['two roots', `<Observation ${NS}/><Observation ${NS}/>`, /./],
    ['no document', '', /./],
    [
      'many attributes',
      `<Observation ${NS} ${Array.from({ length: 30 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
      /attributes/,
    ],
  ])('%s', (_, xml, words) => {
    const read = readXml(xml);
    if (!('refused' in read)) throw new Error('it was read');
    expect(read.refused[0]?.diagnostics).toMatch(words);
  });
});

describe('what R4 does not have is told with its place and its line', () => {
  it.each<[string, string, string, RegExp]>([
    ['an element', '<statsu value="final"/>', 'Observation.statsu', /no element.*line 1/],
    ['an attribute', '<status value="final" colour="red"/>', 'Observation.status.colour', /colour/],
    ['one of them twice', '<status value="final"/><status value="final"/>', 'Observation.status', /once/],
    ['text', 'final', 'Observation', /text outside/],
    ['no value', '<status/>', 'Observation.status', /value attribute is missing/],
    [
      'text for a number',
      '<valueQuantity><value value="ninety"/></valueQuantity>',
      'Observation.valueQuantity.value',
      /"ninety"/,
    ],
    ['another namespace', '<code xmlns="urn:x"/>', 'Observation.code', /namespace/],
  ])('%s', (_, inside, expression, words) => {
    const read = readXml(`<Observation ${NS}>${inside}</Observation>`);
    if (!('refused' in read)) throw new Error('it was read');
    expect(read.refused[0]?.expression).toBe(expression);
    expect(read.refused[0]?.diagnostics).toMatch(words);
  });
});

it('has lists where R4 has lists, extensions beside values, and a narrative as text', () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>
    <!-- whoever -->
    <Observation ${NS}>
      <id value="a"/>
      <text><status value="additional"/><div xmlns="http://www.w3.org/1999/xhtml">5 &lt; 6 <b>so</b></div></text>
      <contained><Device><id value="d"/></Device></contained>
      <status id="s" value="final"><extension url="urn:why"><valueBoolean value="true"/></extension></status>
      <code><coding><code value="1"/></coding><coding><code value="2"/></coding></code>
    </Observation>`;
  expect(readXml(xml)).toEqual({
    resource: {
      resourceType: 'Observation',
      id: 'a',
      text: { status: 'additional', div: '<div xmlns="http://www.w3.org/1999/xhtml">5 &lt; 6 <b>so</b></div>' },
      contained: [{ resourceType: 'Device', id: 'd' }],
      status: 'final',
      _status: { id: 's', extension: [{ url: 'urn:why', valueBoolean: true }] },
      code: { coding: [{ code: '1' }, { code: '2' }] },
    },
  });
});
