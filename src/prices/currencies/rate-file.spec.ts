import { describe, expect, it } from 'vitest';
import { InputError } from '../../platform/index.js';
import { ratesOfRows } from './rate-rows.js';
import { readRateFile } from './rate-file.js';

const TODAY = '2026-11-24';
const HEADER = 'currency,date,usd_per_unit,source';
const ECB = 'European Central Bank, euro foreign exchange reference rates';

const read = (...lines: string[]) => ratesOfRows(readRateFile(lines.join('\n'), TODAY));
const euro = { currency: 'EUR', date: '2026-11-02', usdPerUnit: '1.0871', source: 'a bank' };

describe('a file of rates', () => {
  it('has a rate a row, the columns in any order', () => {
    expect(read(HEADER, 'eur,2026-11-02,1.0871,a bank').rates).toEqual([euro]);
    expect(read('Source,USD_per_unit,Date,Currency', 'a bank,1.08710,2026-11-02,EUR').rates).toEqual([euro]);
  });

  it('may have a mark at its start, blank rows and cells that a spreadsheet left behind', () => {
    const { rates, rejected } = read(`\uFEFF${HEADER}`, '', ',,,', 'EUR,2026-11-02,1.0871,"a bank",,', '');
    expect({ rates, rejected }).toEqual({ rates: [euro], rejected: [] });
  });

  it('is read in part: the rows that cannot be are told by number, with the next step', () => {
    const { rates, rejected } = read(
      HEADER,
      'EUR,2026-11-02,1.0871,a bank',
      'EUR,02.11.2026,1.0871,a bank',
      'EUR,2026-11-03,"1,0871",a bank',
      'EUR,2026-11-04,1.09',
      'DM,2026-11-04,1.09,a bank',
    );
    expect(rates).toEqual([euro]);
    expect(rejected.map(({ row }) => row)).toEqual([2, 3, 4, 5]);
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'unreadable: The date "02.11.2026" is no day. Write it as 2026-03-31.',
      'unreadable: The rate "1,0871" is no decimal number. Write it as 1.0871.',
      'unreadable: It has 3 cells, and the header has 4. Correct the row.',
      'unreadable: "DM" is no currency of ISO 4217. Give its three letters, such as EUR.',
    ]);
  });

  it('says of rows that contradict each other which, and takes those that agree once', () => {
    const { rates, rejected } = read(
      HEADER,
      'EUR,2026-11-02,1.0871,a bank',
      'EUR,2026-11-02,1.08710,another bank',
      'EUR,2026-11-02,1.0872,a bank',
    );
    expect(rates).toHaveLength(1);
    expect(rejected).toEqual([
      {
        row: 3,
        reason: 'contradicted: It gives 1.0872 for EUR on 2026-11-02, and row 2 gives 1.0871. Keep the right one.',
      },
    ]);
  });

  it.each([
    ['', /is empty/],
    [HEADER, /no rows/],
    ['currency,date,rate,source\nEUR,2026-11-02,1,x', /lacks usd_per_unit, has the unknown "rate"/],
    [`${HEADER},date\nEUR,2026-11-02,1,x,y`, /has date twice/],
    ['Date,JPY\n2026-11-02,180', /lacks currency/],
    ['Date,USD,JPX\n2026-11-02,1,180', /"JPX", which is no currency/],
    ['Date,USD,JPY,JPY\n2026-11-02,1,180,180', /JPY twice/],
    [`${HEADER}\n"EUR,2026-11-02`, /no valid CSV/],
  ])('as a whole is refused: %s', (text, sentence) => {
    expect(() => readRateFile(text, TODAY)).toThrow(InputError);
    expect(() => readRateFile(text, TODAY)).toThrow(sentence);
  });
});

describe('the file of the European Central Bank', () => {
  it('has units for one euro, from which the rates in USD are worked out', () => {
    const { rates } = read('Date,USD,JPY,BGN,', '2026-11-02,1.25,200,1.6,', '2026-11-03,1.5,150,N/A,');
    const ecb = { source: ECB };
    expect(rates).toEqual([
      { currency: 'EUR', date: '2026-11-02', usdPerUnit: '1.25', ...ecb },
      { currency: 'JPY', date: '2026-11-02', usdPerUnit: '0.00625', ...ecb },
      { currency: 'BGN', date: '2026-11-02', usdPerUnit: '0.78125', ...ecb },
      { currency: 'EUR', date: '2026-11-03', usdPerUnit: '1.5', ...ecb },
      { currency: 'JPY', date: '2026-11-03', usdPerUnit: '0.01', ...ecb },
    ]);
  });

  it('has rates without end rounded half up to eighteen decimals', () => {
    // 1.1 ÷ 3 = 0.3666…, 1.1 ÷ 17000 = 0.0000647058823529411764705…
    const { rates } = read('Date,USD,GBP,IDR', '2026-11-02,1.1,3,17000');
    expect(rates.map(({ usdPerUnit }) => usdPerUnit)).toEqual(['1.1', '0.366666666666666667', '0.000064705882352941']);
  });

  it('is read in part: a day with a broken cell or without USD is told by its row', () => {
    const { rates, rejected } = read(
      'Date,USD,JPY',
      '2026-11-02,1.25,200',
      '2026-11-03,1.25,0',
      '2026-11-04,N/A,200',
      '2026-11-05,1.25',
      '2026-11-26,1.25,200',
    );
    expect(rates.map(({ date }) => date)).toEqual(['2026-11-02', '2026-11-02']);
    expect(rejected.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
      '2 unreadable: "0" is no rate of JPY. Write it as 1.0871, or N/A where there is none.',
      '3 unreadable: It has no USD, through which the others are worked out. Leave it out.',
      '4 unreadable: It has 2 cells, and the header has 3. Correct the row.',
      '5 unreadable: The date 2026-11-26 is after today, 2026-11-24 in UTC. Give the day of the rate.',
    ]);
  });

  it('may have currencies that are no more', () => {
    expect(read('Date,USD,EEK,TRL', '1999-01-04,1.1789,15.6466,372274').rates).toHaveLength(3);
  });
});
