import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, close, json, listen, type Answer } from '../azure/loopback.js';
import { answerEc2 } from './emulator-ec2.js';
import { refused } from './emulator-refusal.js';
import type { AwsWorld } from './world.js';

/** What was asked: the operation, with what came along. */
export interface Asked {
  readonly operation: string;
  readonly region: string;
  /** When the client thinks it is: `20260801T120000Z`. */
  readonly signedAt: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface AwsEmulator {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** The next requests meet these, one each; those after them are answered well again. */
  fail(...faults: readonly Answer[]): void;
  /** Every request meets this, or none with null. */
  failAlways(fault: Answer | null): void;
  close(): Promise<void>;
}

export const ACCESS_KEY = 'AKIAEMULATOR';
/** As few as the tests need to see several pages. */
const MOST_PRODUCTS_A_PAGE = 2;
const MOST_RATES_A_PAGE = 3;

/** The Pricing API, Savings Plans and EC2 of every region, on one loopback port. */
export async function startAwsEmulator(world: AwsWorld): Promise<AwsEmulator> {
  const asked: Asked[] = [];
  const faults: Answer[] = [];
  let always: Answer | null = null;
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    const { key, region } = credentialOf(request);
    const isEc2 = /^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? '');
    const input = isEc2 ? Object.fromEntries(new URLSearchParams(body)) : (JSON.parse(body) as Record<string, unknown>);
    const operation = isEc2 ? String(input.Action) : operationOf(request);
    asked.push({ operation, region, signedAt: String(request.headers['x-amz-date']), input });
    const fault = always ?? faults.shift();
    if (fault !== undefined) return fault(request, response);
    if (key !== ACCESS_KEY)
      return refused(isEc2, 'AuthFailure', 'AWS was not able to validate the credentials.')(request, response);
    if (isEc2) return answerEc2(world, operation, input as Record<string, string>, response);
    answerJson(world, operation, input, response);
  };
  const server = createServer((request, response) => void respond(request, response));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    fail: (...some) => void faults.push(...some),
    failAlways: (fault) => {
      always = fault;
      faults.length = 0;
    },
    close: () => close(server),
  };
}

/** `AWS4-HMAC-SHA256 Credential=KEY/20260801/us-east-1/ec2/aws4_request, …` */
function credentialOf({ headers }: IncomingMessage): { key: string; region: string } {
  const [, key = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  return { key, region };
}

/** In the header of the Pricing API, in the path of Savings Plans. */
function operationOf({ headers, url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  return (typeof target === 'string' ? target.split('.')[1] : url.slice(1)) ?? '';
}

function answerJson(
  world: AwsWorld,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  switch (operation) {
    case 'GetProducts': {
      const size = Math.min(MOST_PRODUCTS_A_PAGE, Number(input.MaxResults));
      const { items, next } = paged(world.products.filter(matching(input.Filters)), size, input.NextToken);
      return json(response, 200, { FormatVersion: 'aws_v1', PriceList: items.map(asText), ...next('NextToken') });
    }
    case 'GetAttributeValues': {
      const { items, next } = paged(world.places, MOST_PRODUCTS_A_PAGE, input.NextToken);
      return json(response, 200, { AttributeValues: items.map((Value) => ({ Value })), ...next('NextToken') });
    }
    case 'DescribeSavingsPlansOfferingRates': {
      const fitting = world.rates.filter(fittingRate(input.filters));
      const { items, next } = paged(fitting, MOST_RATES_A_PAGE, input.nextToken);
      return json(response, 200, { searchResults: items, ...next('nextToken') });
    }
    default:
      json(response, 400, { __type: 'UnknownOperationException' });
  }
}

/** Entries are JSON in a string; a test may plant one that is not. */
const asText = (entry: object | string): unknown => ('planted' in Object(entry) ? entry : JSON.stringify(entry));

function matching(filters: unknown): (entry: object) => boolean {
  const wanted = (filters ?? []) as readonly { readonly Field: string; readonly Value: string }[];
  return (entry) => {
    const { product } = entry as { product?: { productFamily: string; attributes: Record<string, string> } };
    if (product === undefined) return true;
    const facts: Record<string, string> = { ...product.attributes, productFamily: product.productFamily };
    return wanted.every(({ Field, Value }) => facts[Field] === Value);
  };
}

function fittingRate(filters: unknown): (rate: object) => boolean {
  const wanted = (filters ?? []) as readonly { readonly name: string; readonly values: readonly string[] }[];
  return (rate) => {
    const { properties } = rate as { properties: readonly { readonly name: string; readonly value: string }[] };
    return wanted.every(({ name, values }) =>
      properties.some((property) => property.name === name && values.includes(property.value)),
    );
  };
}

/** Tokens are letters and digits, as AWS's are. */
function paged<Item>(all: readonly Item[], size: number, token: unknown) {
  const from = Number(String((token as string | undefined) ?? 'T0').slice(1));
  const rest = from + size < all.length ? `T${from + size}` : null;
  return {
    items: all.slice(from, from + size),
    next: (name: string): Record<string, string> => (rest === null ? {} : { [name]: rest }),
  };
}
