/** What the kept page builder is told. It runs in the browser, after the builder's own script. */
declare const SwaggerUIBundle: {
  (terms: Readonly<Record<string, unknown>>): void;
  readonly presets: { readonly apis: unknown };
};

SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#description',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  defaultModelsExpandDepth: 0,
  // The key is a credential: it is forgotten with the page.
  persistAuthorization: false,
  // The description is shown to whoever reads this page, and to no other site.
  validatorUrl: null,
});
