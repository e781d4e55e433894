/** Markdown as React, block by block. A closed block renders once; the open one is healed and parsed again. */
import { memo, useMemo, useState } from "react";
import { BlockSplitter } from "./blocks";
import { definitionsOf, neededBy } from "./definitions";
import { heal } from "./heal";
import { Nodes } from "./nodes";
import { parse } from "./parse";

type BlockProps = { text: string; open: boolean; definitions: string };

const Block = memo(function Block({ text, open, definitions }: BlockProps) {
  const { nodes, targets } = useMemo(() => parse(open ? heal(text) : text, definitions), [text, open, definitions]);
  return (
    <div>
      <Nodes nodes={nodes} targets={targets} open={open} />
    </div>
  );
});

export const Markdown = memo(function Markdown({ text, writing }: { text: string; writing: boolean }) {
  const [splitter] = useState(() => new BlockSplitter());
  const blocks = splitter.blocks(text);
  const definitions = definitionsOf(writing ? blocks.slice(0, -1) : blocks);
  return (
    <div className="prose" dir="auto" data-writing={writing}>
      {blocks.map((block, index) => (
        <Block key={block.start} text={block.text} open={writing && index === blocks.length - 1} definitions={neededBy(block.text, definitions)} />
      ))}
    </div>
  );
});
