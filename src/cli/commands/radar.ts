/** `radar`: what forms ask that registers already hold. Works on files, without a node. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pick } from '../../platform/texts.ts';
import type { FormFile, RadarField, RadarForm, RadarReport } from '../../registers/radar/index.ts';
import { readImport } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { compiler, profileOf } from '../plan-source.ts';

/** Loaded when it is needed. */
const engine = () => import('../../registers/radar/index.ts');

export const radar: CommandSpec = {
  path: 'radar',
  arguments: ['PATH…'],
  options: [
    { flags: '--authorities <path>', word: 'radar-authorities', repeat: true },
    { flags: '--collects <register>', word: 'radar-collects' },
    { flags: '--labels', word: 'radar-labels' },
    { flags: '--all', word: 'radar-all' },
  ],
  examples: [
    'radar member-card.xlsx --collects dang-vien',
    'radar ./forms --authorities vn-party --json',
    'radar ./manifests --authorities ./manifests --labels --json',
  ],
  offline: true,
  run: check,
};

async function check(tool: Tool, given: Given): Promise<Answer> {
  const tools = await engine();
  const isMeasured = given.flag('labels');
  const files = given.args.flatMap(filesUnder);
  const named = given.list('authorities');
  const authorities = tools.joinAuthorities(
    await Promise.all((named.length === 0 ? [undefined] : named).map((source) => authoritiesOf(tool, source))),
  );
  const index = tools.indexHeld(authorities);
  const encodings = await encodingsOf(tool, named);
  const read = await tools.readForms(files, { encodings, score: tools.headerScore(index), hidden: isMeasured });
  const checked = tools.checkForms(index, read.forms, tools.judges, { collects: given.text('collects') });
  const report: RadarReport = {
    ...tools.viewForms(authorities, checked),
    findings: read.findings.map((one) => tools.wordFinding(one, tool.t)),
  };
  const measured = isMeasured ? await tools.measureFiles(files, checked.forms, authorities) : undefined;
  return {
    data: { files: read.files, ...report, ...(measured && { measured }) },
    lines: [
      ...say(tool, report, given.flag('all')),
      ...(measured ? [tool.t('cli:radar.measured', { ...percent(measured) })] : []),
    ],
    findings:
      report.findings.some((one) => one.severity === 'error') || report.forms.some((one) => one.drop.length > 0),
  };
}

const percent = ({ precision, recall, ...rest }: { precision: number; recall: number }) => ({
  ...rest,
  precision: (precision * 100).toFixed(1),
  recall: (recall * 100).toFixed(1),
});

/** A profile by its name or folder, or files that describe registers. */
async function authoritiesOf(tool: Tool, source: string | undefined) {
  const tools = await engine();
  const found = source === undefined ? undefined : statSync(source, { throwIfNoEntry: false });
  const isProfile =
    source === undefined ||
    (found === undefined && !source.includes('/')) ||
    (found?.isDirectory() === true &&
      statSync(join(source, 'profile.yaml'), { throwIfNoEntry: false })?.isFile() === true);
  if (!isProfile) return tools.authoritiesOfFiles(filesUnder(source));
  const { compileProfileDictionary } = await compiler();
  const profile = profileOf(tool, source === undefined ? [] : [asPath(source)]);
  const { plan, findings } = compileProfileDictionary(profile);
  if (!plan) throw new UsageError('dictionary-unsound', { profile: source ?? '', count: findings.length });
  return tools.authoritiesOfProfile(profile, plan);
}

const asPath = (source: string) =>
  !source.includes('/') && statSync(source, { throwIfNoEntry: false })?.isDirectory() ? `./${source}` : source;

/** Old encodings and marks of secrecy are those of the profile, whatever the authorities are. */
async function encodingsOf(tool: Tool, named: readonly string[]) {
  const { readEncodings } = await import('../../records/index.ts');
  const own = named.find((one) => !one.includes('/') && statSync(one, { throwIfNoEntry: false }) === undefined);
  return readEncodings(profileOf(tool, own === undefined ? [] : [own]));
}

