/** What strategy offers over HTTP: indicators with their basis, objectives and tasks, documents and consultations. */
export { BodyRef } from './contract-shapes.ts';
export {
  IndicatorCard,
  IndicatorFigure,
  IndicatorPage,
  Milestone,
  MissingReport,
  Verdict,
  contestIndicator,
  getIndicator,
  listIndicators,
} from './measures/indicator-contract.ts';
export {
  Objective,
  TaskDifference,
  TaskImport,
  TaskPage,
  TaskRow,
  TaskStanding,
  TaskState,
  changeTask,
  exportTasks,
  getTask,
  importTasks,
  listObjectives,
  listTasks,
} from './tasks/task-contract.ts';
export {
  Clause,
  DocumentPage,
  DocumentRow,
  DocumentState,
  getDocument,
  listDocuments,
} from './documents/document-contract.ts';
export {
  AnswerKind,
  Comment,
  ConsultationPage,
  ConsultationRow,
  DispositionKind,
  Invitation,
  answerConsultation,
  disposeComment,
  exportSummary,
  getConsultation,
  listConsultations,
} from './consultations/consultation-contract.ts';
