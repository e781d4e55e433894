/**
 * Collects what arrives and hands it on at most once per interval: at once when the last time is long enough ago,
 * otherwise at the end of the interval, so a lone call is on screen immediately and a storm renders once a second.
 */
export function paced<Item>(intervalMs: number, deliver: (items: readonly Item[]) => void): (item: Item) => void {
  let collected: Item[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = (): void => {
    timer = null;
    last = Date.now();
    const items = collected;
    collected = [];
    deliver(items);
  };

  return (item) => {
    collected.push(item);
    if (timer === null) timer = setTimeout(flush, Math.max(0, last + intervalMs - Date.now()));
  };
}
