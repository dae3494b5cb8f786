import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { testWith } from "../permissions.ts";
import { command, denoDir, Folder, needs, root, start } from "./command.ts";

/** A Jupyter that records its calls, and that runs until it is ended when called as `lab wait`. */
const jupyter = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$(basename "$0") $*" >> "$HOME/calls"
[ -z "$JUPYTER_PATH" ] ||
  cat "$JUPYTER_PATH/kernels/deno/kernel.json" > "$HOME/own.json"
case "$*" in
  *"--version") echo 1.2.3 ;;
  *"kernelspec list --json") cat "$HOME/specs.json" ;;
  *"lab wait")
    trap 'echo ended >> "$HOME/calls"; exit 0' TERM
    echo in "$PWD" >> "$HOME/calls"
    while true; do sleep 0.1; done ;;
esac
`;

/** A home in which this program is the only one, and these are its kernels. */
class Home extends Folder {
  readonly env = {
    HOME: this.path,
    PATH: join(this.path, "bin"),
    JUPYTER_PATH: "",
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

/** Jupyter's list of kernels where it has this one. */
function registered(program = Deno.execPath()) {
  return { deno: { spec: { argv: [program, "jupyter"] } } };
}

testWith(
  "lab opens the user's own JupyterLab and passes arguments on",
  needs,
  async () => {
    using home = new Home("jupyter", registered());
    const args = ["lab", "--port", "9000", "--no-browser", "--", "--debug"];
    const { code, stderr } = await command(home.path, args, home.env);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(home.calls, [
      "jupyter lab --version",
      "jupyter kernelspec list --json",
      "jupyter lab --port=9000 --no-browser --debug",
    ]);
    assertEquals(home.kernel, undefined);
  },
);

testWith("lab goes through uvx where there is no jupyter", needs, async () => {
  using home = new Home("uvx", registered());
  assertEquals((await command(home.path, ["lab"], home.env)).code, 0);
  assertEquals(home.calls.at(-1), "uvx --from jupyterlab jupyter lab");
});

const unusable = {
  "is none": {},
  "is one whose program is gone": registered("/gone/deno"),
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

testWith(
  "lab uses this Deno's kernel and leaves one of another version registered",
  needs,
  async () => {
    using home = new Home("jupyter", {});
    home.write("deno", "#!/bin/sh\necho deno 2.9.0\n");
    const old = join(home.path, "deno");
    Deno.chmodSync(old, 0o755);
    const kernels = { kernelspecs: registered(old) };
    home.write("specs.json", JSON.stringify(kernels));
    assertEquals((await command(home.path, ["lab"], home.env)).code, 0);
    assertEquals(home.kernel, undefined);
    assertEquals(JSON.parse(home.read("own.json")).argv[0], Deno.execPath());
    assertEquals(home.calls.at(-1), "jupyter lab");
  },
);

testWith(
  "lab says what to install if there is neither jupyter nor uvx",
  needs,
  async () => {
    using home = new Home("python", {});
    const { code, stdout, stderr } = await command(
      home.path,
      ["lab"],
      home.env,
    );
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, "found neither `jupyter lab` nor `uvx`");
    assertStringIncludes(stderr, "Install one of them: pip install jupyterlab");
    assertEquals(stderr.trimEnd().split("\n").length, 2);
  },
);

testWith("lab ends JupyterLab when it is interrupted", needs, async () => {
  using home = new Home("jupyter", registered());
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
