import { z } from 'zod';

/** One thing that is wrong with a request. */
export const problemErrorSchema = z.object({
  path: z.string().describe('Where, as in `workloads.0.model`; empty for the whole'),
  message: z.string(),
});
export type ProblemError = z.infer<typeof problemErrorSchema>;

/** The body of every answer that is no success: problem details (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string().describe('`about:blank`: the status says it all'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe('What is wrong and what to do next'),
    instance: z.string().describe('The path that was asked'),
    requestId: z.string().describe('Under which the log knows this request'),
    errors: z.array(problemErrorSchema).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** A fleet of thousands of workloads, each with a model's config in it, stays below. */
export const LARGEST_BODY_BYTES = 16 * 1024 * 1024;
