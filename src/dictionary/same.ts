/** Whether two plain values would print the same canonical JSON, without printing either. Pure. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, place) => isSame(item, b[place]))
    );
  }
  return isSameObject(a as Record<string, unknown>, b as Record<string, unknown>);
}

function isSameObject(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let members = 0;
  for (const name in a) {
    const value = a[name];
    if (value === undefined) continue;
    if (b[name] === undefined || !isSame(value, b[name])) return false;
    members += 1;
  }
  for (const name in b) if (b[name] !== undefined) members -= 1;
  return members === 0;
}
