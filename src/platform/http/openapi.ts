import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { productVersion } from '../version.js';
import { PROBLEM_CONTENT_TYPE, problemSchema } from './problem.js';

/** Serves the description at /openapi.json and, for people, at /docs; both come from the zod schemas. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setTitle('Pennywatt')
    .setDescription(
      'Prices of AI compute on AWS, Google Cloud and Azure, predicted throughput, and the cheapest placement that keeps ' +
        'every objective. Money is a decimal string in USD; every failure is answered with problem details (RFC 9457).',
    )
    .setVersion(productVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addGlobalResponse({
      status: '4XX',
      description: 'The request cannot be done as it is',
      standardSchema: problemSchema,
    })
    .addGlobalResponse({ status: '5XX', description: 'A fault on our side', standardSchema: problemSchema })
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationId });
  nameProblems(document);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}

/** The answers that hold for every operation are problem details; the library knows only one type of content. */
function nameProblems({ paths }: OpenAPIObject): void {
  for (const item of Object.values(paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      for (const status of ['4XX', '5XX']) {
        const response = operation?.responses[status];
        if (response === undefined || !('content' in response)) continue;
        const content = response.content?.['application/json'];
        if (content !== undefined) response.content = { [PROBLEM_CONTENT_TYPE]: content };
      }
    }
  }
}

/** `PlacementController.quote` becomes `placementQuote`: unique, as generators of clients need it. */
function operationId(controller: string, method: string): string {
  const module = controller.replace(/Controller$/, '');
  return `${module.charAt(0).toLowerCase()}${module.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}
