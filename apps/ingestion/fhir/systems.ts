/** Code systems of our own. The names are not addresses. */
export const SELF_SYSTEM = {
  rule: 'https://homeward.example/CodeSystem/rule',
  alertPriority: 'https://homeward.example/CodeSystem/alert-priority',
} as const;
