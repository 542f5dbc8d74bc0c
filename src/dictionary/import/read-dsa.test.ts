import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import { codesOf, elementOf, fileOf, filesIn, read, sharedData } from './testing/read.ts';

const HEAD = 'id,dataset,resource,base,model,property,type,ref,source,prepare,level,access,uri,title,description';
const ROWS = `${HEAD}
,datasets/x/ponds,,,,,,,,,,,,Ponds,
,,,,,,prefix,geo,,,,,https://example.org/geo#,,
,,,,,,enum,Kind,,"""N""",,,,Natural,
,,,,,,,,,"""D""",,,,Dug,
,,,,Pond,,,nr,,,4,,,Pond,
,,,,,nr,string required,,,,4,open,geo:number,Number,
,,,,,depth,number,m,,,3,private,,Depth,How deep it is
,,,,,kind,string,Kind,,,4,open,,Kind of pond,
,,,,,fed,integer,,,,4,open,,Fed,
,,,,,,enum,,,0,,,,No,
,,,,,,,,,1,,,,Yes,
,,,,,,comment,type,,"update(type: ""boolean"")",4,,,,
,,,,,river,ref,/datasets/x/rivers/River,,,4,open,,River,
,,,,,shape,"geometry(point, 3346)",,,,4,open,,Shape,
,,,,,seen,date,Y,,,4,open,,Seen,
`;

describe('DSA manifests', () => {
  it('give models, enumerations, units, comments and shared lists', async () => {
    const proposal = await read('dsa', ROWS);
    expect(proposal.entities[0]).toMatchObject({ name: 'pond', key: ['nr'], names: { en: 'Pond' } });
    expect(elementOf(proposal, 'Pond.Nr')).toMatchObject({
      nullability: 'required',
      sharing: 'open',
      note: { en: 'uri: https://example.org/geo#number · level: 4' },
    });
    expect(elementOf(proposal, 'Pond.Depth')).toMatchObject({ dataType: 'decimal', unit: 'm', sharing: 'restricted' });
    expect(elementOf(proposal, 'Pond.Kind')).toMatchObject({ dataType: 'code', codeList: 'KIND' });
    expect(elementOf(proposal, 'Pond.Fed')).toMatchObject({ dataType: 'code', codeList: 'POND_FED' });
    expect(JSON.stringify(elementOf(proposal, 'Pond.Fed')['note'])).toContain('update(type');
    expect(elementOf(proposal, 'Pond.Seen')['dataType']).toBe('partialDate');
    expect(proposal.codeLists.map((one) => one['items'])).toEqual([
      [
        { code: 'N', names: { en: 'Natural' } },
        { code: 'D', names: { en: 'Dug' } },
      ],
      [
        { code: '0', names: { en: 'No' } },
        { code: '1', names: { en: 'Yes' } },
      ],
    ]);
    expect(codesOf(proposal)).toEqual(['warning type-kept-as-text']);
  });

  it('resolve references among files, and keep the others with a status', async () => {
    const other = `${HEAD}\n,datasets/x/rivers,,,,,,,,,,,,,\n,,,,River,,,id,,,,,,,\n,,,,,id,string,,,,,,,,\n`;
    const alone = await read('dsa', ROWS);
    expect(alone.unresolved).toMatchObject([
      { element: 'Pond.River', target: '/datasets/x/rivers/River', status: 'unknown', spot: { line: 14 } },
    ]);
    const both = await importFiles([fileOf('a.csv', ROWS), fileOf('b.csv', other)], { format: 'dsa', language: 'en' });
    expect(both.unresolved).toEqual([]);
    expect(elementOf(both, 'Pond.River')).toMatchObject({ dataType: 'reference', references: 'river' });
  });

  const folder = sharedData('dsa-manifests');
  it.skipIf(folder === undefined)('are all read: every model with properties and every property', async () => {
    const files = filesIn(folder ?? '', /\.csv$/);
    const proposal = await importFiles(files, { format: 'dsa', language: 'lt' });
    expect(files).toHaveLength(319);
    expect(codesOf(proposal).filter((one) => one.startsWith('error'))).toEqual([]);
    expect([proposal.entities.length, proposal.elements.length]).toEqual([729, 9644]);
    expect(proposal.unresolved).toHaveLength(18);
  });
});
