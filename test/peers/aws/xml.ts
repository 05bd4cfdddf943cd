/** A value of EC2's answers as XML: lists stand as `<item>`, nothing stands for what is undefined. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<item>${xml(item)}</item>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
      .join('');
  }
  return String(value).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function ec2Answer(action: string, value: object): string {
  const open = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${xml({ requestId: 'r-1', ...value })}</${action}Response>`;
}

export function ec2Error(code: string, message: string): string {
  const errors = xml({ Errors: { Error: { Code: code, Message: message } }, RequestID: 'r-1' });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${errors}</Response>`;
}
