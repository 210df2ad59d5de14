import { config } from 'zod/v4/core';

// Before any schema is made: zod would try out `eval`, which the content policy refuses and the browser complains of.
config({ jitless: true });
