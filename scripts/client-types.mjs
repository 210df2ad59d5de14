const NOTE = `// Made from Homeward's contracts by scripts/client.mjs. Change those.

`;

/**
 * The TypeScript types of an OpenAPI description. Refusals are left out of each answer: the client throws them, whichever
 * they are, as one error. So are lines of JSON, which it reads by itself.
 *
 * @param {import('openapi-typescript').OpenAPI3} description
 * @returns {Promise<string>}
 */
export async function typesOf(description) {
  // Not at the top: in a fresh checkout this file is read before anything is installed.
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const { paths, ...rest } = structuredClone(description);
  for (const path of Object.values(paths)) {
    for (const operation of Object.values(path)) {
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (!content) continue;
        delete content['application/problem+json'];
        delete content['application/x-ndjson'];
        if (Object.keys(content).length === 0) delete operation.responses[status];
      }
    }
  }
  const types = await openapiTS(
    { ...rest, paths },
    {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      // What has a default need not be sent.
      defaultNonNullable: false,
    },
  );
  return `${NOTE}${astToString(types)}`;
}
