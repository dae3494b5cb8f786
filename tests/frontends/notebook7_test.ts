import { NOTEBOOKS } from "../lessons.ts";
import { frontEndTest } from "./front_end.ts";

// It shows outputs with JupyterLab's own code, so one theme is enough.
const half = NOTEBOOKS.filter((_, i) => i % 2 === 1);
frontEndTest("Notebook 7", "notebook", ["Dark"], half);
