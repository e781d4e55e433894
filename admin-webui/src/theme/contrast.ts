/** WCAG 2 relative luminance and contrast of two `#rrggbb` colours. */

function channel(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function rgb(colour: string): readonly [number, number, number] {
  if (!/^#[0-9a-f]{6}$/.test(colour)) throw new Error(`not a #rrggbb colour: ${colour}`);
  const number = Number.parseInt(colour.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function luminance(colour: string): number {
  const [red, green, blue] = rgb(colour);
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
}

export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}
