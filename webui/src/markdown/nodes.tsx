/** mdast to React elements. No HTML stage exists: raw HTML is shown as text, links keep three schemes only. */
import { ImageIcon } from "lucide-react";
import type { AlignType, ListItem, PhrasingContent, RootContent, Table } from "mdast";
import type { ReactNode } from "react";
import { CodeBlock } from "./code-block";

type Node = RootContent;

export function Nodes({ nodes, open }: { nodes: Node[]; open: boolean }): ReactNode {
  return nodes.map((node, index) => <Element key={index} node={node} open={open && index === nodes.length - 1} />);
}

function safe(url: string): string | undefined {
  return /^(?:https?:|mailto:)/i.test(url.trim()) ? url : undefined;
}

function Element({ node, open }: { node: Node; open: boolean }): ReactNode {
  switch (node.type) {
    case "text":
      return node.value;
    case "paragraph":
      return <p><Nodes nodes={node.children} open={open} /></p>;
    case "strong":
      return <strong><Nodes nodes={node.children} open={open} /></strong>;
    case "emphasis":
      return <em><Nodes nodes={node.children} open={open} /></em>;
    case "delete":
      return <del><Nodes nodes={node.children} open={open} /></del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "break":
      return <br />;
    case "heading":
      // A model may begin at any level; one level under the turn's heading never skips one. Size tells the rest.
      return <h3 className={`level-${node.depth}`}><Nodes nodes={node.children} open={open} /></h3>;
    case "code":
      return <CodeBlock code={node.value} language={node.lang ?? null} open={open} />;
    case "list":
      return node.ordered ? (
        <ol start={node.start ?? 1}>{node.children.map((item, index) => <Item key={index} item={item} open={open} />)}</ol>
      ) : (
        <ul>{node.children.map((item, index) => <Item key={index} item={item} open={open} />)}</ul>
      );
    case "blockquote":
      return <blockquote><Nodes nodes={node.children} open={open} /></blockquote>;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <Link url={node.url} nodes={node.children} open={open} />;
    case "image":
      return <RemoteImage url={node.url} alt={node.alt ?? ""} />;
    case "table":
      return <DataTable table={node} open={open} />;
    case "html":
      return <span>{node.value}</span>;
    case "footnoteReference":
      return <sup>[{node.label ?? node.identifier}]</sup>;
    case "footnoteDefinition":
      return <div><sup>[{node.label ?? node.identifier}]</sup> <Nodes nodes={node.children} open={open} /></div>;
    case "linkReference":
      return <Nodes nodes={node.children} open={open} />;
    case "imageReference":
      return node.alt ?? "";
    default:
      return null;
  }
}

function Link({ url, nodes, open }: { url: string; nodes: PhrasingContent[]; open: boolean }) {
  const href = safe(url);
  if (!href) return <Nodes nodes={nodes} open={open} />;
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow"><Nodes nodes={nodes} open={open} /></a>;
}

/** Loading a remote image would tell its server who reads what; a click decides. */
function RemoteImage({ url, alt }: { url: string; alt: string }) {
  const href = safe(url);
  const label = alt || "image";
  if (!href) return <span>{label}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <ImageIcon aria-hidden className="me-1 inline size-4" />
      Open image: {label}
    </a>
  );
}

function Item({ item, open }: { item: ListItem; open: boolean }) {
  if (typeof item.checked !== "boolean") return <li><Nodes nodes={item.children} open={open} /></li>;
  return (
    <li className="task">
      <input type="checkbox" checked={item.checked} disabled readOnly aria-label={item.checked ? "Done" : "Not done"} />
      <Nodes nodes={item.children} open={open} />
    </li>
  );
}

const alignment = (align: AlignType | undefined) => (align ? { textAlign: align } : undefined);

function DataTable({ table, open }: { table: Table; open: boolean }) {
  const [head, ...rows] = table.children;
  const align = table.align ?? [];
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, index) => (
              <th key={index} scope="col" style={alignment(align[index])}><Nodes nodes={cell.children} open={open} /></th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.children.map((cell, index) => (
                <td key={index} style={alignment(align[index])}><Nodes nodes={cell.children} open={open} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
