import { subjectOf } from '#fhir';
import { RULES, type Priority } from '#clinical';
import { SELF_SYSTEM } from './systems.ts';
import type { ShownAlert } from '#records';
import type { Coding, Flag } from 'fhir/r4.js';

const TITLES = new Map<string, string>(Object.values(RULES).map(({ id, title }) => [id, title]));

/** Source: HL7, flag-priority. A technical alert is about a device and no danger by itself. */
const FLAG_PRIORITY: Readonly<Record<Priority, { code: string; display: string }>> = {
  emergency: { code: 'PH', display: 'High priority' },
  urgent: { code: 'PM', display: 'Medium priority' },
  routine: { code: 'PL', display: 'Low priority' },
  technical: { code: 'PN', display: 'No alarm' },
};

function priorityCodings(priority: Priority): Coding[] {
  return [
    { system: 'http://hl7.org/fhir/flag-priority-code', ...FLAG_PRIORITY[priority] },
    { system: SELF_SYSTEM.alertPriority, code: priority },
  ];
}

/** An open alert: which rule, since when, how urgent. What was measured is in the Observations, for those who may see it. */
export function writeFlag({ id, version, ruleId, priority, raisedAt, patientId, nhsNumber }: ShownAlert): Flag {
  const title = TITLES.get(ruleId);
  return {
    resourceType: 'Flag',
    id,
    meta: { versionId: String(version), profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Flag'] },
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/flag-priority',
        valueCodeableConcept: { coding: priorityCodings(priority) },
      },
    ],
    status: 'active',
    code: { coding: [{ system: SELF_SYSTEM.rule, code: ruleId, ...(title === undefined ? {} : { display: title }) }] },
    subject: subjectOf({ patientId, nhsNumber }),
    period: { start: new Date(raisedAt).toISOString() },
  };
}
