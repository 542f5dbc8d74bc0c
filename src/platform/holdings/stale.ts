/** What was listed is not there any more as it was listed: somebody else changed it meanwhile. */
export class StaleHoldingError extends Error {
  override name = 'StaleHoldingError';
}
