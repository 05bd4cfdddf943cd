/** Whether Application Default Credentials are there. They may still turn out to be refused. */
export async function hasCredentials(): Promise<boolean> {
  const { GoogleAuth } = await import('google-auth-library');
  try {
    await new GoogleAuth().getClient();
    return true;
  } catch {
    return false;
  }
}
