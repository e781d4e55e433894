import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { rich } from "./rich";

it("puts elements where a sentence names them, and around words of it", () => {
  const page = renderToStaticMarkup(<p>{rich("{name} is <strong>gone</strong> for {count} days, {unknown}.", { name: <i>a</i>, strong: (words) => <b>{words}</b>, count: 1200 })}</p>);

  expect(page).toBe("<p><i>a</i> is <b>gone</b> for 1,200 days, {unknown}.</p>");
});
