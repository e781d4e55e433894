/** What is typed one to a line; empty lines do not count. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const most = 100;

/** Why the service would refuse these patterns of model names, as a sentence; null when it would not. */
export function patternsProblem(text: string): string | null {
  const patterns = linesOf(text);
  if (patterns.length > most) return `There are at most ${most} patterns.`;
  const wrong = patterns.find((pattern) => !/^[\p{L}\p{N}_.:/@+*-]{1,128}$/u.test(pattern));
  return wrong === undefined ? null : `“${wrong.slice(0, 40)}” is no pattern of a model's name.`;
}

/** The four bytes of an address as a number; null for what is none. */
function numberOf(address: string): number | null {
  const parts = address.split(".");
  if (parts.length !== 4) return null;
  let sum = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    sum = sum * 256 + Number(part);
  }
  return sum;
}

/** Whether it is an address or a range (CIDR) whose address is its first. Of IPv6 only the form is looked at. */
export function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (rest.length > 0) return false;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return false;
  if (address.includes(":")) return /^[0-9a-f:.]{2,45}$/i.test(address) && Number(bits ?? 128) <= 128;
  const first = numberOf(address);
  const length = Number(bits ?? 32);
  return first !== null && length <= 32 && first % 2 ** (32 - length) === 0;
}

export function networksProblem(text: string): string | null {
  const networks = linesOf(text);
  if (networks.length > most) return `A key has at most ${most} ranges.`;
  const wrong = networks.find((network) => !isNetwork(network));
  return wrong === undefined ? null : `“${wrong.slice(0, 40)}” is no range such as 10.0.0.0/8 or 192.0.2.7.`;
}

/** How a list of patterns reads. */
export function patternsTold(patterns: readonly string[]): string {
  if (patterns.includes("*")) return "Every model";
  return patterns.length === 0 ? "No model at all" : patterns.join(", ");
}
