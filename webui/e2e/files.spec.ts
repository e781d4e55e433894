import { expect, test, type Page } from "@playwright/test";
import { answers, ask, begun, composer, finished, prose, questions } from "./person";

/** A picture of 64 × 48 points, drawn by the browser. */
async function picture(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    const brush = canvas.getContext("2d")!;
    brush.fillStyle = "teal";
    brush.fillRect(0, 0, 640, 480);
    brush.fillStyle = "gold";
    brush.fillRect(60, 60, 240, 160);
    return canvas.toDataURL("image/png").split(",")[1]!;
  });
  return Buffer.from(base64, "base64");
}

const tiles = (page: Page) => page.getByRole("list", { name: "Attached files" }).getByRole("listitem");
const choose = (page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]) => page.locator("[data-attach]").setInputFiles(files);
const notes = { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("The password of the harbour is heron.") };
const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });

test("a picture and a document go along, are shown, and survive a reload", async ({ page }) => {
  await begun(page, "fake-echo");
  await choose(page, notes, { name: "flag.png", mimeType: "image/png", buffer: await picture(page) });
  await expect(tiles(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Remove flag.png" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove notes.md" })).toBeVisible();
  await page.reload();
  await expect(tiles(page)).toHaveCount(2);

  await ask(page, "What is in these?");
  await finished(page);

  await expect(tiles(page)).toHaveCount(0);
  await expect(prose(answers(page).last())).toContainText("heron");
  await page.reload();
  await expect(questions(page).getByRole("button", { name: "Save notes.md" })).toBeVisible();
  const thumbnail = questions(page).getByRole("button", { name: "Look at flag.png" });
  await expect(thumbnail.locator("img")).toBeVisible();
  await thumbnail.click();
  await expect(page.getByRole("dialog", { name: "flag.png" }).getByAltText("flag.png")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(thumbnail).toBeFocused();

  const saved = page.waitForEvent("download");
  await questions(page).getByRole("button", { name: "Save notes.md" }).click();
  expect((await saved).suggestedFilename()).toBe("notes.md");
});

test("files are dropped and pasted; what is too large is refused before it is sent", async ({ page }) => {
  await begun(page, "fake-echo");
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["dropped words"], "dropped.txt", { type: "text/plain" }));
    return data;
  });
  await page.dispatchEvent("body", "dragenter", { dataTransfer: dropped });
  await expect(page.getByText("Drop to attach")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  await expect(page.getByText("Drop to attach")).toBeHidden();
  await expect(page.getByRole("button", { name: "Remove dropped.txt" })).toBeVisible();

  await composer(page).evaluate((area) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["pasted words"], "pasted.txt", { type: "text/plain" }));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("button", { name: "Remove pasted.txt" })).toBeVisible();

  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(26_000_000)], "huge.bin"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
  });
  await expect(page.getByText("Larger than 25 MB.")).toBeVisible();
  await expect(send(page)).toBeDisabled();
  await page.getByRole("button", { name: "Remove huge.bin" }).click();
  await expect(send(page)).toBeEnabled();
  await page.getByRole("button", { name: "Remove dropped.txt" }).click();
  await expect(tiles(page)).toHaveCount(1);
});

test("an upload survives a line that breaks, and can be cancelled", async ({ page }) => {
  await begun(page, "fake-echo");
  let broken = 2;
  await page.route(/\/content\?offset=/, async (route) => {
    if (broken > 0 && route.request().url().includes("offset=786432")) {
      broken -= 1;
      await route.abort("connectionreset");
    } else await route.continue();
  });
  await choose(page, { name: "long.txt", mimeType: "text/plain", buffer: Buffer.from("word ".repeat(400_000)) });
  await expect(page.getByText(/^Uploading 1 of 1/)).toBeVisible();
  await expect(send(page)).toBeDisabled();
  await expect(page.getByRole("button", { name: "Remove long.txt" })).toBeVisible();
  expect(broken).toBe(0);
  await expect(page.getByText(/The model reads about \d+ % of this text/)).toBeVisible();

  await page.unroute(/\/content\?offset=/);
  await page.route(/\/content\?offset=/, () => {});
  await choose(page, { name: "never.txt", mimeType: "text/plain", buffer: Buffer.from("words") });
  await page.getByRole("button", { name: "Cancel never.txt" }).click();
  await expect(tiles(page)).toHaveCount(1);
});

test("a model that does not see says so before a picture is sent", async ({ page }) => {
  await begun(page, "smollm2-135m-instruct");
  await choose(page, { name: "flag.png", mimeType: "image/png", buffer: await picture(page) });

  await expect(page.getByText(/cannot see pictures/)).toBeVisible();
  await expect(send(page)).toBeDisabled();
  await page.getByRole("button", { name: /^Use / }).click();
  await expect(page.getByText(/cannot see pictures/)).toBeHidden();
  await expect(send(page)).toBeEnabled();
});

test("a deleted chat takes its files along", async ({ page }) => {
  await begun(page, "fake-echo");
  await choose(page, notes);
  await ask(page, "Keep this.");
  await finished(page);
  await page.goto("/files");
  await expect(page.getByRole("row", { name: /notes\.md/ })).toContainText("Keep this.");

  await page.getByRole("row", { name: /notes\.md/ }).getByRole("link", { name: "Keep this." }).click();
  await page.getByRole("button", { name: "Conversation options" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  // The chat is deleted while one leaves; the list may be asked for before that.
  await expect(async () => {
    await page.goto("/files");
    await expect(page.getByText("No files yet")).toBeVisible({ timeout: 3000 });
  }).toPass();
});

test("what an answer cites opens beside it", async ({ page }) => {
  await begun(page, "fake-echo");
  const started = page.waitForResponse((reply) => reply.url().endsWith("/api/files") && reply.request().method() === "POST");
  await choose(page, notes);
  const { id } = (await (await started).json()) as { id: string };
  await expect(page.getByRole("button", { name: "Remove notes.md" })).toBeVisible();
  await ask(page, "Keep this.");
  await finished(page);
  await ask(page, `It is a heron [1](/files/${id}?from=31&to=36).`);
  await expect(answers(page)).toHaveCount(2);
  await finished(page);

  await prose(answers(page).last()).getByRole("link", { name: "1", exact: true }).click();
  const passage = page.getByRole("complementary", { name: "Cited passage" });
  await expect(passage.locator("mark")).toHaveText("heron");
  await expect(passage).toContainText("The password of the harbour is heron.");
  await page.getByRole("button", { name: "Close the passage" }).click();
  await expect(passage).toBeHidden();
});
