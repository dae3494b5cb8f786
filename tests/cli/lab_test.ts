import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { command, Folder, needs, root, start } from "./command.ts";

/** A Jupyter that writes down its calls, and as `lab wait` runs until it is ended. */
const jupyter = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$(basename "$0") $*" >> "$HOME/calls"
case "$*" in
  *"--version") echo 1.2.3 ;;
  *"kernelspec list --json") cat "$HOME/specs.json" ;;
  *"lab wait")
    trap 'echo ended >> "$HOME/calls"; exit 0' TERM
    echo in "$PWD" >> "$HOME/calls"
    while true; do sleep 0.1; done ;;
esac
`;

/** A home with this program as the only one, whose kernels are these. */
class Home extends Folder {
  readonly env = {
    HOME: this.path,
    PATH: join(this.path, "bin"),
    DENO_DIR: denoDir(),
  };

  constructor(program: string, kernels: Record<string, unknown>) {
    super({
      [`bin/${program}`]: jupyter,
      "specs.json": JSON.stringify({ kernelspecs: kernels }),
      calls: "",
    });
    Deno.chmodSync(join(this.path, "bin", program), 0o755);
  }

  get calls(): string[] {
    return this.read("calls").trim().split("\n");
  }

  get kernel(): string | undefined {
    return Object.entries(this.files())
      .find(([path]) => path.endsWith("kernels/deno/kernel.json"))?.[1];
  }
}

/** Where Deno keeps what it has downloaded, which is in the user's home. */
function denoDir(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

const registered = { deno: { spec: { argv: ["deno", "jupyter"] } } };

testWith(
  "lab opens the user's own JupyterLab and passes arguments on",
  needs,
  async () => {
    using home = new Home("jupyter", registered);
    const args = ["lab", "--", "--port", "9000"];
    const { code, stderr } = await command(home.path, args, home.env);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(home.calls, [
      "jupyter lab --version",
      "jupyter kernelspec list --json",
      "jupyter lab --port 9000",
    ]);
    assertEquals(home.kernel, undefined);
  },
);

testWith("lab goes through uvx where there is no jupyter", needs, async () => {
  using home = new Home("uvx", registered);
  assertEquals((await command(home.path, ["lab"], home.env)).code, 0);
  assertEquals(home.calls.at(-1), "uvx --from jupyterlab jupyter lab");
});

const unusable = {
  "is none": {},
  "is one whose program is gone": {
    deno: { spec: { argv: ["/gone/deno", "jupyter"] } },
  },
};
for (const [there, kernels] of Object.entries(unusable)) {
  testWith(
    `lab registers the Deno kernel if there ${there}`,
    needs,
    async () => {
      using home = new Home("jupyter", kernels);
      const { code } = await command(home.path, ["lab"], home.env);
      assertEquals(code, 0);
      assertEquals(JSON.parse(home.kernel!).argv[0], Deno.execPath());
      assertEquals(home.calls.at(-1), "jupyter lab");
    },
  );
}

testWith("lab says what to install if there is nothing", needs, async () => {
  using home = new Home("python", {});
  const { code, stdout, stderr } = await command(
    home.path,
    ["lab"],
    home.env,
  );
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "found neither `jupyter lab` nor `uvx`");
  assertStringIncludes(stderr, "Install one: pip install jupyterlab");
  assertEquals(stderr.trimEnd().split("\n").length, 2);
});

testWith("lab ends JupyterLab when it is interrupted", needs, async () => {
  using home = new Home("jupyter", registered);
  const process = start(home.path, ["lab", "wait"], home.env);
  while (!home.calls.at(-1)!.startsWith("in ")) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.kill("SIGINT");
  assertEquals((await process.output()).code, 130);
  assertEquals(home.calls.slice(-2), [
    `in ${join(root, "notebooks")}`,
    "ended",
  ]);
});
