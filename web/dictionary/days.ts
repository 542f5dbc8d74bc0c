/** Codes end on the first day they no longer hold; people say the last day. */
export function dayBefore(day: string | null): string | null {
  if (day === null) return null;
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
