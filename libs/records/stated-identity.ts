/** Whose a reading is, in the sender's words, beside the NHS number. */
export interface StatedIdentity {
  familyName?: string;
  /** The whole name as the sender shows it; where it can be a name at all, it has to contain the family name. */
  displayName?: string;
  /** YYYY-MM-DD, or the part of it that is known: YYYY or YYYY-MM. */
  birthDate?: string;
}

/**
 * The condition that what a sender says of a person, in three SQL expressions of type text, agrees with the patient `p`.
 * What a gateway displays may be no name ("Bed 4", "resident-12"): with a digit, or of one word, it says nothing.
 */
export function saysTheSame({ familyName, displayName, birthDate }: Record<keyof StatedIdentity, string>): string {
  return `is_the_same_person(p.family_name, p.birth_date, ${familyName},
    CASE WHEN ${displayName} ~ '^[^0-9]*\\S\\s+\\S[^0-9]*$' THEN ${displayName} END, ${birthDate})`;
}