const MOST_FILES = 20_000;

/** A file, or all that a folder holds at any depth. @throws UsageError */
function filesUnder(path: string): FormFile[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return [readImport(path)];
  if (!found?.isDirectory()) throw new UsageError('file-unreadable', { file: path });
  const inside = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(xlsx|xlsm|xls|ods|csv|tsv|txt|sql|json|ya?ml|zip)$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .slice(0, MOST_FILES);
  if (inside.length === 0) throw new UsageError('file-unreadable', { file: path });
  return inside.map((file) => {
    const name = relative(path, file);
    return { ...readImport(file), name, inside: name };
  });
}

// ── in words ───────────────────────────────────────────────────────────────────────────────────────────────────────
const MOST_FORMS = 20;

function say(tool: Tool, report: RadarReport, all: boolean): string[] {
  const { t } = tool;
  const places = report.findings.map((one) => {
    const place = [one.file, one.sheet, one.line, one.pointer].filter((part) => part !== undefined).join(':');
    return `${place}: ${t(`proposal:severity.${one.severity}`)}: ${one.message} ${one.remedy}`;
  });
  const shown = report.forms.filter((one) => all || report.forms.length === 1 || one.drop.length > 0);
  const forms = shown.slice(0, MOST_FORMS).flatMap((one) => sayForm(tool, one, all));
  const more = shown.length > MOST_FORMS ? [t('cli:import.more', { count: shown.length - MOST_FORMS })] : [];
  const total = report.forms.length > 1 ? [t('cli:radar.total', { forms: report.forms.length, ...report.counts })] : [];
  const bodies = report.bodies.length > 1 ? report.bodies.map((one) => sayBody(tool, one)) : [];
  return [...places, ...forms, ...more, ...bodies, ...total];
}

/** Who asks the most of what is held stands first. */
const sayBody = ({ t }: Tool, { body, forms, counts }: RadarReport['bodies'][number]): string =>
  t('cli:radar.body', {
    ...counts,
    body: body || t('cli:radar.nobody'),
    forms,
    known: counts.held + counts.derivable,
  });

function sayForm(tool: Tool, form: RadarForm, all: boolean): string[] {
  const { t, language } = tool;
  const shown = form.fields.filter((one) => all || (one.verdict !== 'skipped' && one.verdict !== 'not-held'));
  const cited = form.fields.find((one) => one.drop && one.target?.citation)?.target?.citation;
  return [
    form.form,
    ...shown.map((one) => `  ${sayField(tool, one)}`),
    t('cli:radar.counts', { ...form.counts, before: form.counts.asked }),
    ...(form.keyMissing ? [t('registers:radar.key-missing', { name: pick(form.keyMissing.names, language) })] : []),
    ...(cited ? [t('cli:radar.citation', { citation: pick(cited, language) })] : []),
  ];
}

function sayField({ t, language }: Tool, one: RadarField): string {
  const name = one.part ?? one.field;
  const mark = one.drop ? '-' : one.verdict === 'skipped' ? ' ' : '+';
  const verdict = t(`registers:radar.verdicts.${one.verdict}`);
  if (one.derivation) return `${mark} ${name}: ${verdict} (${pick(one.derivation.how, language)})`;
  const target = one.target ?? (one.reason === 'collected-here' ? one.nearest : null);
  if (!target) return `${mark} ${name}: ${verdict}`;
  const why = target.evidence
    .slice(0, 3)
    .map((each) => t(`registers:radar.evidence.${each.kind}`))
    .join(', ');
  const where = `${pick(target.registerNames, language)} / ${pick(target.names, language)}`;
  const reason =
    one.reason && one.reason !== 'held'
      ? ` · ${t(`registers:radar.reasons.${one.reason}`, { quality: one.quality })}`
      : '';
  return `${mark} ${name}: ${verdict} → ${where} (${String(Math.floor(target.confidence * 100))} %: ${why})${reason}`;
}
