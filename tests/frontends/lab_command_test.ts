import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { root } from "../cli/command.ts";
import { jupyterTest } from "./jupyter.ts";
import { freePort, waitForServer } from "./server.ts";

jupyterTest(
  "deno task lab starts the real JupyterLab with the Deno kernel, from any folder, and ends it on Ctrl-C",
  async ({ bin, env }) => {
    const [port, token] = [freePort(), "lab"];
    const process = new Deno.Command(Deno.execPath(), {
      args: [
        ...["task", "--config", join(root, "deno.json")],
        ...["lab", "--port", String(port), "--no-browser"],
        ...["--", `--IdentityProvider.token=${token}`],
      ],
      cwd: env.HOME,
      // Jupyter has no kernel yet.
      env: {
        ...env,
        PATH: `${bin}:${Deno.env.get("PATH")}`,
        JUPYTER_DATA_DIR: "",
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const ended = process.output();
    try {
      const { kernelspecs } = await waitForServer(port, token);
      const version = await new Deno.Command(kernelspecs.deno.spec.argv[0], {
        args: ["--version"],
      }).output();
      assertStringIncludes(
        new TextDecoder().decode(version.stdout),
        `deno ${Deno.version.deno} `,
      );
      const started = await fetch(
        `http://127.0.0.1:${port}/api/sessions?token=${token}`,
        {
          method: "POST",
          body: JSON.stringify({
            kernel: { name: "deno" },
            ...{ name: "", path: "01_softmax.ipynb", type: "notebook" },
          }),
        },
      );
      assertEquals([started.status, (await started.json()).kernel.name], [
        201,
        "deno",
      ]);
    } finally {
      process.kill("SIGINT");
      assertEquals((await ended).code, 130);
    }
    await assertNobodyListens(port);
  },
);

async function assertNobodyListens(port: number) {
  const listens = await Deno.connect({ hostname: "127.0.0.1", port })
    .then((connection) => (connection.close(), true), () => false);
  assertEquals(listens, false, `port ${port}`);
}
