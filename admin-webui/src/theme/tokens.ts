/** Every colour of the application. Nothing else in the sources may hold a colour literal. */

export interface Tokens {
  readonly bg: string;
  readonly surface1: string;
  readonly surface2: string;
  readonly raised: string;
  readonly code: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly accentHover: string;
  readonly accentSoft: string;
  readonly link: string;
  readonly focus: string;
  readonly danger: string;
  readonly onDanger: string;
  readonly dangerSoft: string;
  readonly warn: string;
  readonly onWarn: string;
  readonly warnSoft: string;
  readonly ok: string;
  readonly onOk: string;
  readonly okSoft: string;
  readonly series: readonly [string, string, string, string, string, string];
  readonly other: string;
  readonly overlay: string;
  readonly shadowMenu: string;
  readonly shadowDialog: string;
}

const overlay = "rgb(0 0 0 / 0.45)";
const lightSeries = ["#007d72", "#b05001", "#5c3eb4", "#af8e2c", "#dd52b6", "#1d3461"] as const;
const darkSeries = ["#4fc3bd", "#f08a4b", "#9f91f5", "#f2d16b", "#bd5388", "#4f76ce"] as const;

export const light: Tokens = {
  bg: "#fdfcf9",
  surface1: "#f7f6f3",
  surface2: "#efece8",
  raised: "#ffffff",
  code: "#f2f3f6",
  border: "#dbd9d3",
  borderStrong: "#838078",
  text: "#171b20",
  text2: "#4b5058",
  text3: "#60656d",
  accent: "#007374",
  onAccent: "#ffffff",
  accentHover: "#006161",
  accentSoft: "#d7f4f3",
  link: "#006689",
  focus: "#1467c2",
  danger: "#ba1e20",
  onDanger: "#ffffff",
  dangerSoft: "#ffebe9",
  warn: "#8a5600",
  onWarn: "#ffffff",
  warnSoft: "#fef0d4",
  ok: "#21763c",
  onOk: "#ffffff",
  okSoft: "#e3f6e6",
  series: lightSeries,
  other: "#838078",
  overlay,
  shadowMenu: "0 4px 16px rgb(0 0 0 / 0.10)",
  shadowDialog: "0 16px 48px rgb(0 0 0 / 0.18)",
};

export const dark: Tokens = {
  bg: "#15171b",
  surface1: "#101215",
  surface2: "#22252a",
  raised: "#1e2125",
  code: "#0c0e12",
  border: "#32363c",
  borderStrong: "#767b83",
  text: "#eeede9",
  text2: "#bab7b0",
  text3: "#a19e98",
  accent: "#59cdc6",
  onAccent: "#021818",
  accentHover: "#74e0d9",
  accentSoft: "#0d3737",
  link: "#77cce6",
  focus: "#73bdff",
  danger: "#fb817a",
  onDanger: "#2a0605",
  dangerSoft: "#47211e",
  warn: "#f0ba59",
  onWarn: "#241a04",
  warnSoft: "#3c2e14",
  ok: "#72d48a",
  onOk: "#04190a",
  okSoft: "#1a321f",
  series: darkSeries,
  other: "#767b83",
  overlay,
  shadowMenu: "0 0 0 1px #32363c",
  shadowDialog: "0 0 0 1px #32363c",
};

export const lightHighContrast: Tokens = {
  ...light,
  bg: "#ffffff",
  surface1: "#ffffff",
  surface2: "#f2f2f2",
  raised: "#ffffff",
  code: "#f5f5f5",
  border: "#595959",
  borderStrong: "#000000",
  text: "#000000",
  text2: "#1f1f1f",
  text3: "#333333",
  accent: "#004a4a",
  accentHover: "#003333",
  accentSoft: "#e0f2f2",
  link: "#003a8c",
  focus: "#0033cc",
  danger: "#8a0010",
  dangerSoft: "#fff0f0",
  warn: "#5c3a00",
  warnSoft: "#fff6e0",
  ok: "#004d1a",
  okSoft: "#ebf9ee",
  shadowMenu: "0 0 0 1px #000000",
  shadowDialog: "0 0 0 1px #000000",
};

export const darkHighContrast: Tokens = {
  ...dark,
  bg: "#000000",
  surface1: "#000000",
  surface2: "#141414",
  raised: "#0a0a0a",
  code: "#0a0a0a",
  border: "#a6a6a6",
  borderStrong: "#ffffff",
  text: "#ffffff",
  text2: "#e8e8e8",
  text3: "#d0d0d0",
  accent: "#5eeaea",
  onAccent: "#000000",
  accentHover: "#a0f5f5",
  accentSoft: "#0a2626",
  link: "#8ec7ff",
  focus: "#ffd400",
  danger: "#ff9a9a",
  onDanger: "#000000",
  dangerSoft: "#330a0a",
  warn: "#ffd27a",
  onWarn: "#000000",
  warnSoft: "#332200",
  ok: "#8af0a8",
  onOk: "#000000",
  okSoft: "#06290f",
  shadowMenu: "0 0 0 1px #ffffff",
  shadowDialog: "0 0 0 1px #ffffff",
};
