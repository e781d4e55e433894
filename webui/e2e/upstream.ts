/** The fake provider: what it says from now on. */
const upstream = process.env.E2E_UPSTREAM ?? "";

type Mode = { kind?: string; status?: number; text?: string; interval_s?: number; after?: number; code?: string; message?: string };

export async function scripted(model: string, mode: Mode): Promise<void> {
  const reply = await fetch(`${upstream}/__ctl`, { method: "POST", body: JSON.stringify({ model, mode }) });
  if (!reply.ok) throw new Error(await reply.text());
}

/** Every shape of Markdown that a reader meets often. */
export const part = (number: number) => `## Part ${number} of the **whole**

A paragraph with **bold words**, *slanted ones*, \`inline code\` and [a link](https://example.com/${number}). It goes on for a while, so that it fills more than one line of the column and the reader has something to read.

- one point
- another point with **weight**
  - and one below it

\`\`\`python
def part_${number}(value: int) -> int:
    return value * ${number}  # twice
\`\`\`

| Name | Value |
| --- | --: |
| first | ${number} |
| second | ${number + 1} |
`;

/** A long answer. */
export const treatise = Array.from({ length: 6 }, (_, index) => part(index + 1)).join("\n");
