/** Whether Application Default Credentials are there. They may still turn out to be refused. */
export async function hasCredentials(): Promise<boolean> {
  const { GoogleAuth } = await import('google-auth-library');
  // Whether this machine stands in Google Cloud is asked of its firmware: asking the network takes seconds and prints
  // warnings everywhere else. Whoever has set it knows better.
  process.env.METADATA_SERVER_DETECTION ??= 'bios-only';
  try {
    await new GoogleAuth().getClient();
    return true;
  } catch {
    return false;
  }
}
