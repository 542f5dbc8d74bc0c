/** The front door of the dictionary. */
export { dictionaryRoom } from './room.ts';
export { checkProfileDictionary, compileProfileDictionary } from './compile.ts';
export { authorPlan } from './author/author-plan.ts';
export { writeDictionary } from './author/write-dictionary.ts';
export { writeWorkbook } from './workbook/write-workbook.ts';
export { compileAuthored } from './author/compile-authored.ts';
export { describeFinding, writePlace } from './source/finding.ts';
export { templateOf } from './downloads.ts';
export type { FilledRow } from './emit/fill-template.ts';
export { currentRelease, getEntity, getRelease } from './current-release.ts';
export { publishRelease } from './publish-release.ts';
export { openProposal } from './proposals/assess-proposal.ts';
export { actingOf } from './proposals/proposal-routes.ts';
export { tellProposals } from './proposals/tell-proposals.ts';
export { releaseProposals } from './proposals/release-proposals.ts';
export { releaseSigner, signerOf } from './release-signer.ts';
export { downloadRelease } from './download-release.ts';
export { readProposal, takeRelease } from './take-release.ts';
export { overlayOn } from './overlay/lay-overlay.ts';
export { applyOverlay } from './overlay/apply-overlay.ts';
export { countEntries } from './overlay/model.ts';
export { readOverlay } from './overlay/read-overlay.ts';
export { setOverlay } from './overlay/set-overlay.ts';
export { wordClash } from './overlay/view-overlay.ts';
export { adoptRelease } from './adopt-release.ts';
export { adoptionState } from './adoption-state.ts';
export { diffPlans } from './diff.ts';
export { countVersions, statedVersions } from './versions/entry-version.ts';
export { findingOf as versionFinding } from './versions/version-too-low.ts';
export { describeChange, describeRenaming } from './describe-change.ts';
export { isHashed, isPlan, openRelease, printRelease, ReleaseFileError } from './release-file.ts';
export { matchColumns } from './match-columns.ts';
export { digitsNeeded } from './validate/readers.ts';
export { compilePattern } from './pattern/automaton.ts';
export { inventText } from './pattern/invent.ts';
export { compileValidator } from './validate/validate.ts';
export { describeCellFinding } from './validate/finding.ts';
export { planCodes } from './validate/lookup.ts';
export { codeLookup, codesOf } from './codes/codes-of.ts';
export { importCodes } from './codes/import-codes.ts';
export { conversionVocabulary } from './codes/conversion-notes.ts';
export { readConversion } from './codes/read-conversion.ts';
export { parseColumns } from './codes/read-rows.ts';
export { resolveCode } from './codes/resolve-code.ts';
export { listsThatChanged, unitsToday, type UnitsToday } from './codes/units-today.ts';
export { storedSuccessors, type WhyKept } from './codes/stored-successors.ts';
export { search } from './search.ts';
export { registerUsage, replaceUsage, usagesOf } from './register-usage.ts';
export { checkExpression } from './expression/typecheck.ts';
export { expressionSql } from './expression/emit-sql.ts';
export { compileExpression } from './expression/evaluate.ts';
export { putSizes as noteDataSetSizes } from './store/mapping.ts';
export { compileMapping } from './mappings/compile-mapping.ts';
export { coverageOf } from './mappings/coverage.ts';
export { describeMiss, missRule } from './mappings/miss-words.ts';
export { planRecodings } from './mappings/recodings.ts';
export { openMapping, mappingsOf, type OpenedMapping } from './mappings/open-mapping.ts';
export { readMapping } from './mappings/read-mapping.ts';
export { readSample } from './mappings/read-sample.ts';
export { readSourceFields } from './mappings/source-fields.ts';
export { faultOf } from './mappings/read-mappings.ts';
export { suggest } from './mappings/suggest.ts';
export { tryRows } from './mappings/try-rows.ts';
export { delimited, writeMapping } from './mappings/write-mapping.ts';
export {
  conditionSql,
  readCondition,
  readNumber,
  sayCondition,
  type ReadCondition,
  type RowCondition,
} from './expression/row-condition.ts';
export { describeExpressionFinding } from './expression/words.ts';
export type { ExpressionFinding } from './expression/check.ts';
export type { Node as ExpressionNode } from './expression/ast.ts';
export { judgeExpression } from './try-expression.ts';
export { explainFalse } from './expression/explain.ts';
export { emitDdl } from './emit/ddl.ts';
export { emitStaging } from './emit/staging.ts';
export { columnType } from './emit/names.ts';
export { emitChecks } from './emit/checks.ts';
export { emitJsonSchema } from './emit/json-schema.ts';
export { packZip } from './emit/zip.ts';
export { emitTypeScript } from './emit/typescript.ts';
export { isBaseIri, irisOf, type Iris } from './emit/iris.ts';
export { accessOf, datasetResource, RIGHTS, type DcatOptions } from './emit/dcat.ts';
export { writeJsonLd, type JsonLd } from './emit/json-ld.ts';
export { writeTurtle } from './emit/turtle.ts';
export { day, iri, name, texts, type Graph, type Properties, type Resource, type Term } from './emit/rdf.ts';
export { chapterOf } from './chapter.ts';
export { exportFiles, NOT_CARRIED } from './export-files.ts';
export { compileTarget, isTarget, outwardOf, prepareTargets, targets } from './targets.ts';
export { expressionField, expressionFields, isSealed } from './lower.ts';
export type { Release } from './current-release.ts';
export type { Counted, Versions } from './versions/entry-version.ts';
export type {
  CodeItemPlan,
  CodeListPlan,
  CrossCheck,
  DataType,
  ElementPlan,
  EntityPlan,
  FieldPlan,
  Plan,
  PlanSettings,
} from './plan.ts';
export type { CellFinding, FindingKind } from './validate/finding.ts';
export type { CheckedRow, RowValidator, ValidatorOptions } from './validate/validate.ts';
export type { CodeLookup } from './validate/lookup.ts';
export type { ColumnProposal } from './match-columns.ts';
export type { Author } from './write-change.ts';
export type { Change, Difference } from './diff.ts';
export type { ReleaseFile, Signer } from './release-file.ts';
export type { Renaming } from './renames.ts';
export type { AuthoredDictionary } from './source/parse-authored.ts';
export type { DictionaryFinding } from './source/finding.ts';
export type { Ddl, Index } from './emit/ddl.ts';
export type { OutputFile, Target } from './targets.ts';
export type { Relation, RuleQuery } from './emit/checks.ts';
