/** ISO 4217, list one (current currency and funds codes), without metals, funds and codes for tests. */
const CURRENT = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
  CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG
  HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
  MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
  SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
  UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL`;

/** ISO 4217, list three: no longer in use, and in the histories that central banks publish. */
const WITHDRAWN = 'CYP EEK LTL LVL MTL ROL SIT SKK TRL';

const CODES: ReadonlySet<string> = new Set(`${CURRENT} ${WITHDRAWN}`.trim().split(/\s+/));

/** Whether it is a code of ISO 4217, as it is written there: `EUR`. */
export function isCurrency(code: string): boolean {
  return CODES.has(code);
}
