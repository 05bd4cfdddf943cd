import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { productVersion } from '../version.js';
import { problemSchema } from './problem.js';

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
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (_, method) => method });
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}
