import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parseNotebook } from "@lab/nbformat";
import { renderReport } from "@lab/report";
import { Failure } from "../../lib/cli/command.ts";
import { PageServer } from "../../lib/cli/serve.ts";
import { browserTest } from "../browser.ts";
import { Folder, notebook, test } from "./command.ts";

/** A report with this text many screens below its title. */
function page(text: string): string {
  const source = `# Title\n\n${"word\n\n".repeat(200)}${text}`;
  const cells = parseNotebook(notebook([source]), "a.ipynb");
  return renderReport(cells, { name: "a.ipynb" }).html;
}

/** Sends a request as it is written, because `fetch` would correct its path and cannot name another host. */
async function ask(server: PageServer, head: string): Promise<string> {
  const port = Number(new URL(server.url).port);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const bytes = new TextEncoder().encode(
    `${head}\r\nConnection: close\r\n\r\n`,
  );
  await connection.write(bytes);
  return await new Response(connection.readable).text();
}

test("PageServer serves the pages of its folder to this machine, and nothing else", async () => {
  using folder = new Folder({
    "out/index.html": "the list",
    "out/a b.html": "a page",
    "out/.hidden.html": "hidden",
    "out/notes.txt": "notes",
    "out/sub/inner.html": "inner",
    "out/sub/index.html": "the list of sub",
    "out/.sub/inner.html": "hidden",
    "secret.html": "secret",
  });
  Deno.symlinkSync("../secret.html", `${folder.path}/out/link.html`);
  Deno.symlinkSync("..", `${folder.path}/out/up.html`);
  Deno.symlinkSync("..", `${folder.path}/out/up`);
  await using server = new PageServer(`${folder.path}/out`, 0);
  const get = async (path: string, host = new URL(server.url).host) =>
    await ask(server, `GET ${path} HTTP/1.1\r\nHost: ${host}`);
  for (
    const [path, text] of [
      ["/", "the list"],
      ["/index.html", "the list"],
      ["/a%20b.html?x=1", "a page"],
      ["/sub/inner.html", "inner"],
      ["/sub/", "the list of sub"],
    ]
  ) {
    const answer = await get(path);
    assertMatch(answer, /^HTTP\/1\.1 200 /, path);
    assertMatch(answer, /content-type: text\/html; charset=utf-8/i);
    assertStringIncludes(answer, text);
  }
  for (
    const path of [
      "/secret.html",
      "/../secret.html",
      "/..%2fsecret.html",
      "/%2e%2e/secret.html",
      "/..%5csecret.html",
      "//secret.html",
      "/sub//inner.html",
      "/sub/../../secret.html",
      "/.sub/inner.html",
      "/up/secret.html",
      "/sub",
      "/.hidden.html",
      "/notes.txt",
      "/a%00.html",
      "/%ff.html",
      "/link.html",
      "/up.html",
    ]
  ) {
    assertMatch(await get(path), /^HTTP\/1\.1 404 .*All reports/s, path);
  }
  server.update("", ["notes.txt"]); // a page links to it
  assertMatch(
    await get("/notes.txt"),
    /^HTTP\/1\.1 200 .*content-type: application\/octet-stream.*notes$/is,
  );
  const port = new URL(server.url).port;
  assertMatch(await get("/", `localhost:${port}`), /^HTTP\/1\.1 200 /);
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1"]) {
    assertMatch(await get("/", host), /^HTTP\/1\.1 403 /, host);
  }
  assertMatch(
    await ask(
      server,
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 0`,
    ),
    /^HTTP\/1\.1 405 /,
  );
});

test("PageServer ends although a client never ends its request", async () => {
  const server = new PageServer(".", 0);
  const port = Number(new URL(server.url).port);
  using idle = await Deno.connect({ hostname: "127.0.0.1", port });
  await idle.write(new TextEncoder().encode("GET / HTTP/1.1\r\n"));
  await server[Symbol.asyncDispose]();
});

test("PageServer says that a port is taken", async () => {
  await using first = new PageServer(".", 0);
  const { port } = new URL(first.url);
  assertThrows(
    () => new PageServer(".", Number(port)),
    Failure,
    `Cannot serve the reports: port ${port} is taken`,
  );
});

browserTest(
  "a served page reloads without losing its place, shows why a rebuild failed, and outlives its server",
  async (browser) => {
    using folder = new Folder({ "a.html": page("old end") });
    const written = folder.read("a.html");
    let server = new PageServer(folder.path, 0);
    const { port } = new URL(server.url);
    const tab = await browser.newPage();
    const log: string[] = [];
    tab.on("console", (message) => log.push(message.text()));
    await tab.goto(`${server.url}a.html`);
    await tab.evaluate("scrollTo(0, 2000)");
    const shows = (text: string) => tab.getByText(text).first().waitFor();

    server.update("a.ipynb, cell 3: <b>no</b>");
    await shows("a.ipynb, cell 3: <b>no</b>");
    assertEquals(await tab.getByRole("alert").count(), 1);
    server.update();
    await tab.getByRole("alert").waitFor({ state: "detached" });

    folder.write("a.html", page("new end"));
    server.update();
    await shows("new end");
    assertEquals(await tab.evaluate("scrollY"), 2000);

    await server[Symbol.asyncDispose]();
    folder.write("a.html", page("third end"));
    server = new PageServer(folder.path, Number(port));
    await shows("third end");
    await server[Symbol.asyncDispose]();
    // The browser says that the connection broke, and nothing else.
    const others = log.filter((text) => !/ERR_(CONN|INCOMPLETE)/.test(text));
    assertEquals(others, []);
    assert(!written.includes("<script"));
  },
);
