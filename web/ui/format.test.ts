import { describe, expect, it } from 'vitest';
import { formatDay, formatNumber, parseDay, tellDaysIn, today } from './format.ts';

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
