import { KernelError } from "../failure/errors.ts";

/** The signals by which this system asks a program to end. */
export const END_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** A kernel that can be ended. */
interface Kernel {
  end(reason: unknown): void;
}

/** The kernels that run. None outlives this process, whatever ends it. */
export const runningKernels = new class {
  readonly #kernels = new Set<Kernel>();
  readonly #listeners = END_SIGNALS.map((signal) => () =>
    this.#endAll(new DOMException(`Interrupted by ${signal}`, "AbortError"))
  );
  readonly #onUnload = () => this.#endAll(new KernelError("The program ended"));

  add(kernel: Kernel): void {
    this.#kernels.add(kernel);
    if (this.#kernels.size > 1) return;
    END_SIGNALS.forEach((signal, i) =>
      Deno.addSignalListener(signal, this.#listeners[i])
    );
    addEventListener("unload", this.#onUnload);
  }

  delete(kernel: Kernel): void {
    if (!this.#kernels.delete(kernel) || this.#kernels.size > 0) return;
    END_SIGNALS.forEach((signal, i) =>
      Deno.removeSignalListener(signal, this.#listeners[i])
    );
    removeEventListener("unload", this.#onUnload);
  }

  #endAll(reason: unknown): void {
    for (const kernel of [...this.#kernels]) kernel.end(reason);
  }
}();
