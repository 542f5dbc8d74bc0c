import { describe, expect, it } from 'vitest';
import { readAgent } from '../account/agent.ts';
import { isolateIds } from './bidi.ts';
import { formatDay, formatMoment, formatNumber, momentIn, parseDay, tellDaysIn, today } from './format.ts';

describe('formatNumber', () => {
  it('writes decimals and thousands as the language does', () => {
    expect(formatNumber(12948, 'vi')).toBe('12.948');
    expect(formatNumber(12948, 'en')).toBe('12,948');
    expect(formatNumber(86, 'vi', { decimals: 1, percent: true })).toBe('86,0\u202f%');
  });

  it('keeps Latin digits in Arabic, and isolates signs so that they stay on their side', () => {
    expect(formatNumber(1069, 'ar')).toBe('1,069');
    expect(formatNumber(59.5, 'ar', { decimals: 1, percent: true })).toBe('\u206659.5\u202f%\u2069');
  });
});

describe('parseDay', () => {
  it('reads what people type', () => {
    expect(['30/06/2025', '30-6-2025', '30.6.2025', ' 2025-06-30 '].map(parseDay)).toEqual(Array(4).fill('2025-06-30'));
  });

  it('refuses days that do not exist, and anything else', () => {
    expect(['31/02/1988', '00/01/2025', '1/13/2025', 'hôm nay', ''].map(parseDay)).toEqual(Array(5).fill(undefined));
  });

  it('reads back every day that formatDay writes', () => {
    for (let day = Date.UTC(2023, 11, 25); day < Date.UTC(2025, 2, 5); day += 86_400_000) {
      const iso = new Date(day).toISOString().slice(0, 10);
      expect(parseDay(formatDay(iso))).toBe(iso);
    }
  });
});

describe('today', () => {
  it('is the node’s, also while it is still yesterday for the reader', () => {
    const evening = new Date('2026-11-29T17:30:00Z');
    tellDaysIn('Asia/Ho_Chi_Minh');
    expect(today(evening)).toBe('2026-11-30');
    tellDaysIn('UTC');
    expect(today(evening)).toBe('2026-11-29');
  });
});

describe('moments', () => {
  it('are told and typed in the node’s time zone, as its papers are', () => {
    tellDaysIn('Asia/Ho_Chi_Minh');
    expect(formatMoment('2026-11-29T17:30:00Z')).toBe('00:30 30/11/2026');
    expect(momentIn('2026-11-30', '00:30')).toBe('2026-11-29T17:30:00.000Z');
    // Where the clocks change in between: an hour after midnight on the day itself.
    tellDaysIn('Europe/Paris');
    expect(momentIn('2026-03-29', '04:00')).toBe('2026-03-29T02:00:00.000Z');
    expect(formatMoment('2026-03-29T02:00:00Z')).toBe('04:00 29/03/2026');
    tellDaysIn('UTC');
    expect([momentIn('2026-13-01', '10:00'), formatMoment('soon')]).toEqual([undefined, 'soon']);
  });
});

describe('ids among right-to-left words', () => {
  it('stay in one piece, once; days and plain numbers are left alone', () => {
    expect(isolateIds('القرار 384-QĐ/TW بتاريخ 12/08/2026')).toBe('القرار \u2066384-QĐ/TW\u2069 بتاريخ 12/08/2026');
    expect(isolateIds(isolateIds('YC-05'))).toBe('\u2066YC-05\u2069');
    expect(isolateIds('لا رقم هنا')).toBe('لا رقم هنا');
  });
});

describe('a browser', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Microsoft Edge',
      'Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox', 'Linux'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari', 'iOS'],
    ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36', 'Chrome', 'Android'],
    ['curl/8.5.0', null, null],
  ])('is named with its system: %s', (said, browser, system) => {
    expect(readAgent(said)).toEqual({ browser, system });
  });
});
