/** Arrow keys by the direction in which the page is read: 1 goes on, -1 goes back, 0 is another key. */
export function stepOf({ key }: { key: string }): -1 | 0 | 1 {
  const isMirrored = document.documentElement.dir === "rtl";
  if (key === (isMirrored ? "ArrowLeft" : "ArrowRight")) return 1;
  return key === (isMirrored ? "ArrowRight" : "ArrowLeft") ? -1 : 0;
}
