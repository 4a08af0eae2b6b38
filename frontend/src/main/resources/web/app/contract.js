// The page /api. `validatorUrl` would send the contract's address to another host.
globalThis.SwaggerUIBundle({ url: '/openapi.yaml', dom_id: '#contract', deepLinking: true, validatorUrl: null });
