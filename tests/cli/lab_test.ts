import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
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
  *" wait"*)
    trap 'echo ended >> "$HOME/calls"; exit 0' TERM
    echo in "$PWD" >> "$HOME/calls"
    while true; do sleep 0.1; done ;;
esac
`;

/** A home in which this program is the only one. */
class Home extends Folder {
  readonly env = {
    HOME: this.path,
    PATH: join(this.path, "bin"),
    JUPYTER_PATH: "",
    DENO_DIR: denoDir(),
  };

  constructor(program: string) {
    super({ [`bin/${program}`]: jupyter, calls: "" });
    Deno.chmodSync(join(this.path, "bin", program), 0o755);
  }

  /** The calls of Jupyter, without the option that only root needs. */
  get calls(): string[] {
    return this.read("calls").replaceAll(" --allow-root", "").trim().split(
      "\n",
    );
  }
}

const index = join(root, "notebooks", "index.ipynb");

testWith(
  "lab opens the front page in the user's own JupyterLab, with this project's kernel, and registers nothing",
  needs,
  async () => {
    using home = new Home("jupyter");
    const args = ["lab", "--port", "9000", "--no-browser", "--types"];
    args.push("--", "--debug");
    const { code, stderr } = await command(home.path, args, home.env);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(home.calls, [
      "jupyter lab --version",
      `jupyter lab ${index} --port=9000 --no-browser --debug`,
    ]);
    const spec = JSON.parse(home.read("own.json"));
    assertEquals(spec.argv[0], Deno.execPath());
    const options = ["--types", "--kernel", "{connection_file}"];
    assertEquals(spec.argv.slice(-3), options);
    assertEquals(spec.interrupt_mode, "message");
  },
);

testWith(
  "lab opens what is named, from where the user stands",
  needs,
  async () => {
    using home = new Home("jupyter");
    home.write("mine/a.ipynb", "{}");
    for (const [name, at] of [["a.ipynb", "mine"], ["mine", "."]]) {
      const folder = join(home.path, at);
      const { code } = await command(folder, ["lab", name], {
        ...home.env,
        INIT_CWD: folder,
      });
      assertEquals(code, 0);
      assertEquals(home.calls.at(-1), `jupyter lab ${join(folder, name)}`);
    }
  },
);

testWith("lab goes through uvx where there is no jupyter", needs, async () => {
  using home = new Home("uvx");
  assertEquals((await command(home.path, ["lab"], home.env)).code, 0);
  assertEquals(
    home.calls.at(-1),
    `uvx --from jupyterlab jupyter lab ${index}`,
  );
});

testWith(
  "lab --install and --uninstall register the kernel under a name of its own",
  needs,
  async () => {
    using home = new Home("jupyter");
    await command(home.path, ["lab", "--install"], home.env);
    assertMatch(
      home.calls.at(-1)!,
      /^jupyter kernelspec install --user --replace .*\/deno-softmax-lab$/,
    );
    await command(home.path, ["lab", "--uninstall"], home.env);
    assertEquals(
      home.calls.at(-1),
      "jupyter kernelspec remove -f deno-softmax-lab",
    );
  },
);

testWith(
  "lab says what is wrong with its arguments, or what to install if there is neither jupyter nor uvx",
  needs,
  async () => {
    using home = new Home("python");
    const { code, stdout, stderr } = await command(
      home.path,
      ["lab"],
      home.env,
    );
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, "found neither `jupyter lab` nor `uvx`");
    assertStringIncludes(stderr, "pipx install jupyterlab");
    const wrong: [args: string[], code: number, says: string][] = [
      [["b.ipynb"], 1, "Cannot open b.ipynb: need a notebook or a folder"],
      [["bin", "b"], 2, "Cannot open both bin and b: need one notebook"],
      [["--install", "--uninstall"], 2, "--install cannot be combined"],
    ];
    for (const [args, code, says] of wrong) {
      const ended = await command(home.path, ["lab", ...args], home.env);
      assertEquals(ended.code, code);
      assertStringIncludes(ended.stderr, says);
    }
  },
);

testWith("lab ends JupyterLab when it is interrupted", needs, async () => {
  using home = new Home("jupyter");
  const process = start(home.path, ["lab", "--", "--", "wait"], home.env);
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
