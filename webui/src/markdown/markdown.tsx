/** Markdown as React, block by block. A closed block renders once; the open one is healed and parsed again. */
import { memo, useMemo, useState } from "react";
import { BlockSplitter } from "./blocks";
import { heal } from "./heal";
import { parse } from "./parse";
import { Nodes } from "./nodes";

const Block = memo(function Block({ text, open }: { text: string; open: boolean }) {
  const root = useMemo(() => parse(open ? heal(text) : text), [text, open]);
  return (
    <div>
      <Nodes nodes={root.children} open={open} />
    </div>
  );
});

export const Markdown = memo(function Markdown({ text, writing }: { text: string; writing: boolean }) {
  const [splitter] = useState(() => new BlockSplitter());
  const blocks = splitter.blocks(text);
  return (
    <div className="prose" data-writing={writing}>
      {blocks.map((block, index) => (
        <Block key={block.start} text={block.text} open={writing && index === blocks.length - 1} />
      ))}
    </div>
  );
});
