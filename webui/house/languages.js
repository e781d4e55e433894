/** Rules of this house about words and directions, so that a new string or class follows what the others do. */

const functions = new Set(["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"]);
const saying = new Set(["t", "msg", "rich"]);
/** What has a capital letter and is said to no person. */
const names = /^(?:Enter|Escape|Tab|Home|End|Delete|Files|Page(?:Up|Down)|Arrow(?:Up|Down|Left|Right)|AbortError|Parley|OpenAI|Anthropic|Google|ChatGPT|Claude|LibreChat|API|Problem|(?:(?:Ctrl|Shift|Alt)\+| \/ |[A-Z]|F\d|[/;:]|Enter|Esc|Delete|Up|Down|Left|Right)+|[A-Z][A-Z]+|X-[A-Z][\w-]*|Bearer|api_key|https?:.*)$/;
/** Attributes that are read aloud or shown. */
const shown = new Set(["aria-label", "title", "placeholder", "alt", "label", "hint", "text", "verb", "legend", "words", "detail"]);
/** Functions whose first word reaches a person. */
const telling = new Set(["notify", "say", "sayAtOnce", "because", "together"]);

const letters = /\p{L}{2}/u;
const looksLikeWords = (text) => /^[“"(]?\p{Lu}\p{Ll}/u.test(text) && !names.test(text.trim());

/** The texts of a literal or a template, else none. */
function textsOf(node) {
  if (node.type === "Literal" && typeof node.value === "string") return [node.value];
  if (node.type === "TemplateLiteral") return node.quasis.map((each) => each.value.cooked ?? "");
  return [];
}

/** Literals that an expression may become: both sides of a choice. */
function outcomes(node) {
  if (!node) return [];
  if (node.type === "ConditionalExpression") return [...outcomes(node.consequent), ...outcomes(node.alternate)];
  if (node.type === "LogicalExpression") return [...outcomes(node.left), ...outcomes(node.right)];
  return textsOf(node).length ? [node] : [];
}

/** Visible words come from the catalogues of src/languages. */
const spoken = {
  meta: { type: "problem", schema: [], messages: { bare: "These words are not in the catalogues: say t({{text}})." } },
  create(context) {
    const told = new Set();
    const report = (node, text) => {
      if (told.has(node)) return;
      told.add(node);
      context.report({ node, messageId: "bare", data: { text: JSON.stringify(text.trim().slice(0, 60)) } });
    };
    const shownWords = (node) => {
      for (const each of outcomes(node)) {
        const text = textsOf(each).find((part) => letters.test(part) && !names.test(part.trim()));
        if (text !== undefined) report(each, text);
      }
    };
    const isProgram = ({ parent, ...node }) =>
      parent.type === "ImportDeclaration" || parent.type === "ExportNamedDeclaration" || parent.type === "ImportExpression" || parent.type === "TSLiteralType" || parent.type === "SwitchCase" ||
      (parent.type === "Property" && parent.key.range[0] === node.range[0] && !parent.computed) ||
      (parent.type === "MemberExpression" && parent.property.range[0] === node.range[0]) ||
      (parent.type === "BinaryExpression" && /^[!=]==?$/.test(parent.operator)) ||
      (parent.type === "NewExpression" && parent.callee.name !== "Problem") ||
      (parent.type === "CallExpression" && saying.has(parent.callee.name) && parent.arguments[0]?.range[0] === node.range[0]);
    const look = (node) => {
      if (isProgram(node)) return;
      const [first = ""] = textsOf(node);
      if (looksLikeWords(first)) report(node, first);
    };
    return {
      Literal: look,
      TemplateLiteral: look,
      JSXText(node) {
        if (letters.test(node.value) && !names.test(node.value.trim())) report(node, node.value);
      },
      JSXAttribute(node) {
        if (!shown.has(node.name.name)) return;
        shownWords(node.value?.type === "JSXExpressionContainer" ? node.value.expression : node.value);
      },
      JSXExpressionContainer(node) {
        if (node.parent.type === "JSXElement" || node.parent.type === "JSXFragment") shownWords(node.expression);
      },
      CallExpression(node) {
        if (telling.has(node.callee.name)) shownWords(node.arguments[0]);
      },
    };
  },
};

/** A key stands as it is in the code, so that a test can find it; and nothing is said while a module loads. */
const keys = {
  meta: { type: "problem", schema: [], messages: { made: "A key is one plain string: what changes in it is a {value}.", early: "The language is not known while a module loads: msg(…) here, t(…) where it is shown." } },
  create(context) {
    return {
      CallExpression(node) {
        if (!saying.has(node.callee.name)) return;
        const [first] = node.arguments;
        if (first?.type === "TemplateLiteral" || first?.type === "BinaryExpression" || first?.type === "ConditionalExpression") context.report({ node, messageId: "made" });
        const within = context.sourceCode.getAncestors(node).some((each) => functions.has(each.type));
        if (node.callee.name !== "msg" && !within) context.report({ node, messageId: "early" });
      },
    };
  },
};

const sides = /(?<![\w-])(?:[\w-]+:)*!?-?(?:(?:ml|mr|pl|pr|left|right|scroll-m[lr]|scroll-p[lr]|inset-[lr])-(?:[\w[(.]+)|(?:text|float|clear)-(?:left|right)|(?:border|rounded)-(?:l|r|tl|tr|bl|br)(?:-[\w[]+)?)(?![\w-])/;

/** Start and end instead of left and right: a page may be read from the right. */
const logical = {
  meta: { type: "problem", schema: [], messages: { side: "“{{name}}” names a side. Say ms-, me-, ps-, pe-, start-, end-, text-start or rounded-s." } },
  create(context) {
    const look = (node) => {
      for (const text of textsOf(node)) {
        const found = sides.exec(text);
        if (found) context.report({ node, messageId: "side", data: { name: found[0] } });
      }
    };
    return { Literal: look, TemplateLiteral: look };
  },
};

export default { rules: { spoken, keys, logical } };
