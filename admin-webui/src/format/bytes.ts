const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** `1.4 GB`, in powers of a thousand as disks are sold. */
export function bytes(size: number): string {
  let step = 0;
  let left = size;
  while (left >= 1000 && step < units.length - 1) {
    left /= 1000;
    step += 1;
  }
  return `${step === 0 || left >= 100 ? Math.round(left) : left.toFixed(1)} ${units[step]}`;
}
