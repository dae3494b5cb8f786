import { NOTEBOOKS } from "../lessons.ts";
import { frontEndTest } from "./front_end.ts";

// The other half is Notebook's: both run the same code.
const half = NOTEBOOKS.filter((_, i) => i % 2 === 0);
frontEndTest("JupyterLab", "lab", ["Light", "Dark"], half);
