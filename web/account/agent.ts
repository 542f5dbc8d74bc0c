/** Which browser on which system, out of what a browser says of itself (RFC 9110 §10.1.5). Names only, no versions. */

type Names = readonly (readonly [RegExp, string])[];

// Each names itself beside those it descends from: the first that fits is the one.
const browsers: Names = [
  [/\bEdgA?\//, 'Microsoft Edge'],
  [/\bOPR\//, 'Opera'],
  [/coc_coc_browser/i, 'Coc Coc'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: Names = [
  [/\bAndroid\b/, 'Android'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
];

export interface Agent {
  /** Null where it says nothing known. */
  readonly browser: string | null;
  readonly system: string | null;
}

const nameIn = (names: Names, said: string) => names.find(([sign]) => sign.test(said))?.[1] ?? null;

export const readAgent = (said: string): Agent => ({
  browser: nameIn(browsers, said),
  system: nameIn(systems, said),
});
