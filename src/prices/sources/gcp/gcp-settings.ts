/** Where Google Cloud is asked for prices, and with what. */
export interface GcpSourceSettings {
  /**
   * API key for the price list. Null: Application Default Credentials (`GOOGLE_APPLICATION_CREDENTIALS`, `gcloud auth
   * application-default login`, or the service account of the machine), which the clients find themselves.
   */
  readonly apiKey: string | null;
  /** The project in whose name zones and machine types are listed. Null: the one of the credentials. */
  readonly projectId: string | null;
  /** URLs without a path; null: the public endpoint. */
  readonly billingEndpoint: string | null;
  readonly computeEndpoint: string | null;
  readonly tpuEndpoint: string | null;
}
