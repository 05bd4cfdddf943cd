import { describe, expect, it } from 'vitest';
import { clockTime } from './clock.js';
import { readFile } from './formats.js';
import { joinPower, ownPower, type JoinDetails } from './join-power.js';
import { DCGM_EXPORTER_LOG, DCGMI_LOG, NVIDIA_SMI_LOG } from './result-files.fixture.js';

function logOf(content: string) {
  const read = readFile({ name: 'power.log', content });
  if (read.kind !== 'power') throw new Error('It was taken for results.');
  return read.log;
}

function windowOf(from: string, to: string): JoinDetails['window'] {
  const start = clockTime(from);
  const end = clockTime(to);
  return start === null || end === null ? null : { start, end };
}

const details: JoinDetails = {
  acceleratorCount: 2,
  window: windowOf('2026-11-24T12:00:00', '2026-11-24T12:00:05'),
  gpus: null,
  utcOffset: null,
  wholeLog: false,
};

describe('power joined to a run by its time', () => {
  it('is the mean of each GPU within the run, added up', () => {
    // 5 readings of 400 W and 5 of 500 W; the five seconds at 90 W came after.
    expect(joinPower(logOf(NVIDIA_SMI_LOG), details)).toEqual({ watts: 900, samples: 10, note: null });
  });

  it('counts the GPUs of the run only', () => {
    const one = { ...details, acceleratorCount: 1 };
    expect(() => joinPower(logOf(NVIDIA_SMI_LOG), one)).toThrow(
      'power.log has readings of the power of 2 accelerators (0, 1), and the run used 1. Name those of the run: --gpus 0,…',
    );
    expect(joinPower(logOf(NVIDIA_SMI_LOG), { ...one, gpus: ['1'] })).toMatchObject({ watts: 500, samples: 5 });
    expect(() => joinPower(logOf(NVIDIA_SMI_LOG), { ...one, gpus: ['7'] })).toThrow(/--gpus names 7/);
  });

  it('says which times do not meet', () => {
    const window = windowOf('2026-11-24T13:00:00', '2026-11-24T13:00:05');
    expect(() => joinPower(logOf(NVIDIA_SMI_LOG), { ...details, window })).toThrow(
      /from 2026-11-24T13:00:00.000 to 2026-11-24T13:00:05.000; the log is from 2026-11-24T12:00:00.000 to 2026-11-24T12:00:09.000/,
    );
  });

  it('does not guess the zone of a clock', () => {
    const exporter = { ...details, acceleratorCount: 1 };
    expect(() => joinPower(logOf(DCGM_EXPORTER_LOG), exporter)).toThrow(/--utc-offset/);
    expect(joinPower(logOf(DCGM_EXPORTER_LOG), { ...exporter, utcOffset: 'Z' })).toMatchObject({
      watts: 620,
      samples: 2,
    });
    // The clock on the wall showed 14:00 when it was noon of UTC.
    const window = windowOf('2026-11-24T14:00:00', '2026-11-24T14:00:05');
    expect(joinPower(logOf(DCGM_EXPORTER_LOG), { ...exporter, window, utcOffset: '+02:00' }).watts).toBe(620);
  });

  it('says where the log has a part of the run only', () => {
    // Ten readings a second apart, of a run of 20 seconds.
    const long = { ...details, window: windowOf('2026-11-24T12:00:00', '2026-11-24T12:00:20') };
    expect(joinPower(logOf(NVIDIA_SMI_LOG), long).note).toMatch(/^power.log has readings of 50 % of the run only/);
    const short = { ...details, window: windowOf('2026-11-24T11:59:00', '2026-11-24T12:00:00.5') };
    expect(joinPower(logOf(NVIDIA_SMI_LOG), short).note).toMatch(/of one moment of the run only/);
  });

  it('needs word that a log without times is of the run', () => {
    expect(() => joinPower(logOf(DCGMI_LOG), details)).toThrow(/--power-whole-log/);
    // Means of 400, 420, 410 and of 500, 510.
    expect(joinPower(logOf(DCGMI_LOG), { ...details, wholeLog: true })).toEqual({ watts: 915, samples: 5, note: null });
  });

  it('needs to know when the run was', () => {
    expect(() => joinPower(logOf(NVIDIA_SMI_LOG), { ...details, window: null })).toThrow(/--started-at/);
  });
});

describe('power that a result states itself', () => {
  const stated = {
    devices: [
      { name: '0', watts: 300 },
      { name: '1', watts: 340 },
    ],
    samples: null,
  };

  it('is that of the accelerators of the run', () => {
    expect(ownPower(stated, 'r.json', { acceleratorCount: 2, gpus: null }).watts).toBe(640);
    expect(ownPower(stated, 'r.json', { acceleratorCount: 1, gpus: ['1'] }).watts).toBe(340);
    expect(() => ownPower(stated, 'r.json', { acceleratorCount: 1, gpus: null })).toThrow(/--gpus 0,…/);
  });
});
