/** mdast to React elements. No HTML stage exists: raw HTML is shown as text, links keep three schemes only. */
import { ImageIcon, Square, SquareCheck } from "lucide-react";
import type { ListItem, PhrasingContent, RootContent } from "mdast";
import { createContext, useContext, type ReactNode } from "react";
import { placeIn } from "../files/passages";
import { t } from "../languages/speaking";
import { CodeBlock } from "./code-block";
import { DataTable } from "./data-table";
import { Formula } from "./formula";

type Node = RootContent;

/** Where `[text][label]` leads. */
const Targets = createContext<ReadonlyMap<string, string>>(new Map());

export function Nodes({ nodes, open, targets }: { nodes: Node[]; open: boolean; targets?: ReadonlyMap<string, string> }): ReactNode {
  const elements = nodes.map((node, index) => <Element key={index} node={node} open={open && index === nodes.length - 1} />);
  return targets ? <Targets value={targets}>{elements}</Targets> : elements;
}

function safe(url: string): string | undefined {
  return /^(?:https?:|mailto:)/i.test(url.trim()) ? url : undefined;
}

function Element({ node, open }: { node: Node; open: boolean }): ReactNode {
  switch (node.type) {
    case "text":
      return <Words text={node.value} />;
    case "paragraph":
      return <p><Nodes nodes={node.children} open={open} /></p>;
    case "strong":
      return <strong><Nodes nodes={node.children} open={open} /></strong>;
    case "emphasis":
      return <em><Nodes nodes={node.children} open={open} /></em>;
    case "delete":
      return <del><Nodes nodes={node.children} open={open} /></del>;
    case "inlineCode":
      return <code dir="ltr">{node.value}</code>;
    case "break":
      return <br />;
    case "heading":
      // A model may begin at any level; one level under the turn's heading never skips one. Size tells the rest.
      return <h3 className={`level-${node.depth}`}><Nodes nodes={node.children} open={open} /></h3>;
    case "code":
      return <CodeBlock code={node.value} language={node.lang ?? null} open={open} />;
    case "math":
      return <Formula tex={node.value} block />;
    case "inlineMath":
      return <Formula tex={node.value} block={false} />;
    case "list":
      return node.ordered ? (
        <ol start={node.start ?? 1}>{node.children.map((item, index) => <Item key={index} item={item} open={open && index === node.children.length - 1} />)}</ol>
      ) : (
        <ul>{node.children.map((item, index) => <Item key={index} item={item} open={open && index === node.children.length - 1} />)}</ul>
      );
    case "blockquote":
      return <blockquote><Nodes nodes={node.children} open={open} /></blockquote>;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <Link url={node.url} nodes={node.children} open={open} />;
    case "linkReference":
      return <Reference label={node.identifier} nodes={node.children} open={open} />;
    case "image":
      return <RemoteImage url={node.url} alt={node.alt ?? ""} />;
    case "imageReference":
      return node.alt ?? "";
    case "table":
      return <DataTable table={node} open={open} />;
    case "html":
      return <span>{node.value}</span>;
    case "footnoteReference":
      return <sup>[{node.label ?? node.identifier}]</sup>;
    case "footnoteDefinition":
      return <div className="footnote"><span>[{node.label ?? node.identifier}]</span><div><Nodes nodes={node.children} open={open} /></div></div>;
    default:
      return null;
  }
}

/** A footnote whose text has not come yet is a reference all the same. */
function Words({ text }: { text: string }): ReactNode {
  if (!text.includes("[^")) return text;
  return text.split(/\[\^([^\]\s]+)\]/).map((piece, index) => (index % 2 === 1 ? <sup key={index}>[{piece}]</sup> : piece));
}

function Link({ url, nodes, open }: { url: string; nodes: PhrasingContent[]; open: boolean }) {
  // A place in one of the reader's own files: what an answer stands on.
  if (placeIn(url)) return <a href={url} className="place"><Nodes nodes={nodes} open={open} /></a>;
  const href = safe(url);
  if (!href) return <Nodes nodes={nodes} open={open} />;
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow"><Nodes nodes={nodes} open={open} /></a>;
}

function Reference({ label, nodes, open }: { label: string; nodes: PhrasingContent[]; open: boolean }) {
  return <Link url={useContext(Targets).get(label) ?? ""} nodes={nodes} open={open} />;
}

/** Loading a remote image would tell its server who reads what; a click decides. */
function RemoteImage({ url, alt }: { url: string; alt: string }) {
  const href = safe(url);
  const label = alt || "image";
  if (!href) return <span>{label}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <ImageIcon aria-hidden className="me-1 inline size-4" />
      {t("Open image: {label}", { label })}
    </a>
  );
}

function Item({ item, open }: { item: ListItem; open: boolean }) {
  if (typeof item.checked !== "boolean") return <li><Nodes nodes={item.children} open={open} /></li>;
  const Box = item.checked ? SquareCheck : Square;
  return (
    <li className="task">
      <Box role="img" aria-label={item.checked ? t("Done") : t("Not done")} className={`size-4 ${item.checked ? "text-accent" : "text-text-3"}`} />
      <Nodes nodes={item.children} open={open} />
    </li>
  );
}
