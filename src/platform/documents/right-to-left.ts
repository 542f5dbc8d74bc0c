/** Scripts that run from right to left (Unicode CLDR, by the locale's script). */
export function isRightToLeft(language: string): boolean {
  const script = new Intl.Locale(language).maximize().script ?? '';
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'].includes(script);
}
