/**
 * Writes a profile's list of countries (ISO 3166-1 alpha-2) with the names that Unicode CLDR gives in the profile's
 * languages: `node scripts/build-countries.ts vn-party`. Run it again after an update of Node's ICU data.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isMap, visit } from 'yaml';
import { readProfile } from '../src/platform/profile.ts';

// Regions that CLDR names and ISO 3166-1 has not assigned: unions, outlying islands with reserved codes, test codes.
const NOT_ISO = new Set(
  'AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UK UN VD WK XA XB XK YD YU ZR ZZ'.split(
    ' ',
  ),
);
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

interface Country {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
}

/** All assigned codes in order, each named in every language. */
function countries(languages: readonly string[]): Country[] {
  const namers = languages.map(
    (language) => [language, new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })] as const,
  );
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(
    (code) => !NOT_ISO.has(code),
  );
  return codes.flatMap((code) => {
    const names = namers.map(([language, namer]) => [language, namer.of(code)?.normalize('NFC')] as const);
    return names.every(([, name]) => name !== undefined)
      ? [{ code, names: Object.fromEntries(names) as Record<string, string> }]
      : [];
  });
}

function write(profileName: string): void {
  const profiles = join(import.meta.dirname, '..', 'profiles');
  const { languages } = readProfile(profiles, profileName);
  const document = new Document({
    code: 'QUOC_TICH',
    names: { vi: 'Quốc gia, quốc tịch', en: 'Countries and nationalities', ar: 'الدول والجنسيات' },
    owner: { vi: 'ISO 3166-1', en: 'ISO 3166-1', ar: 'ISO 3166-1' },
    pattern: '[A-Z]{2}',
    items: countries(languages),
  });
  visit(document, { Map: (_, node) => void (node.flow = isMap(node) && node.items.length <= 3) });
  const head = '# ISO 3166-1 alpha-2 with the names of Unicode CLDR; written by scripts/build-countries.ts.\n';
  writeFileSync(
    join(profiles, profileName, 'dictionary', 'codes', 'countries.yaml'),
    head + document.toString({ lineWidth: 0, singleQuote: true }),
  );
}

if (import.meta.main) write(process.argv[2] ?? 'vn-party');
