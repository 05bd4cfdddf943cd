import { json, type Answer } from '../azure/loopback.js';
import { ec2Error } from './xml.js';

/** A refusal as AWS writes it: in XML for EC2, in JSON for the others. */
export function refused(isEc2: boolean, code: string, message: string, status = 400): Answer {
  return (_request, response) => {
    if (isEc2) response.writeHead(status, { 'content-type': 'text/xml' }).end(ec2Error(code, message));
    else json(response, status, { __type: `com.amazonaws.example#${code}`, message });
  };
}
