/** Numbers, dates and lists as the language that is spoken writes them. */
import { locale } from "./speaking";

/** Kept by what is asked for: making a format takes far longer than using it. */
function kept<Format>(make: (tag: string, options: object) => Format): (options: object) => Format {
  const made = new Map<string, Format>();
  return (options) => {
    const key = `${locale()} ${JSON.stringify(options)}`;
    const format = made.get(key) ?? make(locale(), options);
    made.set(key, format);
    return format;
  };
}

const numbers = kept((tag, options) => new Intl.NumberFormat(tag, options));
const dates = kept((tag, options) => new Intl.DateTimeFormat(tag, options));
const lists = kept((tag, options) => new Intl.ListFormat(tag, options));

export const number = (value: number | bigint | Intl.StringNumericLiteral, options: Intl.NumberFormatOptions = {}) => numbers(options).format(value);

export const date = (moment: string | Date, options: Intl.DateTimeFormatOptions) => dates(options).format(typeof moment === "string" ? new Date(moment) : moment);
export const day = (moment: string | Date) => date(moment, { dateStyle: "medium" });
export const dayAndTime = (moment: string | Date) => date(moment, { dateStyle: "medium", timeStyle: "short" });

/** "12.4k": three digits that mean something. A thousand is a small letter where English is spoken. */
export const short = (value: number) => number(value, { notation: "compact", maximumSignificantDigits: 3 }).replace(/K$/, "k");

/** "a, b, c": what comes together; English says no "and". */
export const listed = (words: readonly string[]) => lists({ type: "unit", style: "short" }).format(words);
